"""pt1h: ranks talk through nccl where torch has it and each has a GPU of its own, else gloo.

No GPU is used here.

See torch.distributed.is_nccl_available.
"""

import pytest
import torch
from torch import distributed

from pt1h.distributed import backend_for


@pytest.mark.parametrize(
    ("device", "nproc", "torch_has_nccl", "backend"),
    [
        ("cuda", 2, True, "nccl"),
        ("cuda", 3, True, "gloo"),
        ("cpu", 2, True, "gloo"),
        ("cuda", 2, False, "gloo"),
    ],
)
def test_nccl_takes_a_gpu_for_each_rank(device, nproc, torch_has_nccl, backend, monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(distributed, "is_nccl_available", lambda: torch_has_nccl)

    assert backend_for(torch.device(device), nproc) == backend
