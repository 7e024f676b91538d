"""Ranks: each rank computes with one thread, as under torchrun, so that ranks share the cores.

See torch.set_num_threads.
"""

import pytest
import torch

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def test_a_rank_computes_with_one_thread():
    assert launch(torch.get_num_threads, nproc=2) == [1, 1]
