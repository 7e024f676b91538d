"""Said after In [74]: on two GPUs two ranks, each on its own, train as on the CPU, over nccl.

See torch.distributed.init_process_group.
"""

import pytest
import torch
from on_gpu import train_and_tell
from torch import distributed

from pt1h import NeuralNetwork
from pt1h.ddp import train_replica
from pt1h.distributed import backend_for, launch

pytestmark = pytest.mark.gpu(count=2)


def test_two_gpus():
    device = torch.device("cuda")
    backend = backend_for(device, nproc=2)

    ranks = launch(train_and_tell, 2, device, backend=backend)
    on_cpu = launch(train_replica, 2, torch.device("cpu"))

    assert backend == ("nccl" if distributed.is_nccl_available() else "gloo")
    weights = sum(parameter.nbytes for parameter in NeuralNetwork(2, 2).parameters())
    for number, (replica, devices, used, memory) in enumerate(ranks):
        assert replica.lines == on_cpu[number].lines
        assert replica.counts == (5, 5)
        assert devices == {f"cuda:{number}"}
        assert used in (backend, None)
        assert memory is None or memory >= weights
