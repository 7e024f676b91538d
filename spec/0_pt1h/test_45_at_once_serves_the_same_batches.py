"""pt1h: at_once() serves the batches of a DataLoader, and indexes the dataset once for each.

See torch.utils.data.BatchSampler.
"""

import pytest
import torch
from torch.utils.data import DataLoader, RandomSampler

from pt1h import ToyDataset
from pt1h.data import at_once


class Counting(ToyDataset):
    asked = 0

    def __getitem__(self, index):
        self.asked += 1
        return super().__getitem__(index)


@pytest.mark.parametrize("drop_last", [False, True])
def test_at_once_serves_the_same_batches(drop_last):
    dataset = Counting(torch.randn(11, 2), torch.arange(11))

    in_order = list(DataLoader(dataset, batch_size=4, drop_last=drop_last))
    dataset.asked = 0
    together = list(at_once(dataset, 4, drop_last=drop_last))

    torch.testing.assert_close(together, in_order, rtol=0, atol=0)
    assert dataset.asked == len(in_order) == 3 - drop_last


def test_at_once_takes_a_sampler():
    dataset = Counting(torch.randn(11, 2), torch.arange(11))
    order = list(RandomSampler(dataset))

    labels = torch.cat([y for _, y in at_once(dataset, 4, sampler=order)])

    assert labels.tolist() == order
