"""Ranks: Ctrl-C, kill or a closed terminal ends a run at once; the exit status is 128 + the signal.

Not a word is said, nothing is left, the checkpoint is whole. Ctrl-C may be pressed twice.
"""

import os
import signal
import time
from signal import SIG_DFL, SIG_IGN, SIGHUP, SIGINT, SIGTERM

import pytest

from pt1h.checkpoint import read

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    ("number", "send"),
    [(SIGINT, os.killpg), (SIGHUP, os.killpg), (SIGTERM, os.kill)],
    ids=["ctrl-c", "terminal", "kill"],
)
def test_signals_end_the_run(number, send, start, tmp_path):
    path = tmp_path / "run.pth"
    command = ["pt1h", "ddp", "--device", "cpu", "--records", "500000", "--checkpoint", path]
    # A shell's background job ignores Ctrl-C, and so would all that it starts.
    run = start(*command, preexec_fn=lambda: signal.signal(number, SIG_DFL))
    run.wait_for_epoch(1, path)

    while run.process.poll() is None:  # pressed again and again
        send(run.process.pid, number)
        time.sleep(0.01)

    out, err = run.output()
    assert run.process.returncode == 128 + number
    assert err == ""
    assert "[TRAIN ACCURACY]" not in out
    assert read(path)["epoch"] >= 1


def test_nohup_goes_on(start):
    run = start("pt1h", "ddp", "--device", "cpu", preexec_fn=lambda: signal.signal(SIGHUP, SIG_IGN))
    for line in run.process.stdout:
        os.kill(run.process.pid, SIGHUP)
        last = line

    assert run.process.wait() == 0
    assert last == "[TRAIN ACCURACY] 100.0% (5 of 5 records)\n"
