"""Beyond In [74]: torchrun trains in the same way, on the GPU, and its checkpoint is of the GPU.

See torch.distributed.run.
"""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from pt1h.command import main

pytestmark = pytest.mark.gpu


def test_torchrun_on_a_gpu(printed, tmp_path):
    ddp = ["ddp", "--device", "cuda", "--checkpoint"]
    assert main([*ddp, str(tmp_path / "pt1h.pth"), "--nproc", "1"]) == 0

    run = subprocess.run(
        [
            *(sys.executable, "-m", "torch.distributed.run"),
            *("--standalone", "--local-addr=127.0.0.1"),
            *("-m", "pt1h", *ddp, tmp_path / "torchrun.pth"),
        ],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    # nccl may print its version there, too.
    lines, same = (
        [line for line in out.splitlines() if line.startswith("[")]
        for out in (run.stdout, printed())
    )
    assert lines == same
    assert lines[-1] == "[TRAIN ACCURACY] 100.0% (5 of 5 records)"
    state = torch.load(tmp_path / "torchrun.pth", weights_only=True)
    if torch.ones(1, device="cuda").is_cuda and torch.cuda.is_initialized():  # and not played
        assert all(tensor.is_cuda for tensor in state["model"].values())
