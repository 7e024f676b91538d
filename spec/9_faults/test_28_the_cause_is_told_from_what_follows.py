"""Ranks: a rank that ended without a word is the cause, else one that raised, else one not there.

The end of one rank makes the others fail, and they may be noticed in any order.
"""

from os import getpid

import pytest
from torch.distributed import DistNetworkError

from pt1h.distributed import _cause
from pt1h.rank import Group, RankError, failure, to_timedelta

pytestmark = pytest.mark.faults

KILLED = RankError("rank 1 ended before its function returned: killed by SIGKILL")
RAISED = KeyError("a")
CLOSED = RuntimeError("[/third_party/gloo/pair.cc:5] Connection closed by peer")
UNHEARD = DistNetworkError("failed to recv, got 0 bytes")
LATE = RuntimeError("[/third_party/gloo/buffer.cc:8] Timed out waiting 2000ms")
RETURNED = [None]


@pytest.mark.parametrize(
    ("said", "passed", "sentence"),
    [
        ({2: CLOSED, 1: KILLED}, 0.1, "rank 1 ended before its function returned: killed by"),
        ({2: UNHEARD, 1: RAISED}, 0.1, "rank 1 failed: KeyError: 'a'"),
        ({1: RAISED, 2: LATE}, 3, "rank 1 failed: KeyError: 'a'"),
        ({1: RAISED}, 3, "rank 1 failed: KeyError: 'a'"),
        ({2: CLOSED}, 3, "rank 2 failed: RuntimeError: [/third_party/gloo/pair.cc:5] Connection"),
        ({2: LATE}, 1, "rank 2 failed: RuntimeError: [/third_party/gloo/buffer.cc:8] Timed"),
        ({1: CLOSED, 2: LATE}, 2, "rank 0 did not answer within 2 s: rank 2 failed: "),
        ({0: RETURNED, 2: LATE}, 3, "rank 1 did not answer within 2 s: rank 2 failed: "),
        (
            {0: RETURNED, 2: LATE, 1: RETURNED},
            3,
            "rank 0 had returned, and did not answer within 2 s: rank 2 failed: ",
        ),
        ({2: LATE, 0: DistNetworkError("timeout"), 1: LATE}, 3, "rank 2 failed: "),
    ],
)
def test_the_cause_is_told_from_what_follows(said, passed, sentence):
    said = {
        rank: word if word in (KILLED, RETURNED) else failure(rank, word)
        for rank, word in said.items()
    }

    error = _cause(said, Group(getpid, 3, "gloo", to_timedelta(2)), passed)

    assert str(error).startswith(sentence)
