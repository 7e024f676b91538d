"""Ranks: torchrun runs the worker that our launcher runs, and prints the same lines.

See torch.distributed.run.
"""

import pytest

from pt1h.hour import main

pytestmark = pytest.mark.faults


def test_torchrun_runs_the_same_worker(start, capsys):
    assert main(["ddp", "--device", "cpu", "--nproc", "2"]) == 0

    command = ["--nproc-per-node", "2", "-m", "pt1h", "ddp", "--device", "cpu"]
    run = start("torch.distributed.run", *command)

    out, err = run.process.communicate()
    assert run.process.returncode == 0, err
    assert out == capsys.readouterr().out


def test_torchrun_starts_no_other_chapter(start):
    run = start("torch.distributed.run", "--nproc-per-node", "2", "-m", "pt1h", "tensors")

    out, err = run.process.communicate()
    assert run.process.returncode == 1
    assert out == ""
    assert "invalid choice: 'tensors'" in err
