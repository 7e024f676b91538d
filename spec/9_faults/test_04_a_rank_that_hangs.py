"""Ranks: a rank that does not come to a collective is named once the timeout has passed.

See torch.distributed.init_process_group.
"""

import re
import time
from pathlib import Path

import pytest
from torch import distributed
from torch.distributed import distributed_c10d

from pt1h.distributed import RankError, launch

pytestmark = pytest.mark.faults


def sleeps():
    if distributed.get_rank() == distributed.get_world_size() - 1:
        time.sleep(600)
    distributed.barrier()


def waits_for_more():
    if distributed.get_rank() == 1:
        distributed.barrier()


def waits_for_a_word():
    distributed_c10d._get_default_store().get("what no rank sets")


@pytest.mark.parametrize(
    ("worker", "nproc", "sentence"),
    [
        (sleeps, 2, "rank 1 did not answer within 2 s: rank 0 failed: .*(?i:timed out|timeout)"),
        (sleeps, 4, "rank 3 did not answer within 2 s: rank . failed: .*(?i:timed out|timeout)"),
        (waits_for_more, 2, "rank 1 failed: .*(?i:timed out|timeout)"),
        (waits_for_a_word, 1, "rank 0 failed: .*(?i:timed out|timeout)"),
    ],
)
def test_a_rank_that_hangs(worker, nproc, sentence):
    start = time.monotonic()
    with pytest.raises(RankError, match=f"^{sentence}"):
        launch(worker, nproc, timeout=2)

    assert time.monotonic() - start > 2


SCRIPT = """\
import time
from torch import distributed
from pt1h.distributed import RankError, leave
from pt1h.torchrun import join

def worker():
    if distributed.get_rank() == 1:
        time.sleep(600)
    distributed.barrier()

try:
    join(worker, backend="gloo", timeout=2)
except RankError as error:
    print(error)
    leave(1)
"""


def test_torchrun_does_not_wait_for_longer(start, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    run = start("torch.distributed.run", "--nproc-per-node=2", script)

    out, _ = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert re.match("rank 0 failed: .*(timed out|timeout)", out, re.IGNORECASE)
