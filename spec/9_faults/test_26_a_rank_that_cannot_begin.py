"""Ranks: a rank that cannot begin its work is named, with the cause.

Whoever is missing is found through the store, before gloo or nccl is asked.

See torch.distributed.init_process_group.
"""

from os import getpid

import pytest
from slow import Slow

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def test_a_rank_that_hangs_before_it_works(tmp_path):
    sentence = (
        r"^rank (0|1) did not answer within 2 s: rank (?!\1). failed: .*DistStoreError: .* is here"
    )
    with pytest.raises(RankError, match=sentence):
        launch(id, 2, Slow(tmp_path), timeout=2)


def test_a_backend_that_torch_lacks():
    with pytest.raises(RankError, match=r"^rank (0|1) failed: .*MPI"):
        launch(getpid, 2, backend="mpi")
