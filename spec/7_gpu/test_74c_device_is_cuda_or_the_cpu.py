"""Claim at In [74]: the device is CUDA if it is available, otherwise the CPU.

See torch.device.
"""

import pytest
import torch

from pt1h.device import pick_device


def test_device_is_cuda_or_the_cpu():
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    assert torch.ones(1).to(device).device.type == device.type
    assert pick_device() == device


@pytest.mark.parametrize(("available", "device"), [(True, "cuda"), (False, "cpu")])
def test_pick_device(monkeypatch, available, device):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    assert pick_device() == torch.device(device)
    assert pick_device("cpu") == torch.device("cpu")
