"""Ranks: a DataLoader's worker in a rank ends with its epoch: no thread of ours holds it up.

See torch.utils.data.DataLoader.
"""

import threading

import pytest
from torch.utils.data import DataLoader

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


class Threads:
    """How many threads this process waits for as it ends: its own alone."""

    def __getitem__(self, index):
        return sum(not thread.daemon for thread in threading.enumerate())

    def __len__(self):
        return 1


def loads():
    return [count.item() for count in DataLoader(Threads(), num_workers=1)]


def test_a_worker_ends_with_its_epoch():
    assert launch(loads, 1) == [[1]]
