"""Ranks: each rank brings back how many seconds each of its epochs took.

See torch.nn.parallel.DistributedDataParallel.
"""

import time

import pytest
import torch

from pt1h.ddp import train_toy_distributed

pytestmark = pytest.mark.faults


def test_each_epoch_is_timed():
    start = time.perf_counter()
    replicas = train_toy_distributed(2, torch.device("cpu"))

    passed = time.perf_counter() - start
    for replica in replicas:
        assert len(replica.seconds) == 3
        assert all(seconds > 0 for seconds in replica.seconds)
        assert sum(replica.seconds) < passed
