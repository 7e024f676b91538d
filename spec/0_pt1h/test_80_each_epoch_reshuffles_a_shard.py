"""pt1h: each epoch reshuffles a rank's shard, with batch_loader() as well as with a DataLoader.

The order of a DistributedSampler depends on its seed and its epoch. Unless the loop calls
set_epoch(), every epoch repeats the order of the first.

See torch.utils.data.distributed.DistributedSampler.
"""

import pytest
import torch
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import batch_loader


@pytest.mark.parametrize("make_loader", [DataLoader, batch_loader])
def test_each_epoch_reshuffles_a_shard(make_loader):
    order = []

    class Recording(ToyDataset):
        def __getitem__(self, index):
            order.extend(torch.tensor(index).reshape(-1).tolist())
            return super().__getitem__(index)

    dataset = Recording(torch.randn(16, 2), torch.arange(16) % 2)
    sampler = DistributedSampler(dataset, num_replicas=2, rank=1)

    train(NeuralNetwork(2, 2), make_loader(dataset, 4, sampler=sampler), num_epochs=2)

    assert len(order) == 2 * 8
    assert order[:8] != order[8:]
