"""Ranks: if the disk is full, a run ends with an error message, and its checkpoint stays intact.

Instead of filling a disk, the spec limits the file size. In both cases the kernel rejects the
write.
"""

import sys

import pytest

from pt1h.checkpoint import read

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="needs prlimit"),
]


def test_a_full_disk(start, tmp_path):
    import resource

    path = tmp_path / "run.pth"
    run = start("pt1h", "ddp", "--device", "cpu", "--records", "500000", "--checkpoint", path)
    run.wait_for_epoch(1, path)

    for pid in run.processes():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4000, 4000))

    _, err = run.output()
    assert run.process.returncode == 1
    assert err.startswith(f"pt1h: rank 0 failed: OSError: cannot write checkpoint {path}: File too")
    assert read(path)["epoch"] in (1, 2)
    assert list(tmp_path.iterdir()) == [path]
