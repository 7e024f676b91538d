"""Ranks: the end of a rank is told in a sentence, whatever it raised, returned or was killed by."""

import re
from signal import raise_signal

import pytest
from torch.distributed import DistBackendError

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


class NoWordsError(Exception):
    def __str__(self):
        raise ArithmeticError


class TwoWordsError(Exception):
    """Cannot be made again from its pickle, which holds one argument."""

    def __init__(self, one, two):
        super().__init__(one + two)


def fails(error, *args):
    raise error(*args)


def adds_a_note():
    error = LookupError("no such file")
    error.add_note("it was moved")
    raise error


def lacks_memory():
    segment = "Error while creating shared memory segment /dev/shm/nccl-1 (size 9637888)"
    raise DistBackendError(f"NCCL error in: NCCLUtils.cpp:80\nLast error:\n{segment}")


@pytest.mark.parametrize(
    ("worker", "args", "sentence"),
    [
        (fails, [NoWordsError], "rank 0 failed: .*NoWordsError: <exception str.. failed>"),
        (fails, [KeyError, "a" * 9 * 2**20], "rank 0 failed: KeyError: 'aaa"),
        (adds_a_note, [], "rank 0 failed: LookupError: no such file\nit was moved$"),
        (lacks_memory, [], "(?s)rank 0 failed: .*shared memory.* docker run --shm-size=1g$"),
        (TwoWordsError, ["one", "two"], "rank 0 failed: TypeError: .*missing 1 required"),
        (raise_signal, [15], "rank 0 ended before its function returned: killed by SIGTERM$"),
        (raise_signal, [40], "rank 0 ended before its function returned: killed by signal 40$"),
    ],
)
def test_whatever_a_rank_has_to_say(worker, args, sentence, capfd):
    with pytest.raises(RankError) as failure:
        launch(worker, 1, *args)

    assert re.match(sentence, str(failure.value))
    assert capfd.readouterr() == ("", "")
