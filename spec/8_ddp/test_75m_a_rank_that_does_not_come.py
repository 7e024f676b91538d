"""Beyond In [74]: over nccl, too, a rank that does not come is named once the timeout has passed.

nccl itself would wait for it without end. So the ranks first meet in the store.

See torch.distributed.TCPStore.
"""

import pytest
from slow import Slow

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.gpu(count=2)


def test_a_rank_that_does_not_come(tmp_path):
    sentence = r"^rank (0|1) did not answer within 2 s: rank (?!\1). failed: .* is here"
    with pytest.raises(RankError, match=sentence):
        launch(id, 2, Slow(tmp_path), backend="nccl", timeout=2)
