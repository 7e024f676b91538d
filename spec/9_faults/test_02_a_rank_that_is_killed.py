"""Ranks: a rank that is killed is named, though its end makes the others fail.

SIGKILL is what the kernel sends where memory runs out.
"""

import os
import signal

import pytest
from torch import distributed

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def worker():
    if distributed.get_rank() == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    distributed.barrier()


def test_a_rank_that_is_killed():
    for _ in range(10):
        sentence = "^rank 1 ended before its function returned: killed by SIGKILL$"
        with pytest.raises(RankError, match=sentence):
            launch(worker, nproc=2)
