"""pt1h: one line says what torch sees of CUDA: what it is built for, a driver, the devices.

See torch.cuda.
"""

import pytest
import torch

from pt1h.device import what_torch_sees


def no_driver():
    raise RuntimeError("Found no NVIDIA driver on your system")


@pytest.mark.parametrize(
    ("cuda", "init", "devices", "line"),
    [
        (None, no_driver, 0, "built for no CUDA, finds no driver and 0 devices"),
        ("13.2", no_driver, 0, "built for CUDA 13.2, finds no driver and 0 devices"),
        ("13.2", lambda: None, 2, "built for CUDA 13.2, finds a driver and 2 devices"),
    ],
)
def test_one_line_says_what_torch_sees(cuda, init, devices, line, monkeypatch):
    monkeypatch.setattr(torch.version, "cuda", cuda)
    monkeypatch.setattr(torch.cuda, "init", init)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: devices)

    assert what_torch_sees() == f"torch {torch.__version__} is {line}"
