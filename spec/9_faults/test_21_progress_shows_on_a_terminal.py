"""Ranks: a long run shows its progress on a terminal, from rank 0 alone, and nowhere else."""

import os
import pty
import termios

import pytest

from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.faults

COMMAND = ["pt1h", "ddp", "--device", "cpu", "--records", "50000"]


def shown(start, *arguments):
    """What the command shows where its standard error is a terminal."""
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    run = start(*COMMAND, *arguments, stderr=end)
    os.close(end)
    output = b""
    while True:
        try:
            output += os.read(terminal, 1000)
        except OSError:  # Linux says so where the last writer has gone
            break

    assert run.process.wait() == 0
    return output


def test_progress_shows_on_a_terminal(start):
    assert shown(start).count(b"| 0/12 [") == 1


def test_a_resumed_run_shows_what_is_left(start, tmp_path):
    path = tmp_path / "run.pth"
    options = ["--nproc", "1", "--checkpoint", str(path)]
    assert main([*COMMAND[1:], *options]) == 0
    write(read(path) | {"epoch": 1}, path)

    assert b"| 0/14 [" in shown(start, *options)


def test_progress_shows_nowhere_else(capfd):
    assert main(COMMAND[1:]) == 0

    _, err = capfd.readouterr()
    assert err.startswith("[SECONDS] ")
    assert err.count("\n") == 1
