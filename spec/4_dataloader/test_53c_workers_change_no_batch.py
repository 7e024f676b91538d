"""Beyond In [53]: the batches are the same whatever the number of workers.

See torch.utils.data.DataLoader.
"""

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import ToyDataset
from pt1h.data import x_train, y_train


# torch warns of more workers than cores, which is no matter for five records.
@pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning")
def test_workers_change_no_batch(shared_memory):
    def epoch(**workers):
        torch.manual_seed(123)
        return list(DataLoader(ToyDataset(x_train, y_train), batch_size=2, shuffle=True, **workers))

    alone = epoch(num_workers=0)
    helped = epoch(num_workers=2, multiprocessing_context="forkserver")

    for (x, y), (same_x, same_y) in zip(alone, helped, strict=True):
        assert torch.equal(x, same_x)
        assert torch.equal(y, same_y)
