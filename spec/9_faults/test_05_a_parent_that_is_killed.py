"""Ranks: where the process that launched them is killed, the ranks end, and leave no file."""

import pytest

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("stop", ["kill", "terminate"])
def test_a_parent_that_is_killed(start, stop, tmp_path):
    path = tmp_path / "run.pth"
    run = start("pt1h", "ddp", "--device", "cpu", "--records", "1000000", "--checkpoint", path)
    run.wait_for_epoch(1, path)

    getattr(run.process, stop)()

    assert run.process.wait() < 0
