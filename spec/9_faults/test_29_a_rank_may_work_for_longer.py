"""Ranks: a rank may work for longer than the timeout, which counts in collectives alone.

See torch.distributed.init_process_group.
"""

import time

import pytest
from torch import distributed

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def worker():
    if distributed.get_rank() == 1:
        time.sleep(4)
    return distributed.get_rank()


def test_a_rank_may_work_for_longer():
    assert launch(worker, nproc=2, timeout=2) == [0, 1]
