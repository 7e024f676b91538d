"""Beyond In [74]: two ranks with batches of 2 train as one process with batches of 4.

The mean of two means over 2 records is the mean over the 4, but for the rounding.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.training import iter_steps


def start():
    torch.manual_seed(123)
    x = torch.randn(16, 2)
    return ToyDataset(x, (x[:, 0] > 0).long()), NeuralNetwork(2, 2)


def worker():
    dataset, model = start()
    loader = DataLoader(dataset, batch_size=2, sampler=DistributedSampler(dataset))
    return trajectory(DistributedDataParallel(model), loader)


def trajectory(model, loader):
    return [
        (step.loss, parameters_to_vector(model.parameters()).detach())
        for step in iter_steps(model, loader)
    ]


def test_two_ranks_train_as_one_process(ranks):
    rank_0, rank_1 = ranks

    dataset, model = start()
    same_shuffle = DistributedSampler(dataset, num_replicas=1, rank=0)
    alone = trajectory(model, DataLoader(dataset, batch_size=4, sampler=same_shuffle))

    assert len(alone) == 3 * 4
    for (loss_0, weights), (loss_1, _), (loss, same) in zip(rank_0, rank_1, alone, strict=True):
        torch.testing.assert_close((loss_0 + loss_1) / 2, loss)
        torch.testing.assert_close(weights, same)
