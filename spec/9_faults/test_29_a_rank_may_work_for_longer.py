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


SCRIPT = """\
import os, time
from pt1h.rank import leave
from pt1h.torchrun import join

def worker():
    time.sleep(4 * int(os.environ["RANK"]))
    return os.environ["RANK"]

print("".join(join(worker, backend="gloo", timeout=2)) + "\\n", end="")
leave(0)
"""


def test_under_torchrun_too(start, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)

    run = start("torch.distributed.run", "--nproc-per-node=2", tmp_path / "script.py")

    out, err = run.output()
    assert (run.process.returncode, out) == (0, "01\n01\n"), err
