"""Beyond In [53]: with batch_size=None and a BatchSampler, each batch is one lookup in the Dataset.

By default, a DataLoader fetches the records one by one, unless the Dataset defines __getitems__(),
and collates them into a batch. With batch_size=None, it passes each item of the sampler to the
Dataset. A BatchSampler returns lists of indices, and a list can index a tensor.

See torch.utils.data.BatchSampler.
"""

import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler


class CountsLookups(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.lookups = 0

    def __getitem__(self, index):
        self.lookups += 1
        return self.x[index], self.y[index]

    def __len__(self):
        return len(self.y)


def test_a_batch_is_one_lookup():
    dataset = CountsLookups(torch.randn(11, 2), torch.arange(11))
    record_by_record = list(DataLoader(dataset, batch_size=4))
    assert dataset.lookups == 11

    dataset.lookups = 0
    sampler = BatchSampler(SequentialSampler(dataset), batch_size=4, drop_last=False)
    batch_by_batch = list(DataLoader(dataset, batch_size=None, sampler=sampler))
    assert dataset.lookups == 3

    torch.testing.assert_close(batch_by_batch, record_by_record, rtol=0, atol=0)
