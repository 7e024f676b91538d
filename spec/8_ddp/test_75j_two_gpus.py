"""Said after In [74]: each of two ranks trains on a GPU of its own, with nccl.

See torch.distributed.init_process_group.
"""

import pytest
import torch

from pt1h.ddp import train_toy_distributed
from pt1h.distributed import backend_for

pytestmark = pytest.mark.gpu(count=2)


def test_two_gpus():
    device = torch.device("cuda")
    assert backend_for(device, nproc=2) == "nccl"

    replicas = train_toy_distributed(nproc=2, device=device)
    on_cpu = train_toy_distributed(nproc=2, device=torch.device("cpu"))

    for replica, same in zip(replicas, on_cpu, strict=True):
        assert replica.lines == same.lines
        assert replica.counts == (5, 5)
