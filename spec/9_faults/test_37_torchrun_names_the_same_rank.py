"""Ranks: under torchrun only the rank that is the cause speaks, and torchrun's table names it.

torchrun takes the first that it sees end. Those that fail for want of another wait a second.

See torch.distributed.run.
"""

import re

import pytest

pytestmark = pytest.mark.faults

SCRIPT = """\
import os
import sys
import time
from torch import distributed
from pt1h.rank import RankError, leave
from pt1h.torchrun import join

def train():
    distributed.barrier()
    if distributed.get_rank() == 1:
        eval(sys.argv[1])
    distributed.barrier()

try:
    join(train, backend="gloo", timeout=float(sys.argv[2]))
except RankError as error:
    print(error)
    leave(1)
"""


@pytest.mark.parametrize(
    ("end", "timeout", "said", "cause"),
    [
        ("1 / 0", 60, "rank 1 failed: ZeroDivisionError: division by zero\n", "1"),
        ("os.kill(os.getpid(), 9)", 60, "", "1"),
        ("time.sleep(600)", 2, "rank (0|2) failed: .*(?i:timed out|timeout)", "0|2"),
    ],
    ids=["raises", "killed", "hangs"],
)
def test_torchrun_names_the_same_rank(end, timeout, said, cause, start, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    torchrun = ["torch.distributed.run", "--nproc-per-node=3", tmp_path / "script.py"]

    out, err = start(*torchrun, end, timeout).output()

    assert re.match(said or "$", out)
    root = err.partition("Root Cause (first observed failure):")[2]
    assert re.search(rf"rank +: ({cause}) ", root)
