"""pt1h: each rank takes a GPU of its own, and ranks that have one each talk through nccl.

A rank is counted on its own machine, which torchrun tells in LOCAL_RANK. No GPU is used here.
"""

import pytest
import torch
from torch import distributed

from pt1h.ddp import take_device
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

    assert backend_for(torch.device("cuda"), nproc=2) == "nccl"
    assert backend_for(torch.device("cuda"), nproc=3) == "gloo"
    assert backend_for(torch.device("cpu"), nproc=2) == "gloo"
