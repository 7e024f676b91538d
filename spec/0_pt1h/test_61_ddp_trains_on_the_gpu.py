"""pt1h: on the GPU, pt1h ddp trains and resumes as on the CPU, and torchrun prints the same lines.

See torch.distributed.run.
"""

import os
import subprocess
import sys

import pytest
import torch

from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.gpu

TORCHRUN = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr=127.0.0.1"]


def lines(output):
    return [line for line in output.splitlines() if line.startswith(("[RANK]", "[TRAIN ACCURACY]"))]


@pytest.mark.parametrize("nproc", ["1", "2"])
def test_ddp_trains_on_the_gpu(nproc, printed, tmp_path):
    path = tmp_path / "run.pth"
    command = ["ddp", "--nproc", nproc, "--device"]
    assert main([*command, "cpu"]) == 0
    on_cpu = lines(printed())

    assert main([*command, "cuda", "--checkpoint", str(path)]) == 0
    assert lines(printed()) == on_cpu
    assert all(tensor.is_cuda for tensor in torch.load(path)["model"].values())

    write(read(path) | {"epoch": 2}, path)
    assert main([*command, "cuda", "--checkpoint", str(path)]) == 0
    resumed = printed()
    assert f"[RESUMED] {path} was written after epoch 2\n" in resumed
    assert "[EPOCH] 003/003" in resumed
    assert "[EPOCH] 002/003" not in resumed


def test_torchrun_prints_the_same(printed):
    assert main(["ddp", "--device", "cuda", "--nproc", "1"]) == 0

    command = [*TORCHRUN, "-m", "pt1h", "ddp", "--device", "cuda"]
    run = subprocess.run(command, env=os.environ, capture_output=True, text=True)

    assert run.returncode == 0, run.stderr
    assert lines(run.stdout) == lines(printed())
