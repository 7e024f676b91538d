"""Ranks: a launch that fails midway leaves nothing open or running, and the next one succeeds.

What starts is ended, and what was opened is closed, before the error is raised. The server, whose
processes the ranks are, stays.
"""

import multiprocessing
import os
import resource
from pathlib import Path

import pytest

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def test_too_few_open_files(capfd):
    server, _ = launch(os.getppid, 2)
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
    assert launch(os.getppid, 2) == [server, server]
