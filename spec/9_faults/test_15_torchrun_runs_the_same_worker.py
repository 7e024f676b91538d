"""Ranks: torchrun runs the worker that our launcher runs, and prints the same lines.

See torch.distributed.run.
"""

import sys

import pytest

from pt1h.command import main

pytestmark = pytest.mark.faults


def test_torchrun_runs_the_same_worker(start, capsys):
    assert main(["ddp", "--device", "cpu", "--nproc", "3"]) == 0

    command = ["--nproc-per-node", "3", "-m", "pt1h", "ddp", "--device", "cpu"]
    run = start("torch.distributed.run", *command)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert out == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tensors"], "invalid choice: 'tensors'"),
        ([], "the following arguments are required: chapter"),
    ],
)
def test_torchrun_starts_no_other_chapter(arguments, sentence, monkeypatch, capsys):
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "none")
    monkeypatch.setenv("RANK", "0")
    monkeypatch.setattr("pt1h.command.leave", sys.exit)

    with pytest.raises(SystemExit, match="2"):
        main(arguments)

    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
