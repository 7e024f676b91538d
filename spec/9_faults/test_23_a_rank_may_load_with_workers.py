"""Ranks: a rank may load with workers of its own.

See torch.utils.data.DataLoader.
"""

import pytest
from torch.utils.data import DataLoader, get_worker_info

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


class WhoLoads:
    def __getitem__(self, index):
        return get_worker_info().id

    def __len__(self):
        return 2


def worker():
    loader = DataLoader(WhoLoads(), num_workers=2, multiprocessing_context="forkserver")
    return [number.item() for number in loader]


def test_a_rank_may_load_with_workers():
    assert launch(worker, nproc=2) == [[0, 1], [0, 1]]
