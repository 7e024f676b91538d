"""Ranks: what cannot be started here is said at once, and the next launch finds nothing in its way.

No loopback, a TMPDIR too long for a socket's path, too few open files.
"""

import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults

UNSHARE = ["unshare", "--user", "--map-root-user", "--net"]


def test_no_loopback(start):
    if not shutil.which("unshare") or subprocess.run([*UNSHARE, "true"], check=False).returncode:
        pytest.skip("needs the right to a network of its own")
    run = start("pt1h", "ddp", "--device", "cpu", before=UNSHARE)

    _, err = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert err.startswith(
        "pt1h: rank 0 cannot start: [Errno 101] Network is unreachable (ranks meet"
    )
    assert err.count("\n") == 1


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python takes a shorter folder by itself")
def test_a_long_tmpdir(tmp_path):
    folder = tmp_path / ("long" * 20)
    folder.mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "pt1h", "--device", "cpu"],
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "# 7 gpu" in run.stdout
    assert run.stderr.startswith("pt1h: rank 0 cannot start: AF_UNIX path too long (ranks meet")
    assert f"TMPDIR: {folder}/" in run.stderr


def test_too_few_open_files(capfd):
    assert launch(abs, 2, -1) == [1, 1]
    held = len([*Path("/dev/fd").iterdir()])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (held + 20, hard))
    try:
        with pytest.raises(RankError, match=r"^rank \d+ cannot start: .*Too many open files"):
            launch(abs, 20, -1)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert capfd.readouterr() == ("", "")
    assert multiprocessing.active_children() == []
    assert len([*Path("/dev/fd").iterdir()]) <= held + 2
    assert launch(abs, 2, -1) == [1, 1]
