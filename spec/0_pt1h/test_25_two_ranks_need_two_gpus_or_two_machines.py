"""pt1h: for nccl two ranks need two GPUs, or, under torchrun, two machines with one each.

What a shell has in LOCAL_WORLD_SIZE without torchrun may be another's. No GPU is used here.
"""

import pytest
import torch
from torch import distributed

from pt1h.ddp import train_replica, train_toy_distributed


@pytest.mark.parametrize(
    ("torchrun", "ranks_here", "backend"),
    [(False, "1", "gloo"), (True, "2", "gloo"), (True, "1", "nccl")],
)
def test_two_ranks_need_two_gpus_or_two_machines(torchrun, ranks_here, backend, monkeypatch):
    asked = []
    for start in ("launch", "join"):
        monkeypatch.setattr(
            f"pt1h.ddp.{start}", lambda *args, **options: asked.append((args, options)) or []
        )
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(distributed, "is_nccl_available", lambda: True)
    if torchrun:
        monkeypatch.setenv("TORCHELASTIC_RUN_ID", "hour")
        monkeypatch.setenv("RANK", "0")
    monkeypatch.setenv("LOCAL_WORLD_SIZE", ranks_here)
    device = torch.device("cuda")

    train_toy_distributed(2, device, 8, timeout=5)

    worker = (train_replica,) if torchrun else (train_replica, 2)
    assert asked == [((*worker, device, 8), {"backend": backend, "timeout": 5})]
