"""Ranks: if a rank is killed, the next run resumes and ends with an uninterrupted run's weights.

The weights are equal bit for bit. The checkpoint holds the model, the optimizer, the epoch and the
options of the run.

See torch.load.
"""

import os
import signal

import pytest
import torch

from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.faults


def test_a_run_resumes_from_its_checkpoint(start, tmp_path, capsys):
    complete, killed = tmp_path / "complete.pth", tmp_path / "killed.pth"
    command = ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint"]
    assert main([*command, str(complete)]) == 0
    lines = capsys.readouterr().out.splitlines()

    run = start("pt1h", *command, killed)
    run.wait_for_epoch(1, killed)
    os.kill(run.ranks()[1], signal.SIGKILL)
    _, err = run.output()
    assert run.process.returncode == 1
    assert err.endswith("ended before its function returned: killed by SIGKILL\n")
    epoch = read(killed)["epoch"]
    assert epoch in (1, 2)

    assert main([*command, str(killed)]) == 0
    resumed = capsys.readouterr().out.splitlines()

    assert f"[RESUMED] {killed} was written after epoch {epoch}" in resumed
    assert [line for line in resumed if "[RANK]" in line] == [
        line for line in lines if "[RANK]" in line and line[9:20] > f"[EPOCH] 00{epoch}"
    ]
    assert read(killed).keys() == {"model", "optimizer", "epoch", "options"}
    torch.testing.assert_close(read(killed), read(complete), rtol=0, atol=0)


def test_the_optimizer_resumes_as_well(tmp_path):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--checkpoint", str(path)]
    assert main(command) == 0
    state = read(path) | {"epoch": 1}
    state["optimizer"]["param_groups"][0]["lr"] = 0.0
    write(state, path)

    assert main(command) == 0

    assert read(path)["epoch"] == 3
    torch.testing.assert_close(read(path)["model"], state["model"], rtol=0, atol=0)
