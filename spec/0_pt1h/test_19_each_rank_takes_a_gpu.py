"""pt1h: a rank takes the GPU that has its number on its machine, or the one that is named.

torchrun says that number in LOCAL_RANK; without it the rank is the number. Where there are more
ranks than GPUs, the count begins again. No GPU is used here.
"""

import pytest
import torch
from torch import distributed

from pt1h.ddp import take_device


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
