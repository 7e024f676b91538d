"""Beyond In [74]: on one GPU, one rank over NCCL and two over Gloo train as on the CPU.

NCCL rejects two ranks on one GPU, so they share it over Gloo. If torch has no NCCL, one rank uses
Gloo as well. The devices of the losses show that each rank uses the GPU.

See torch.distributed.init_process_group.
"""

import pytest
import torch
from on_gpu import train_and_report
from torch import distributed

from pt1h.ddp import train_replica
from pt1h.ranks import launch

pytestmark = pytest.mark.gpu

NCCL = "nccl" if distributed.is_nccl_available() else "gloo"


@pytest.mark.parametrize(("backend", "nproc"), [(NCCL, 1), ("gloo", 2)])
def test_one_gpu(gpu, backend, nproc):
    # train_and_report() runs the loop that test_75g writes out.
    ranks = launch(train_and_report, nproc, torch.device("cuda", gpu), backend=backend)
    on_cpu = launch(train_replica, nproc, torch.device("cpu"))

    # Each replica is a RankResult with the lines of the steps and the counts of predictions.
    assert ranks == [(replica, {f"cuda:{gpu}"}) for replica in on_cpu]
