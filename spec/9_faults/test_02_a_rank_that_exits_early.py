"""Ranks: if a rank is killed or exits early, even with status 0, launch() names it and the reason.

For example, the kernel kills a rank with SIGKILL if memory runs out.
"""

import os
import signal
import sys

import pytest
from torch import distributed

from pt1h.ranks import RankError, launch


def rank_1_exits(end, argument):
    if distributed.get_rank() == 1:
        end(argument)
    distributed.barrier()


@pytest.mark.parametrize(
    ("end", "argument", "reason"),
    [
        (signal.raise_signal, 9, "killed by SIGKILL"),
        (signal.raise_signal, 11, "killed by SIGSEGV"),
        (os._exit, 0, "exit status 0"),
        (os._exit, 3, "exit status 3"),
        (sys.exit, 0, "exit status 0"),
    ],
)
def test_a_rank_that_exits_early(end, argument, reason):
    for _ in range(3):
        message = f"^rank 1 ended before its function returned: {reason}$"
        with pytest.raises(RankError, match=message):
            launch(rank_1_exits, 2, end, argument)
