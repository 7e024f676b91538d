"""Ranks: a run that was cut off goes on from its checkpoint to the same weights, bit for bit.

See torch.load.
"""

import os
import signal

import pytest
import torch

from pt1h.checkpoint import read
from pt1h.command import main

pytestmark = pytest.mark.faults


def test_a_run_goes_on_from_its_checkpoint(start, tmp_path, capsys):
    whole, cut = tmp_path / "whole.pth", tmp_path / "cut.pth"
    command = ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint"]
    assert main([*command, str(whole)]) == 0
    lines = capsys.readouterr().out.splitlines()

    run = start("pt1h", *command, cut)
    run.wait_for_epoch(1, cut)
    os.kill(run.ranks()[1], signal.SIGKILL)

    _, err = run.output()
    assert run.process.returncode == 1
    assert "ended before its function returned: killed by SIGKILL\n" in err
    epoch = read(cut)["epoch"]
    assert epoch in (1, 2)

    assert main([*command, str(cut)]) == 0

    out = capsys.readouterr().out.splitlines()
    assert f"[RESUMED] {cut} was written after epoch {epoch}" in out
    assert [line for line in out if "[RANK]" in line] == [
        line for line in lines if "[RANK]" in line and f"[EPOCH] 00{epoch}" < line[9:20]
    ]
    for name, tensor in read(whole)["model"].items():
        assert torch.equal(read(cut)["model"][name], tensor)
