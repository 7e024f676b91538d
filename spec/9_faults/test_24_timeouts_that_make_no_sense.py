"""Ranks: a timeout is a number of seconds, from 0.001 to 1e9; any other is refused at once."""

from datetime import timedelta
from os import getpid

import pytest

from pt1h.command import main
from pt1h.distributed import launch
from pt1h.rank import TIMEOUT, to_timedelta

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("timeout", [0, -1, 0.0009, 1e9 + 1, float("inf"), float("nan")])
def test_timeouts_that_make_no_sense_are_refused(timeout):
    with pytest.raises(ValueError, match=r"seconds, from 0\.001 to 1e9, such as 60$") as refusal:
        launch(getpid, nproc=2, timeout=timeout)

    assert str(refusal.value).startswith(f"timeout is {timeout:g}: give ")


@pytest.mark.parametrize("timeout", [0.001, 0.5, 1e9])
def test_these_make_sense(timeout):
    assert to_timedelta(timeout) == timedelta(seconds=timeout)


def test_the_longest_will_do():
    assert len(launch(getpid, nproc=2, timeout=1e9)) == 2


def test_the_command_takes_a_timeout(capsys):
    assert main(["--device", "cpu", "--timeout", "0"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err == "pt1h: timeout is 0: give seconds, from 0.001 to 1e9, such as 60\n"
    assert TIMEOUT == 60
