"""Beyond In [52]: each epoch reshuffles the training records, but not the test records.

See torch.utils.data.RandomSampler.
"""

import torch

from pt1h.data import loaders


def test_each_epoch_reshuffles():
    torch.manual_seed(123)
    train_loader, test_loader = loaders(drop_last=False)

    def order(loader):
        return tuple(torch.cat([x for x, _ in loader])[:, 0].tolist())

    # Five records have 120 orders, so ten epochs almost always show more than five of them.
    assert len({order(train_loader) for _ in range(10)}) > 5
    assert len({order(test_loader) for _ in range(10)}) == 1
