"""Ranks: under torchrun a rank that is killed costs at most its epoch: the group goes on.

All ranks are started again, take up the checkpoint, and end with the weights of an undisturbed
run, bit for bit.

See torch.distributed.run.
"""

import os
import signal

import pytest
import torch

from pt1h.checkpoint import read
from pt1h.command import main

pytestmark = pytest.mark.faults


def test_torchrun_restarts_after_a_kill(start, tmp_path):
    whole, cut = tmp_path / "whole.pth", tmp_path / "cut.pth"
    command = ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint"]
    assert main([*command, str(whole)]) == 0

    # One restart, not more: it must work at once.
    options = ["--nproc-per-node=2", "--max-restarts=1", "--monitor-interval=0.1"]
    run = start("torch.distributed.run", *options, "-m", "pt1h", *command, cut)
    run.wait_for_epoch(1, cut)
    epoch = read(cut)["epoch"]
    os.kill(run.ranks()[1], signal.SIGKILL)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert err.count("[SECONDS]") == 1
    resumed = [line for line in out.splitlines() if line.startswith("[RESUMED]")]
    assert resumed in (
        [f"[RESUMED] {cut} was written after epoch {epoch}"],
        [f"[RESUMED] {cut} was written after epoch {epoch + 1}"],
    )
    for name, tensor in read(whole)["model"].items():
        assert torch.equal(read(cut)["model"][name], tensor)
