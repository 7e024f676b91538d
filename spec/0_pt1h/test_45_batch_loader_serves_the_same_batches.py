"""pt1h: batch_loader() serves the same batches as a DataLoader, with one dataset lookup per batch.

See torch.utils.data.BatchSampler.
"""

import torch
from torch.utils.data import DataLoader, RandomSampler

from pt1h import ToyDataset
from pt1h.data import batch_loader


class Counting(ToyDataset):
    accesses = 0

    def __getitem__(self, index):
        self.accesses += 1
        return super().__getitem__(index)


def test_batch_loader_serves_the_same_batches():
    dataset = Counting(torch.randn(11, 2), torch.arange(11))

    one_by_one = list(DataLoader(dataset, batch_size=4))
    dataset.accesses = 0
    in_batches = list(batch_loader(dataset, batch_size=4))

    torch.testing.assert_close(in_batches, one_by_one, rtol=0, atol=0)
    assert dataset.accesses == 3


def test_batch_loader_uses_a_sampler():
    dataset = Counting(torch.randn(11, 2), torch.arange(11))
    order = list(RandomSampler(dataset))

    labels = torch.cat([y for _, y in batch_loader(dataset, 4, sampler=order)])

    assert labels.tolist() == order
