"""Ranks: if the disk is full, a run ends with an error message, and its checkpoint stays intact.

Instead of filling a disk, the spec limits the file size. In both cases the kernel rejects the
write.
"""

import sys

import pytest

from pt1h.checkpoint import read


@pytest.mark.skipif(sys.platform != "linux", reason="needs prlimit")
def test_a_full_disk(training, checkpoint):
    import resource

    for pid in training.processes():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4000, 4000))

    _, err = training.output()
    assert training.process.returncode == 1
    failure = f"rank 0 failed: OSError: cannot write checkpoint {checkpoint}: File too"
    assert err.startswith(f"pt1h: {failure}")
    assert read(checkpoint)["epoch"] in (1, 2)
    assert list(checkpoint.parent.iterdir()) == [checkpoint]
