"""Ranks: a rank that does not come to a collective is named once the timeout has passed."""

import time

import pytest
from torch import distributed

from pt1h.distributed import RankError, launch

pytestmark = pytest.mark.faults


def sleeps():
    if distributed.get_rank() == 1:
        time.sleep(600)
    distributed.barrier()


def waits_for_more():
    if distributed.get_rank() == 1:
        distributed.barrier()


@pytest.mark.parametrize(
    ("worker", "sentence"),
    [
        (sleeps, "^rank 1 did not answer within 2 s: rank 0 failed: .*(?i:timed out|timeout)"),
        (waits_for_more, "^rank 1 failed: .*(?i:timed out|timeout)"),
    ],
)
def test_a_rank_that_hangs(worker, sentence):
    start = time.monotonic()
    with pytest.raises(RankError, match=sentence):
        launch(worker, nproc=2, timeout=2)

    assert time.monotonic() - start > 2


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_timeouts_that_make_no_sense_are_refused(timeout):
    with pytest.raises(ValueError, match=f"^timeout is {timeout}: give seconds, above 0"):
        launch(sleeps, nproc=2, timeout=timeout)
