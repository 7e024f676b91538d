"""Ranks: if the launcher is killed, its ranks end and remove the launch's temporary files."""

import pytest

pytestmark = pytest.mark.faults


def test_a_launcher_that_is_killed(start, tmp_path):
    path = tmp_path / "run.pth"
    run = start("pt1h", "ddp", "--device", "cpu", "--records", "500000", "--checkpoint", path)
    run.wait_for_epoch(1, path)

    run.process.kill()

    # The fixture start fails the spec if a process or a temporary file of the run is left.
    assert run.process.wait() < 0
