"""Ranks: fewer than one rank, or more ranks than records, are rejected with an error message.

See torch.utils.data.distributed.DistributedSampler.
"""

import re

import pytest

from pt1h.command import main
from pt1h.ranks import launch

ONE = "(at least one training record per rank)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--nproc 0", f"--nproc must be 1 to 5 {ONE}, got 0"),
        ("--nproc 6", f"--nproc must be 1 to 5 {ONE}, got 6"),
        ("--nproc 9 --records 8", f"--nproc must be 1 to 8 {ONE}, got 9"),
        ("--records -5", "the number of records must be at least 1, got -5"),
    ],
)
def test_too_many_or_too_few_ranks(arguments, message, capsys):
    assert main(["ddp", "--device", "cpu", *arguments.split()]) == 2

    assert capsys.readouterr() == ("", f"pt1h: {message}\n")


def test_launch_rejects_no_ranks():
    with pytest.raises(ValueError, match=r"^nproc must be at least 1, got 0$"):
        launch(print, 0)


def test_under_torchrun_they_are_rejected_as_well(start):
    command = ["pt1h", "ddp", "--device", "cpu", "--records", "1"]
    out, err = start("torch.distributed.run", "--nproc-per-node=3", "-m", *command).output()

    assert out == ""
    assert f"pt1h: --nproc must be 1 to 1 {ONE}, got 3\n" in err
    assert re.search(r"exitcode +: 2 ", err)
