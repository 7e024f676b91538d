"""Ranks: a timeout is a number of seconds, above 0 and finite; another is refused at once."""

from datetime import timedelta
from os import getpid

import pytest

from pt1h.command import main
from pt1h.distributed import TIMEOUT, _wait, launch

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_timeouts_that_make_no_sense_are_refused(timeout):
    with pytest.raises(
        ValueError, match=f"^timeout is {timeout}: give seconds, above 0 and finite, such as 60$"
    ):
        launch(getpid, nproc=2, timeout=timeout)


def test_a_part_of_a_second_is_a_timeout():
    assert _wait(0.5) == timedelta(milliseconds=500)


def test_the_command_takes_a_timeout(capsys):
    assert main(["ddp", "--device", "cpu", "--timeout", "0"]) == 2

    assert capsys.readouterr().err.startswith("pt1h: timeout is 0.0: give seconds, above 0")
    assert TIMEOUT == 60
