"""Ranks: a rank that does not come to a collective is named once the timeout has passed.

See torch.distributed.init_process_group.
"""

import time

import pytest
import torch
from torch import distributed

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def last_sleeps():
    if distributed.get_rank() == distributed.get_world_size() - 1:
        time.sleep(600)
    distributed.barrier()


def each_waits_for_the_next():
    rank = distributed.get_rank()
    if rank == 2:
        time.sleep(600)
    time.sleep(1 - rank)  # rank 0 has not waited for 2 s when rank 1 has
    distributed.recv(torch.zeros(1), src=rank + 1)


def first_returns():
    if distributed.get_rank() > 0:
        distributed.barrier()


@pytest.mark.parametrize(
    ("worker", "nproc", "sentence"),
    [
        (last_sleeps, 2, "rank 1 did not answer within 2 s: rank 0 failed: "),
        (last_sleeps, 4, "rank 3 did not answer within 2 s: rank . failed: "),
        (each_waits_for_the_next, 3, "rank 2 did not answer within 2 s: rank 1 failed: "),
        (first_returns, 3, "rank 0 had returned, and did not answer within 2 s: rank . failed: "),
    ],
)
def test_a_rank_that_hangs(worker, nproc, sentence):
    start = time.monotonic()
    with pytest.raises(RankError, match=f"^{sentence}.*(?i:timed out|timeout)"):
        launch(worker, nproc, timeout=2)

    assert time.monotonic() - start > 2
