"""Ranks: twenty groups can be launched at once on one machine: each keeps to itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import distributed

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def worker(group):
    total = torch.tensor(group)
    distributed.all_reduce(total)
    return int(total)


def test_twenty_launches_at_once():
    with ThreadPoolExecutor(20) as pool:
        totals = list(pool.map(lambda group: launch(worker, 2, group), range(20)))

    assert totals == [[2 * group, 2 * group] for group in range(20)]
