"""Ranks: when the agent of torchrun is killed, its ranks end too.

See torch.distributed.run.
"""

import time

import pytest

pytestmark = pytest.mark.faults

SCRIPT = """\
import sys
import time
from pathlib import Path
from pt1h.torchrun import join

def sleep(folder):
    (folder / "here").touch()
    time.sleep(600)

join(sleep, Path(sys.argv[1]), backend="gloo", timeout=60)
"""


def test_an_agent_that_is_killed(start, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    run = start("torch.distributed.run", tmp_path / "script.py", tmp_path)
    while not (tmp_path / "here").exists():
        assert run.process.poll() is None
        time.sleep(0.01)

    run.process.kill()

    assert run.process.wait() < 0
