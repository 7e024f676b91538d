"""Ranks: torchrun runs the worker that our launcher runs, and prints the same lines.

See torch.distributed.run.
"""

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
def test_torchrun_starts_no_other_chapter(start, arguments, sentence):
    run = start("torch.distributed.run", "--nproc-per-node", "1", "-m", "pt1h", *arguments)

    out, err = run.output()
    assert run.process.returncode == 1
    assert out == ""
    assert sentence in err
