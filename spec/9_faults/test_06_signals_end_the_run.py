"""Ranks: Ctrl-C, kill or a closed terminal ends a run with exit status 128 plus the signal number.

The command prints no error, and the checkpoint stays intact. Pressing Ctrl-C twice has the same
effect as pressing it once.
"""

import os
import signal
import time

import pytest

from pt1h import hour
from pt1h.checkpoint import read
from pt1h.command import main


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", "SIGTERM"])
def test_signals_end_the_run(name, start, command, checkpoint):
    number = getattr(signal, name)
    send = os.kill if name == "SIGTERM" else os.killpg
    # Background jobs of a script ignore SIGINT, and their commands would inherit that.
    run = start("pt1h", *command, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    run.wait_for_an_epoch(checkpoint)

    while run.process.poll() is None:
        send(run.process.pid, number)
        time.sleep(0.01)

    out, err = run.output()
    assert (run.process.returncode, err) == (128 + number, "")
    assert "[TRAIN ACCURACY]" not in out
    assert read(checkpoint)["epoch"] >= 1


def test_nohup_is_respected(monkeypatch):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    monkeypatch.setattr(hour, "tensors", lambda: os.kill(os.getpid(), signal.SIGHUP))
    try:
        assert main(["tensors"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)
