"""Beyond In [74]: two ranks with batches of 2 train like one process with batches of 4.

The mean of the two ranks' means over 2 records each equals the mean over all 4, up to rounding.
Each rank takes every second record of the shuffled order, so the ranks' two batches of 2 together
hold the records of one batch of 4.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset, train


def start():
    torch.manual_seed(123)
    x = torch.randn(16, 2)
    return ToyDataset(x, (x[:, 0] > 0).long()), NeuralNetwork(2, 2)


def rank_function():
    dataset, model = start()
    loader = DataLoader(dataset, batch_size=2, sampler=DistributedSampler(dataset))
    return trajectory(DistributedDataParallel(model), loader)


def trajectory(model, loader):
    weights = []
    for _ in range(3):
        train(model, loader, num_epochs=1, lr=0.5)
        weights.append(parameters_to_vector(model.parameters()).detach())
    return weights


def test_two_ranks_train_as_one_process(ranks):
    rank_0, rank_1 = ranks

    dataset, model = start()
    same_shuffle = DistributedSampler(dataset, num_replicas=1, rank=0)
    alone = trajectory(model, DataLoader(dataset, batch_size=4, sampler=same_shuffle))

    assert len(alone) == 3
    for weights_0, weights_1, weights in zip(rank_0, rank_1, alone, strict=True):
        assert torch.equal(weights_0, weights_1)
        torch.testing.assert_close(weights_0, weights)
