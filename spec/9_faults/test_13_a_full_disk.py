"""Ranks: on a full disk a run ends in a sentence, and the checkpoint that was there stays whole.

A limit on the size of a file stands for the disk: the kernel refuses the write in both.
"""

import resource

import pytest

from pt1h.checkpoint import read

pytestmark = pytest.mark.faults

COMMAND = ["pt1h", "ddp", "--device", "cpu", "--checkpoint"]


def test_a_full_disk(start, tmp_path):
    path = tmp_path / "folder" / "run.pth"
    path.parent.mkdir()

    full = start(
        *COMMAND,
        path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
    )
    _, err = full.output()

    assert full.process.returncode == 1
    sentence = f"cannot write checkpoint {path}: File too large: give a file in a folder"
    assert err.startswith(f"pt1h: rank 0 failed: OSError: {sentence}")
    assert list(path.parent.iterdir()) == []


def test_a_disk_that_fills_up(start, tmp_path):
    path = tmp_path / "folder" / "run.pth"
    path.parent.mkdir()
    run = start(*COMMAND, path, "--records", "500000")
    run.wait_for_epoch(1, path)

    for pid in run.processes():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4000, 4000))

    _, err = run.output()
    assert run.process.returncode == 1
    assert err.startswith(f"pt1h: rank 0 failed: OSError: cannot write checkpoint {path}: File too")
    assert read(path)["epoch"] in (1, 2)
    assert list(path.parent.iterdir()) == [path]
