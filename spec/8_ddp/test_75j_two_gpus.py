"""After In [74]: on two GPUs two ranks, each on its own, train as on the CPU, over nccl.

See torch.distributed.init_process_group.
"""

import pytest
import torch
from torch import distributed

from pt1h import NeuralNetwork
from pt1h.ddp import train_replica
from pt1h.distributed import backend_for, launch

pytestmark = pytest.mark.gpu(count=2)


def worker(device):
    replica = train_replica(device)
    gpu = torch.cuda.current_device()
    return replica, distributed.get_backend(), gpu, torch.cuda.max_memory_allocated(gpu)


def test_two_gpus():
    device = torch.device("cuda")

    ranks = launch(worker, 2, device, backend=backend_for(device, nproc=2))
    on_cpu = launch(train_replica, 2, torch.device("cpu"))

    weights = sum(parameter.nbytes for parameter in NeuralNetwork(2, 2).parameters())
    for number, (replica, backend, gpu, memory) in enumerate(ranks):
        assert replica.lines == on_cpu[number].lines
        assert replica.counts == (5, 5)
        assert backend == "nccl"
        assert gpu == number
        assert memory >= weights
