"""Ranks: two torchrun agents form one group, which resumes from the checkpoint if a rank is killed.

In practice, each agent runs on its own machine. With `--max-restarts`, both agents restart their
ranks if one is killed, and the run loses at most one epoch.

See torch.distributed.run.
"""

import socket

import torch

from pt1h.checkpoint import read
from pt1h.command import main


def test_two_agents_make_one_group(start, command, checkpoint):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--nnodes=2", "--nproc-per-node=1", "--max-restarts=1", "--monitor-interval=0.1"]
    options += ["--rdzv-id=pt1h", f"--rdzv-endpoint={endpoint}"]
    torchrun = ["torch.distributed.run", *options, "-m", "pt1h", *command]
    agents = [start(*torchrun), start(*torchrun)]
    agents[0].wait_for_an_epoch(checkpoint)

    agents[0].kill_a_rank()

    outputs = [agent.output() for agent in agents]
    assert [agent.process.returncode for agent in agents] == [0, 0], outputs
    printed = "".join(out for out, _ in outputs)
    assert printed.count(f"[RESUMED] {checkpoint} was written after epoch ") == 1
    assert printed.count("[TRAIN ACCURACY] 100.0% (500000 of 500000 records)\n") == 1
    resumed = read(checkpoint)
    checkpoint.unlink()
    assert main(command) == 0
    torch.testing.assert_close(resumed, read(checkpoint), rtol=0, atol=0)
