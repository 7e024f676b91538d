"""Ranks: while no other rank waits for it, a rank may compute for longer than the timeout.

See torch.distributed.init_process_group.
"""

import time

from torch import distributed

from pt1h.ranks import launch


def rank_1_computes():
    if distributed.get_rank() == 1:
        time.sleep(3)
    return distributed.get_rank()


def test_a_rank_may_compute_for_longer():
    assert launch(rank_1_computes, 2, timeout=1) == [0, 1]
