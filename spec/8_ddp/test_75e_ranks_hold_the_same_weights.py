"""Claim after In [74]: after every step all ranks hold the same weights, bit for bit.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.data import x_train, y_train


def rank_function():
    ddp = DistributedDataParallel(NeuralNetwork(2, 2))
    optimizer = torch.optim.SGD(ddp.parameters(), lr=0.5)
    train_ds = ToyDataset(x_train, y_train)
    loader = DataLoader(train_ds, batch_size=2, sampler=DistributedSampler(train_ds))
    steps = []
    for _ in range(3):
        for features, labels in loader:
            loss = F.cross_entropy(ddp(features), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps.append((loss.detach(), parameters_to_vector(ddp.parameters()).detach()))
    return steps


def test_ranks_hold_the_same_weights(ranks):
    steps_0, steps_1 = ranks

    assert len(steps_0) == 6
    for (loss_0, weights_0), (loss_1, weights_1) in zip(steps_0, steps_1, strict=True):
        assert not torch.equal(loss_0, loss_1)
        assert torch.equal(weights_0, weights_1)
