"""Beyond In [74]: pt1h ddp trains on a GPU in one rank or two, and goes on there when resumed.

See torch.nn.parallel.DistributedDataParallel.
"""

import pytest
import torch
from on_gpu import train_and_tell
from torch import distributed

from pt1h import checkpoint, ddp
from pt1h.command import main

pytestmark = pytest.mark.gpu


def write_and_keep(state, path):
    checkpoint.write(state, path)
    checkpoint.write(state, f"{path}.{state['epoch']}")


def worker(*settings):
    ddp.write = write_and_keep
    gpus = torch.cuda.device_count()
    replica, devices, backend, memory = train_and_tell(*settings)
    assert devices == {f"cuda:{distributed.get_rank() % gpus}"}
    each_has_one = distributed.get_world_size() <= gpus and distributed.is_nccl_available()
    assert backend in ("nccl" if each_has_one else "gloo", None)
    assert memory != 0
    return replica


def ranks_lines(printed):
    return [line for line in printed.splitlines() if "[RANK]" in line or "ACCURACY" in line]


@pytest.mark.parametrize("nproc", ["1", "2"])
def test_pt1h_ddp_on_a_gpu(nproc, printed, tmp_path, monkeypatch):
    command = ["ddp", "--nproc", nproc, "--device"]
    assert main([*command, "cpu"]) == 0
    on_cpu = ranks_lines(printed())
    monkeypatch.setattr(ddp, "train_replica", worker)

    whole = tmp_path / "run.pth"
    assert main([*command, "cuda", "--checkpoint", str(whole)]) == 0
    assert ranks_lines(printed()) == on_cpu

    after_1 = tmp_path / "run.pth.1"
    assert main([*command, "cuda", "--checkpoint", str(after_1)]) == 0
    resumed = printed()
    assert f"[RESUMED] {after_1} was written after epoch 1\n" in resumed
    assert ranks_lines(resumed) == [line for line in on_cpu if "[EPOCH] 001" not in line]
