"""Ranks: two agents of torchrun, as on two machines, make one group over a c10d rendezvous.

A rank that is killed costs at most its epoch there, too: both agents start their ranks again.

See torch.distributed.run.
"""

import os
import re
import signal
import socket

import pytest
import torch

from pt1h.checkpoint import read
from pt1h.command import main

pytestmark = pytest.mark.faults


def test_two_agents_make_one_group(start, tmp_path, capsys):
    whole, cut = tmp_path / "whole.pth", tmp_path / "cut.pth"
    command = ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint"]
    assert main([*command, str(whole)]) == 0
    lines = re.findall(r"\[RANK\].*", capsys.readouterr().out)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--nnodes=2", "--nproc-per-node=1", "--max-restarts=1", "--monitor-interval=0.1"]
    options += ["--rdzv-id=hour", f"--rdzv-endpoint={endpoint}"]
    torchrun = ["torch.distributed.run", *options, "-m", "pt1h"]
    agents = [start(*torchrun, *command, cut) for _ in range(2)]
    agents[0].wait_for_epoch(1, cut)
    os.kill(agents[0].ranks()[1], signal.SIGKILL)

    outs = [agent.output() for agent in agents]
    assert [agent.process.returncode for agent in agents] == [0, 0], outs
    printed = "".join(out for out, _ in outs)
    (epoch,) = re.findall(r"\[RESUMED\] .* after epoch (\d)", printed)
    assert re.findall(r"\[RANK\].*", printed) == [
        line for line in lines if f"[EPOCH] 00{epoch}" < line[9:20]
    ]
    assert printed.count("[TRAIN ACCURACY] 100.0% (500000 of 500000 records)\n") == 1
    for name, tensor in read(whole)["model"].items():
        assert torch.equal(read(cut)["model"][name], tensor)
