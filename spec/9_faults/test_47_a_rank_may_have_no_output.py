"""Ranks: a rank whose output is closed or full ends in order, and prints into no other file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults


def test_no_file_of_a_ranks_takes_the_number_of_what_is_closed(start, tmp_path):
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"]
    options = ["--device", "cpu", "--records", 1_000_000, "--checkpoint", tmp_path / "run.pth"]

    run = start("pt1h", "ddp", *options, before=closed)

    run.wait_for_epoch(1, tmp_path / "run.pth")
    opened = [Path(f"/proc/{rank}/fd/{n}").readlink() for rank in run.ranks() for n in (1, 2)]
    run.process.terminate()
    assert opened == [Path(os.devnull)] * 4


@pytest.mark.parametrize(
    "output", ["sys.stdout.close()", "sys.stdout = open('/dev/full', 'w'); print()"]
)
def test_a_rank_may_close_or_fill_its_output(output):
    code = f"import sys; from pt1h.rank import leave; {output}; leave(3)"
    rank = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (rank.returncode, rank.stderr) == (3, "")
