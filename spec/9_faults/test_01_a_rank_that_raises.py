"""Ranks: if a rank raises, launch() names the rank and its error, and ends the other ranks.

The traceback of the rank is a note on the error. The other ranks fail as well, because they lose
their connection to this rank.

See torch.distributed.barrier.
"""

import os
import re
import signal
import sys

import pytest
from torch import distributed

from pt1h.ranks import RankError, launch


def rank_1_raises():
    if distributed.get_rank() == 1:
        raise ArithmeticError("no records are left")
    distributed.barrier()


def returns_what_cannot_be_pickled():
    return lambda: None


def raises_a_long_message():
    raise KeyError("a" * 3 * 2**20)


@pytest.mark.parametrize(
    ("function", "nproc", "message"),
    [
        (rank_1_raises, 2, "rank 1 failed: ArithmeticError: no records are left"),
        (rank_1_raises, 3, "rank 1 failed: ArithmeticError: no records are left"),
        (rank_1_raises, 4, "rank 1 failed: ArithmeticError: no records are left"),
        (returns_what_cannot_be_pickled, 1, "(?s)rank 0 failed: .*pickle.*"),
        (raises_a_long_message, 1, "rank 0 failed: KeyError: 'a{3145728}'"),
    ],
)
def test_a_rank_that_raises(function, nproc, message):
    with pytest.raises(RankError) as failure:
        launch(function, nproc)

    assert re.fullmatch(message, str(failure.value))
    assert failure.value.__notes__[0].startswith("Traceback (most recent call last):\n")
    assert function.__name__ in failure.value.__notes__[0]


def rank_0_stops_and_rank_1_raises():
    if distributed.get_rank() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
    raise ArithmeticError


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")
def test_a_rank_that_is_stopped_is_ended_as_well():
    with pytest.raises(RankError, match=r"^rank 1 failed: ArithmeticError"):
        launch(rank_0_stops_and_rank_1_raises, 2)
