"""Said after In [74]: after every step all ranks hold the same weights, bit for bit.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.data import x_train, y_train
from pt1h.training import iter_steps


def worker():
    ddp = DistributedDataParallel(NeuralNetwork(2, 2))
    train_ds = ToyDataset(x_train, y_train)
    loader = DataLoader(train_ds, batch_size=2, sampler=DistributedSampler(train_ds))
    return [
        (step.loss, parameters_to_vector(ddp.parameters()).detach())
        for step in iter_steps(ddp, loader)
    ]


def test_ranks_hold_the_same_weights(ranks):
    steps_0, steps_1 = ranks

    assert len(steps_0) == 6
    for (loss_0, weights_0), (loss_1, weights_1) in zip(steps_0, steps_1, strict=True):
        assert not torch.equal(loss_0, loss_1)
        assert torch.equal(weights_0, weights_1)
