"""Ranks: if a rank does not join a collective, launch() names it after the timeout.

The other ranks time out. launch() then names a rank that has written neither a result nor an error.
If there is none, it names a rank that has already returned.

See torch.distributed.init_process_group.
"""

import os
import time

import pytest
from torch import distributed

from pt1h.ranks import RankError, launch


def one_is_missing(rank, seconds):
    if distributed.get_rank() == rank:
        time.sleep(seconds)
    else:
        distributed.barrier()


def each_waits_for_the_next():
    rank = distributed.get_rank()
    time.sleep([1, 0, 600][rank])  # Rank 0 starts to wait later, and times out later.
    distributed.recv_object_list([None], src=rank + 1)


@pytest.mark.parametrize(
    ("nproc", "function", "arguments", "message"),
    [
        (2, one_is_missing, (1, 600), "rank 1 did not join a collective in time: rank 0"),
        (4, one_is_missing, (3, 600), "rank 3 did not join a collective in time: rank [012]"),
        (3, one_is_missing, (0, 0), "rank 0 returned and did not join a collective: rank [12]"),
        (3, each_waits_for_the_next, (), "rank 2 did not join a collective in time: rank 1"),
    ],
)
def test_a_rank_that_hangs(nproc, function, arguments, message):
    start = time.monotonic()
    with pytest.raises(RankError, match=f"^{message} failed: .*(?i:timed out|timeout)"):
        launch(function, nproc, *arguments, timeout=2)

    assert time.monotonic() - start > 2


def hang_on_rank_1():
    time.sleep(600 * int(os.environ["RANK"]))


class HangsOnRank1WhenUnpickled:
    def __reduce__(self):
        return hang_on_rank_1, ()


@pytest.mark.parametrize("backend", ["gloo", pytest.param("nccl", marks=pytest.mark.gpu(count=2))])
def test_a_rank_that_hangs_before_it_starts(backend):
    with pytest.raises(RankError, match=r"^rank 1 did not join a collective in time: rank 0 "):
        launch(id, 2, HangsOnRank1WhenUnpickled(), backend=backend, timeout=2)
