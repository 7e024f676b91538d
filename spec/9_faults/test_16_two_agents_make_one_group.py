"""Ranks: two agents of torchrun, as on two machines, make one group over a c10d rendezvous.

A rank that is killed costs at most its epoch there, too: both agents start their ranks again.

See torch.distributed.run.
"""

import os
import signal
import socket

import pytest
import torch

from pt1h.checkpoint import read
from pt1h.command import main

pytestmark = pytest.mark.faults


def two_agents():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--nnodes=2", "--nproc-per-node=1", "--max-restarts=1", "--monitor-interval=0.1"]
    rendezvous = ["--rdzv-backend=c10d", "--rdzv-id=hour", f"--rdzv-endpoint={endpoint}"]
    return ["torch.distributed.run", *options, *rendezvous, "--local-addr=127.0.0.1", "-m", "pt1h"]


def test_two_agents_make_one_group(start, capsys):
    command = ["ddp", "--device", "cpu"]
    assert main([*command, "--nproc", "2"]) == 0

    torchrun = two_agents()
    agents = [start(*torchrun, *command) for _ in range(2)]

    outs = [agent.output() for agent in agents]
    assert [agent.process.returncode for agent in agents] == [0, 0], outs
    assert sorted(out for out, _ in outs) == ["", capsys.readouterr().out]


def test_two_agents_restart_after_a_kill(start, tmp_path):
    whole, cut = tmp_path / "whole.pth", tmp_path / "cut.pth"
    command = ["ddp", "--device", "cpu", "--records", "1000000", "--checkpoint"]
    assert main([*command, str(whole)]) == 0

    torchrun = two_agents()
    agents = [start(*torchrun, *command, cut) for _ in range(2)]
    agents[0].wait_for_epoch(1, cut)
    os.kill(agents[0].ranks()[1], signal.SIGKILL)

    outs = [agent.output() for agent in agents]
    assert [agent.process.returncode for agent in agents] == [0, 0], outs
    assert any("[RESUMED]" in out for out, _ in outs)
    for name, tensor in read(whole)["model"].items():
        assert torch.equal(read(cut)["model"][name], tensor)
