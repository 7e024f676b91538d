"""Ranks: the server that forks the ranks can be stopped at once, even while it imports torch."""

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.faults

SERVER = """\
import os
from multiprocessing.forkserver import _forkserver
from pt1h.distributed import stop_server, warm_up
stop_server()
warm_up()
stop_server()
print(os.waitstatus_to_exitcode(os.waitpid(_forkserver._forkserver_pid, 0)[1]))
"""


def test_the_server_is_ended_too():
    out = subprocess.check_output([sys.executable, "-c", SERVER], text=True)

    assert int(out) == -signal.SIGKILL
