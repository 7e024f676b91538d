"""Ranks: a rank that raises is named, with the cause, and the others are stopped at once.

The note of the error is the rank's own traceback.

See torch.distributed.barrier.
"""

import os
import signal

import pytest
from torch import distributed

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def worker():
    if distributed.get_rank() == 1:
        raise ArithmeticError("the records ran out")
    distributed.barrier()


def test_a_rank_that_raises():
    with pytest.raises(RankError) as failure:
        launch(worker, nproc=2)

    assert str(failure.value) == "rank 1 failed: ArithmeticError: the records ran out"
    assert "raise ArithmeticError" in failure.value.__notes__[0]


def test_the_first_to_fail_is_the_cause():
    for _ in range(10):
        with pytest.raises(RankError, match="rank 1 failed: ArithmeticError"):
            launch(worker, nproc=3)


def worker_beside_one_that_is_stopped():
    if distributed.get_rank() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
    raise ArithmeticError("the records ran out")


def test_a_rank_that_cannot_act_is_ended_too():
    with pytest.raises(RankError, match="rank 1 failed: ArithmeticError"):
        launch(worker_beside_one_that_is_stopped, nproc=2)
