"""Claim after In [74]: each rank is a separate process.

See torch.distributed.get_rank.
"""

import os

from torch import distributed


def rank_function():
    return distributed.get_rank(), distributed.get_world_size(), os.getpid()


# The fixture ranks runs rank_function() on two ranks, and returns both results.
def test_each_rank_is_a_process(ranks):
    (rank_0, size_0, pid_0), (rank_1, size_1, pid_1) = ranks

    assert (rank_0, rank_1) == (0, 1)
    assert (size_0, size_1) == (2, 2)
    assert len({pid_0, pid_1, os.getpid()}) == 3
