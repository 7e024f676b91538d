"""Ranks: the cause is a rank that ended without a word, else the first to fail, or whom it awaited.

The end of one rank makes the others fail, and they may be noticed in any order.
"""

from pickle import dumps
from types import SimpleNamespace

import pytest
from torch.distributed import HashStore

from pt1h.distributed import _cause, _wait

pytestmark = pytest.mark.faults


def cause(*ended, first):
    """What launch() raises where each rank has ended so: its exit code, and what it left."""
    store = HashStore()
    store.set("first failure", str(first))
    for rank, (_, left) in enumerate(ended):
        if left == "result":
            store.set(f"result {rank}", dumps(None))
        elif left:
            store.set(f"failure {rank}", dumps((f"rank {rank} failed: {left}", "Traceback")))
    processes = [SimpleNamespace(exitcode=exitcode) for exitcode, _ in ended]
    return _cause(processes, store, _wait(2))


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        ([(1, "closed"), (-9, "")], "rank 1 ended before its worker returned: killed by SIGKILL"),
        ([(1, "closed"), (3, "")], "rank 1 ended before its worker returned: exit status 3"),
        ([(0, ""), (1, "closed")], "rank 0 ended before its worker returned: exit status 0"),
    ],
)
def test_a_rank_that_ends_without_a_word_is_the_cause(ended, sentence):
    assert str(cause(*ended, first=0)) == sentence


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [
        ([(1, "closed"), (1, "KeyError")], "rank 1 failed: KeyError"),
        ([(None, ""), (1, "KeyError")], "rank 1 failed: KeyError"),
        ([(None, "result"), (1, "timeout")], "rank 1 failed: timeout"),
        (
            [(None, "result"), (1, "timeout"), (None, "")],
            "rank 2 did not answer within 2 s: rank 1 failed: timeout",
        ),
        (
            [(None, ""), (1, "Timed out"), (None, "")],
            "rank 0 did not answer within 2 s: rank 1 failed: Timed out",
        ),
    ],
)
def test_else_the_first_to_fail_or_whom_it_waited_for(ended, sentence):
    error = cause(*ended, first=1)

    assert str(error) == sentence
    assert error.__notes__ == ["Traceback"]
