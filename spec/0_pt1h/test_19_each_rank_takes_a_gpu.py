"""pt1h: each rank takes a GPU of its own, and ranks that have one each talk through nccl.

A rank is counted on its own machine, which torchrun tells in LOCAL_RANK. No GPU is used here.
"""

import pytest
import torch
from torch import distributed

from pt1h.ddp import take_device, train_replica, train_toy_distributed
from pt1h.distributed import backend_for


@pytest.mark.parametrize(
    ("device", "environment", "taken"),
    [
        ("cuda", {}, ["cuda:1"]),
        ("cuda", {"LOCAL_RANK": "0"}, ["cuda:0"]),
        ("cuda:0", {}, ["cuda:0"]),
        ("cpu", {}, []),
    ],
)
def test_rank_3_of_four_takes_one_of_two_gpus(device, environment, taken, monkeypatch):
    current = []
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "set_device", lambda device: current.append(str(device)))
    monkeypatch.setattr(distributed, "get_rank", lambda: 3)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    own = take_device(torch.device(device))

    assert current == taken
    assert str(own) == (taken or [device])[0]


def test_nccl_takes_a_gpu_for_each_rank(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(distributed, "is_nccl_available", lambda: True)

    assert backend_for(torch.device("cuda"), nproc=2) == "nccl"
    assert backend_for(torch.device("cuda"), nproc=3) == "gloo"
    assert backend_for(torch.device("cpu"), nproc=2) == "gloo"

    monkeypatch.setattr(distributed, "is_nccl_available", lambda: False)
    assert backend_for(torch.device("cuda"), nproc=2) == "gloo"


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
    monkeypatch.setenv("LOCAL_WORLD_SIZE", ranks_here)  # in a shell it may be another's
    device = torch.device("cuda")

    train_toy_distributed(2, device, 8, timeout=5)

    worker = (train_replica,) if torchrun else (train_replica, 2)
    assert asked == [((*worker, device, 8), {"backend": backend, "timeout": 5})]
