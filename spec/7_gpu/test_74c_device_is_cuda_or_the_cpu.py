"""Said at In [74]: the device is CUDA where there is one, else the CPU.

See torch.device.
"""

import pytest
import torch

from pt1h.device import pick_device


@pytest.mark.parametrize(("available", "device"), [(True, "cuda"), (False, "cpu")])
def test_device_is_cuda_or_the_cpu(monkeypatch, available, device):
    assert pick_device().type == ("cuda" if torch.cuda.is_available() else "cpu")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    assert pick_device() == torch.device(device)
    assert pick_device("cpu") == torch.device("cpu")
