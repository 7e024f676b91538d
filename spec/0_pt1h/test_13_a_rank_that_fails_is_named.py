"""pt1h: a rank that fails is named, with the cause, and too many or too few ranks are refused."""

import pytest
import torch
from torch import distributed

from pt1h.distributed import RankError, launch, train_toy_distributed


def raises():
    if distributed.get_rank() == 1:
        raise ArithmeticError("the records ran out")
    distributed.barrier()


def test_a_rank_that_fails_is_named():
    with pytest.raises(RankError, match="rank 1 failed: ArithmeticError: the records ran out"):
        launch(raises, nproc=2)


@pytest.mark.parametrize(
    ("nproc", "sentence"),
    [
        (0, "nproc is 0: launch at least 1 rank"),
        (-1, "nproc is -1: launch at least 1 rank"),
        (6, "nproc is 6, more ranks than the 5 training records: launch at most 5"),
    ],
)
def test_numbers_of_ranks_that_make_no_sense_are_refused(nproc, sentence):
    with pytest.raises(ValueError, match=sentence):
        train_toy_distributed(nproc, torch.device("cpu"))
