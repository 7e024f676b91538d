"""pt1h: ranks use NCCL if torch has it and each rank on a machine has its own GPU, otherwise Gloo.

Under torchrun, each machine counts its own ranks and GPUs. Without torchrun, LOCAL_WORLD_SIZE in
the shell has no effect. These tests use no GPU.

See torch.distributed.is_nccl_available.
"""

import pytest
import torch
from torch import distributed

from pt1h.ranks import backend_for


@pytest.mark.parametrize(
    ("device", "nproc", "ranks_here", "torchrun", "torch_has_nccl", "backend"),
    [
        ("cuda", 2, None, False, True, "nccl"),
        ("cuda", 3, None, False, True, "gloo"),
        ("cpu", 2, None, False, True, "gloo"),
        ("cuda", 2, None, False, False, "gloo"),
        ("cuda", 3, "1", False, True, "gloo"),
        ("cuda", 4, "2", True, True, "nccl"),
        ("cuda", 4, "4", True, True, "gloo"),
    ],
)
def test_each_rank_gets_a_gpu(
    device, nproc, ranks_here, torchrun, torch_has_nccl, backend, monkeypatch
):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(distributed, "is_nccl_available", lambda: torch_has_nccl)
    monkeypatch.setattr("pt1h.ranks.under_torchrun", lambda: torchrun)
    if ranks_here is not None:
        monkeypatch.setenv("LOCAL_WORLD_SIZE", ranks_here)

    assert backend_for(torch.device(device), nproc) == backend
