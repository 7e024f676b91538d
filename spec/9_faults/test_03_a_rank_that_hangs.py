"""Ranks: if a rank does not join a collective, launch() names it after the timeout.

The other ranks time out. launch() then names a rank that has written neither a result nor an error.
If there is none, it names a rank that has already returned.

See torch.distributed.init_process_group.
"""

import time

import pytest
import torch
from torch import distributed

from pt1h.ranks import RankError, launch

pytestmark = pytest.mark.faults


def last_sleeps():
    if distributed.get_rank() == distributed.get_world_size() - 1:
        time.sleep(600)
    distributed.barrier()


def first_returns():
    if distributed.get_rank() > 0:
        distributed.barrier()


def each_waits_for_the_next():
    rank = distributed.get_rank()
    if rank == 2:
        time.sleep(600)
    time.sleep(1 - rank)  # rank 0 starts to wait later, and times out later
    distributed.recv(torch.zeros(1), src=rank + 1)


@pytest.mark.parametrize(
    ("function", "nproc", "message"),
    [
        (last_sleeps, 2, "rank 1 did not join a collective in time: rank 0 failed: "),
        (last_sleeps, 4, "rank 3 did not join a collective in time: rank [012] failed: "),
        (each_waits_for_the_next, 3, "rank 2 did not join a collective in time: rank 1 failed: "),
        (first_returns, 3, "rank 0 returned and did not join a collective: rank [12] failed: "),
    ],
)
def test_a_rank_that_hangs(function, nproc, message):
    start = time.monotonic()
    with pytest.raises(RankError, match=f"^{message}.*(?i:timed out|timeout)"):
        launch(function, nproc, timeout=2)

    assert time.monotonic() - start > 2


class HangsOnOneRank:
    """An argument whose unpickling hangs on the second rank that tries it."""

    def __init__(self, folder):
        self.folder = folder

    def __setstate__(self, state):
        try:
            (state["folder"] / "unpickled").mkdir()
        except FileExistsError:
            time.sleep(600)


@pytest.mark.parametrize("backend", ["gloo", pytest.param("nccl", marks=pytest.mark.gpu(count=2))])
def test_a_rank_that_hangs_before_it_starts(backend, tmp_path):
    with pytest.raises(RankError, match=r"^rank [01] did not join a collective in time: rank "):
        launch(id, 2, HangsOnOneRank(tmp_path), backend=backend, timeout=2)
