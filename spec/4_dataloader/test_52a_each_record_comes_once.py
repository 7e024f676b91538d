"""Claim at In [52]: without drop_last, an epoch returns each of five records once, in any order.

See torch.utils.data.RandomSampler.
"""

import torch

from pt1h.data import loaders, x_train


def test_each_record_comes_once():
    train_loader, _ = loaders(drop_last=False)

    for seed in range(20):
        torch.manual_seed(seed)
        epoch = torch.cat([x for x, _ in train_loader])
        assert sorted(epoch.tolist()) == sorted(x_train.tolist())
