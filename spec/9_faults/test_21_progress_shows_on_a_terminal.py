"""Ranks: a long run shows its progress on a terminal, from rank 0 alone, and nowhere else."""

import os
import pty
import termios
import time

import pytest
import torch

from pt1h.ddp import train_toy_distributed

pytestmark = pytest.mark.faults

COMMAND = ["pt1h", "ddp", "--device", "cpu", "--records", "50000"]


def test_progress_shows_on_a_terminal(start):
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    run = start(*COMMAND, stderr=end)
    os.close(end)
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 1000)
        except OSError:  # Linux says so where the last writer has gone
            break

    assert run.process.wait() == 0
    assert shown.count(b"| 0/12 [") == 1


def test_progress_shows_nowhere_else(start):
    _, err = start(*COMMAND).process.communicate()

    assert err.startswith("[SECONDS] ")
    assert err.count("\n") == 1


def test_each_epoch_is_timed():
    start = time.perf_counter()
    replicas = train_toy_distributed(2, torch.device("cpu"))

    passed = time.perf_counter() - start
    for replica in replicas:
        assert len(replica.seconds) == 3
        assert all(seconds > 0 for seconds in replica.seconds)
        assert sum(replica.seconds) < passed
