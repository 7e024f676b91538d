"""Ranks: the command ends in order where its output goes unread, to a full disk, or nowhere.

The exit status is 128 and the signal's number, 141. A full disk is a sentence and 1, and where
there is nowhere to print to nothing is printed.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults


def run(tmp_path, module):
    """The exit status of the shell's pipeline, and what is said on standard error."""
    script = f"set -o pipefail; {sys.executable} -m {module}"
    shell = subprocess.run(
        ["bash", "-c", script],
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    return shell.returncode, shell.stderr


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ("tensors | true", 141, ""),
        ("--help > /dev/full", 1, "pt1h: [Errno 28] No space left on device\n"),
        ("tensors > /dev/full", 1, "pt1h: [Errno 28] No space left on device\n"),
        ("ddp --device cpu <&- >&- 2>&-", 0, ""),
    ],
)
def test_what_is_printed_may_not_be_wanted(options, status, said, tmp_path):
    assert run(tmp_path, f"pt1h {options}") == (status, said)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("pymp")] == []


def test_torchrun_prints_nowhere(tmp_path):
    torchrun = "torch.distributed.run --standalone --local-addr=127.0.0.1 --nproc-per-node=2"
    status, said = run(tmp_path, f"{torchrun} -m pt1h ddp >&-")

    assert status == 0, said
