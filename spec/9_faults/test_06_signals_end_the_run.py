"""Ranks: Ctrl-C, kill or a closed terminal ends a run with exit status 128 plus the signal number.

The command prints no error, and the checkpoint stays intact. Pressing Ctrl-C twice has the same
effect as pressing it once.
"""

import os
import signal
import time

import pytest

from pt1h.checkpoint import read

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", "SIGTERM"])
def test_signals_end_the_run(name, start, tmp_path):
    number = getattr(signal, name)
    send = os.kill if name == "SIGTERM" else os.killpg
    path = tmp_path / "run.pth"
    command = ["pt1h", "ddp", "--device", "cpu", "--records", "500000", "--checkpoint", path]
    # In a background job of a shell, SIGINT is ignored, and a command would inherit that.
    run = start(*command, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    run.wait_for_epoch(1, path)

    while run.process.poll() is None:
        send(run.process.pid, number)
        time.sleep(0.01)

    out, err = run.output()
    assert (run.process.returncode, err) == (128 + number, "")
    assert "[TRAIN ACCURACY]" not in out
    assert read(path)["epoch"] >= 1


def test_nohup_is_respected(start):
    ignore = signal.signal, signal.SIGHUP, signal.SIG_IGN
    run = start("pt1h", "ddp", "--device", "cpu", preexec_fn=lambda: ignore[0](*ignore[1:]))
    lines = []
    for line in run.process.stdout:
        os.kill(run.process.pid, signal.SIGHUP)
        lines.append(line)

    assert run.process.wait() == 0
    assert lines[-1] == "[TRAIN ACCURACY] 100.0% (5 of 5 records)\n"
