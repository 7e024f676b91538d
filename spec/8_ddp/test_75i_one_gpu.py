"""Beyond In [74]: one rank trains on a GPU with nccl; two that share it, with gloo.

nccl refuses two ranks on one GPU, so that they fall to gloo.

See torch.distributed.init_process_group.
"""

import pytest
import torch

from pt1h.ddp import train_replica
from pt1h.distributed import launch

pytestmark = pytest.mark.gpu


@pytest.mark.parametrize(("backend", "nproc"), [("nccl", 1), ("gloo", 2)])
def test_one_gpu(backend, nproc):
    replicas = launch(train_replica, nproc, torch.device("cuda:0"), backend=backend)
    on_cpu = launch(train_replica, nproc, torch.device("cpu"))

    for replica, same in zip(replicas, on_cpu, strict=True):
        assert replica.lines == same.lines
        assert replica.counts == (5, 5)
