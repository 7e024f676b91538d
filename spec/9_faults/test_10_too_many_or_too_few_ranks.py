"""Ranks: no rank, or more ranks than records, is refused in a sentence, under torchrun, too."""

import sys
from os import getpid

import pytest
import torch

from pt1h.command import main
from pt1h.ddp import check_shares, train_toy_distributed
from pt1h.distributed import launch

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--nproc 0", "--nproc is 0: give 1 to 5, a training record for each rank"),
        ("--nproc -1", "--nproc is -1: give 1 to 5, a training record for each rank"),
        ("--nproc 6", "--nproc is 6: give 1 to 5, a training record for each rank"),
        ("--nproc 9 --records 8", "--nproc is 9: give 1 to 8, a training record for each rank"),
        ("--records 0", "--records is 0: give at least 1"),
        ("--records -5", "--records is -5: give at least 1"),
    ],
)
def test_too_many_or_too_few_ranks(arguments, sentence, capsys):
    assert main(["ddp", "--device", "cpu", *arguments.split()]) == 2

    assert capsys.readouterr().err == f"pt1h: {sentence}\n"


def test_the_function_refuses_what_the_command_does():
    check_shares(nproc=1, records=1)

    with pytest.raises(ValueError, match=r"^--nproc is 2: give 1 to 1, a training record"):
        train_toy_distributed(2, torch.device("cpu"), 1)
    with pytest.raises(ValueError, match=r"^nproc is 0: launch at least 1 rank$"):
        launch(getpid, 0)


def test_each_rank_keeps_a_batch():
    check_shares(nproc=2, records=16384, drop_last=True)

    with pytest.raises(ValueError, match="--drop-last leaves no batch of 8192 to any of 2 ranks"):
        check_shares(nproc=2, records=16383, drop_last=True)


@pytest.mark.parametrize("rank", ["0", "1"])
def test_a_rank_of_torchruns_refuses_them_too(rank, monkeypatch, capsys):
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "none")
    monkeypatch.setenv("RANK", rank)
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr("pt1h.command.leave", sys.exit)

    with pytest.raises(SystemExit, match="2"):
        main(["ddp", "--device", "cpu", "--records", "1"])

    sentence = "--nproc is 2: give 1 to 1, a training record for each rank"
    assert capsys.readouterr() == ("", f"pt1h: {sentence}\n")
