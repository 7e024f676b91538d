"""Ranks: under torchrun, only the first rank to fail may print an error, and torchrun names it.

torchrun reports the first rank that it sees exit as the root cause. A rank that fails because
another rank failed waits for a second before it exits, so that torchrun ends it first.

See torch.distributed.run.
"""

import re

import pytest

SCRIPT = """\
import os, sys
from torch import distributed
from pt1h.ranks import RankError, launch, leave

def train():
    distributed.barrier()
    if distributed.get_rank() == 1:
        eval(sys.argv[1])
    distributed.barrier()

try:
    launch(train, 3)
except RankError as error:
    print(error)
    leave(1)
"""


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("1 / 0", "rank 1 failed: ZeroDivisionError: division by zero\n"),
        ("os.kill(os.getpid(), 9)", ""),
    ],
)
def test_torchrun_names_the_same_rank(end, message, start, script):
    out, err = start("torch.distributed.run", "--nproc-per-node=3", script, end).output()

    assert out == message
    root_cause = err.partition("Root Cause (first observed failure):")[2]
    assert re.search(r"rank +: 1 ", root_cause)
