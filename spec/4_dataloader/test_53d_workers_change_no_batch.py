"""Beyond In [53]: the shuffle does not depend on the number of workers.

The main process draws the order of the records, so the batches are the same as well. A Dataset that
draws random numbers is an exception, because each worker has its own seed.

See torch.utils.data.DataLoader.
"""

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import ToyDataset
from pt1h.data import x_train, y_train
from pt1h.ranks import START_METHOD


# torch warns if there are more workers than cores, which is harmless for five records.
@pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning")
def test_workers_change_no_batch(shared_memory):
    def epoch(**workers):
        torch.manual_seed(123)
        return list(DataLoader(ToyDataset(x_train, y_train), batch_size=2, shuffle=True, **workers))

    without_workers = epoch(num_workers=0)
    with_workers = epoch(num_workers=2, multiprocessing_context=START_METHOD)

    for (x, y), (same_x, same_y) in zip(without_workers, with_workers, strict=True):
        assert torch.equal(x, same_x)
        assert torch.equal(y, same_y)
