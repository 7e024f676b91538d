"""Ranks: a rank that runs out of time by itself is named, not one of those that wait for it.

See torch.distributed.Store.
"""

import time

import pytest
from torch import distributed
from torch.distributed import distributed_c10d

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def last_waits_for_a_word():
    if distributed.get_rank() == distributed.get_world_size() - 1:
        distributed_c10d._get_default_store().get("what no rank sets")
    time.sleep(1)  # the others have not waited for 2 s when it has
    distributed.barrier()


@pytest.mark.parametrize(("nproc", "sentence"), [(1, "rank 0 failed: "), (3, "rank 2 failed: ")])
def test_a_rank_that_waits_for_no_rank(nproc, sentence):
    start = time.monotonic()
    with pytest.raises(RankError, match=f"^{sentence}.*(?i:timed out|timeout)"):
        launch(last_waits_for_a_word, nproc, timeout=2)

    assert time.monotonic() - start > 2


def speaks_of_time(error):
    if distributed.get_rank() == 1:
        raise error
    time.sleep(3)


@pytest.mark.parametrize("error", [TimeoutError, distributed.DistNetworkError])
def test_words_alone_are_no_timeout(error):
    with pytest.raises(RankError, match=r"^rank 1 failed: .*Error: the site timed out"):
        launch(speaks_of_time, 3, error("the site timed out"))
