"""Beyond In [53]: with batch_size=None a sampler of batches takes each batch out at once.

A DataLoader asks the Dataset for one record after the other, and stacks them. Without a
batch_size of its own it hands over what the sampler gives: here a list of indices, which index a
tensor as well as one does. The batches are the same.

See torch.utils.data.BatchSampler.
"""

import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler


class Counting(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.asked = 0

    def __getitem__(self, index):
        self.asked += 1
        return self.x[index], self.y[index]

    def __len__(self):
        return len(self.y)


def test_a_batch_is_taken_at_once():
    dataset = Counting(torch.randn(11, 2), torch.arange(11))
    one_by_one = list(DataLoader(dataset, batch_size=4))
    assert dataset.asked == 11

    batches = BatchSampler(SequentialSampler(dataset), batch_size=4, drop_last=False)
    together = list(DataLoader(dataset, batch_size=None, sampler=batches))
    assert dataset.asked == 11 + 3

    torch.testing.assert_close(together, one_by_one, rtol=0, atol=0)
