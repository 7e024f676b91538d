"""pt1h: the command exits without a traceback if the reader closes the pipe or the disk is full.

The exit status is 141, as for SIGPIPE, if the reader closes the pipe. If the disk is full, the exit
status is 1, with an error message.
"""

import subprocess
import sys

import pytest

from pt1h_tools.environment import ROOT, own_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix shell")


@pytest.mark.parametrize(
    ("redirection", "status", "message"),
    [
        ("| true", 141, ""),
        ("> /dev/full", 1, "pt1h: [Errno 28] No space left on device\n"),
    ],
)
def test_output_that_cannot_be_written(redirection, status, message):
    shell = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m pt1h tensors {redirection}"],
        cwd=ROOT,
        env=own_environment(PYTHONUNBUFFERED=""),
        capture_output=True,
        text=True,
    )

    assert (shell.returncode, shell.stderr) == (status, message)
