"""Beyond In [74]: on one GPU a rank trains as on the CPU over nccl, and two ranks do over gloo.

nccl refuses two ranks on one GPU. That a rank used the GPU shows in the device of its losses, and
in the memory that it took there: room for the weights at least.

See torch.distributed.init_process_group.
"""

import pytest
import torch
from on_gpu import train_and_tell
from torch import distributed

from pt1h import NeuralNetwork
from pt1h.ddp import train_replica
from pt1h.distributed import launch

pytestmark = pytest.mark.gpu

NCCL = "nccl" if distributed.is_nccl_available() else "gloo"


@pytest.mark.parametrize(("backend", "nproc"), [(NCCL, 1), ("gloo", 2)])
def test_one_gpu(backend, nproc):
    ranks = launch(train_and_tell, nproc, torch.device("cuda:0"), backend=backend)
    on_cpu = launch(train_replica, nproc, torch.device("cpu"))

    weights = sum(parameter.nbytes for parameter in NeuralNetwork(2, 2).parameters())
    for (replica, devices, used, memory), same in zip(ranks, on_cpu, strict=True):
        assert replica.lines == same.lines
        assert replica.counts == (5, 5)
        assert devices == {"cuda:0"}
        assert used in (backend, None)
        assert memory is None or memory >= weights
