"""Ranks: after a restart, torchrun's ranks connect to each other, and never to a dead rank.

torchrun's store survives a restart and still holds the addresses of the dead ranks. Here the ranks
are threads, which start in any order.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from torch.distributed import HashStore

from pt1h.ranks import _store_of_this_attempt


def test_ranks_reconnect_after_a_restart():
    torchruns_store = HashStore()

    def rank(number):
        time.sleep(random.random() / 10)
        store = _store_of_this_attempt(torchruns_store, number, 3)
        return store.add("ranks of this attempt", 1)

    for _ in range(5):
        with ThreadPoolExecutor(3) as pool:
            counts = list(pool.map(rank, range(3)))

        assert sorted(counts) == [1, 2, 3]
