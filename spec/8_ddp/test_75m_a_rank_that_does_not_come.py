"""Beyond In [74]: over nccl, too, a rank that does not come is named once the timeout has passed.

nccl itself would wait for it without end. So the ranks first meet in the store.

See torch.distributed.TCPStore.
"""

import time

import pytest

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.gpu(count=2)


class Slow:
    """It arrives at once in the rank that is first to ask for it, and never in another."""

    def __init__(self, folder):
        self.folder = folder

    def __setstate__(self, state):
        try:
            (state["folder"] / "here").mkdir()
        except FileExistsError:
            time.sleep(600)


def test_a_rank_that_does_not_come(tmp_path):
    with pytest.raises(
        RankError, match=r"^rank (0|1) did not answer within 2 s: rank (0|1) failed"
    ):
        launch(id, 2, Slow(tmp_path), backend="nccl", timeout=2)
