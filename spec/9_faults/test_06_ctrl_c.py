"""Ranks: Ctrl-C ends the run in a moment, with exit status 130, and keeps the checkpoint."""

import os
import signal
import subprocess
import sys

import pytest

from pt1h.checkpoint import read

pytestmark = pytest.mark.faults


def test_ctrl_c(start, tmp_path):
    path = tmp_path / "run.pth"
    # A shell's background job ignores it, and so would all that it starts.
    as_it_was = signal.signal(signal.SIGINT, signal.default_int_handler)
    run = start("pt1h", "ddp", "--device", "cpu", "--records", "1000000", "--checkpoint", path)
    signal.signal(signal.SIGINT, as_it_was)
    run.wait_for_epoch(1, path)

    # A terminal sends it to all processes of the run.
    os.killpg(run.process.pid, signal.SIGINT)

    _, err = run.process.communicate()
    assert run.process.returncode == 130
    assert err == ""
    assert read(path)["epoch"] >= 1


SERVER = """\
import os
from multiprocessing.forkserver import _forkserver
from pt1h.distributed import stop_server, warm_up
stop_server()
warm_up()
stop_server()
print(os.waitstatus_to_exitcode(os.waitpid(_forkserver._forkserver_pid, 0)[1]))
"""


def test_a_server_that_still_imports_is_ended_too():
    out = subprocess.check_output([sys.executable, "-c", SERVER], text=True, timeout=60)

    assert int(out) == -signal.SIGKILL
