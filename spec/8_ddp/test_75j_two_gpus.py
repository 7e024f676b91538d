"""Claim after In [74]: two ranks, each on its own GPU, train over NCCL as on the CPU.

If torch has no NCCL, the ranks use Gloo instead.

See torch.distributed.init_process_group.
"""

import pytest
import torch
from on_gpu import train_and_report
from torch import distributed

from pt1h.ddp import train_replica
from pt1h.ranks import backend_for, launch

pytestmark = pytest.mark.gpu(count=2)


def test_two_gpus():
    device = torch.device("cuda")
    backend = backend_for(device, nproc=2)
    assert backend == ("nccl" if distributed.is_nccl_available() else "gloo")

    ranks = launch(train_and_report, 2, device, backend=backend)
    on_cpu = launch(train_replica, 2, torch.device("cpu"))

    # Each replica is a RankResult with the lines of the steps and the counts of predictions.
    assert ranks == [(replica, {f"cuda:{rank}"}) for rank, replica in enumerate(on_cpu)]
