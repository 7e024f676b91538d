"""Ranks: where ranks cannot meet, or cannot be forked, the command says so in a sentence.

The chapters that need no ranks are replayed all the same.
"""

import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.faults

UNSHARE = ["unshare", "--user", "--map-root-user", "--net"]


def test_no_loopback(start):
    if not shutil.which("unshare") or subprocess.run([*UNSHARE, "true"], check=False).returncode:
        pytest.skip("needs the right to a network of its own")
    run = start("pt1h", "ddp", "--device", "cpu", before=UNSHARE)

    _, err = run.output()
    assert run.process.returncode == 1
    assert err.startswith(
        "pt1h: rank 0 cannot start: [Errno 101] Network is unreachable (ranks meet"
    )
    assert err.count("\n") == 1


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python takes a shorter folder by itself")
def test_a_long_tmpdir(start, tmp_path):
    folder = tmp_path / ("long" * 20)
    folder.mkdir()
    run = start("pt1h", "--device", "cpu", before=["env", f"TMPDIR={folder}"])

    out, err = run.output()
    assert run.process.returncode == 1
    assert "# 7 gpu" in out
    assert err.startswith("pt1h: rank 0 cannot start: AF_UNIX path too long (ranks meet")
    assert f"TMPDIR: {folder}/" in err
