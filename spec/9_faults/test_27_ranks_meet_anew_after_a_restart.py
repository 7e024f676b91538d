"""Ranks: ranks that torchrun starts again meet each other, and nothing that the first ones left.

torchrun keeps its store over a restart. The ranks are threads here, and start in any order.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from torch.distributed import HashStore

from pt1h.torchrun import _store_of_this_attempt

pytestmark = pytest.mark.faults


def test_ranks_meet_anew_after_a_restart():
    torchruns = HashStore()

    def rank(number):
        time.sleep(random.random() / 10)
        store = _store_of_this_attempt(torchruns, number, 3)
        return store.add("ranks that met here", 1)

    for _ in range(5):
        with ThreadPoolExecutor(3) as pool:
            met = list(pool.map(rank, range(3)))

        assert sorted(met) == [1, 2, 3]
