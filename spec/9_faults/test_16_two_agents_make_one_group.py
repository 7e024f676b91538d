"""Ranks: two torchrun agents form one group, which resumes from the checkpoint if a rank is killed.

In practice, each agent runs on its own machine. With `--max-restarts`, both agents restart their
ranks if one is killed, and the run loses at most one epoch.

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
    complete, killed = tmp_path / "complete.pth", tmp_path / "killed.pth"
    command = ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint"]
    assert main([*command, str(complete)]) == 0
    lines = re.findall(r"\[RANK\].*", capsys.readouterr().out)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--nnodes=2", "--nproc-per-node=1", "--max-restarts=1", "--monitor-interval=0.1"]
    options += ["--rdzv-id=pt1h", f"--rdzv-endpoint={endpoint}"]
    torchrun = ["torch.distributed.run", *options, "-m", "pt1h"]
    agents = [start(*torchrun, *command, killed) for _ in range(2)]
    agents[0].wait_for_epoch(1, killed)
    os.kill(agents[0].ranks()[1], signal.SIGKILL)

    outputs = [agent.output() for agent in agents]
    assert [agent.process.returncode for agent in agents] == [0, 0], outputs
    printed = "".join(out for out, _ in outputs)
    epochs = re.findall(r"\[RESUMED\] .* after epoch (\d)", printed)
    assert len(epochs) == 1
    assert re.findall(r"\[RANK\].*", printed) == [
        line for line in lines if line[9:20] > f"[EPOCH] 00{epochs[0]}"
    ]
    assert printed.count("[TRAIN ACCURACY] 100.0% (500000 of 500000 records)\n") == 1
    torch.testing.assert_close(read(killed), read(complete), rtol=0, atol=0)
