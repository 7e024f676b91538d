"""pt1h: a loss that is no longer finite is named, with its epoch and its batch.

See torch.isfinite.
"""

import re

import pytest
import torch
from torch.optim import SGD
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.training import iter_steps


def test_a_loss_that_is_not_finite_is_named():
    x = torch.rand(6, 2)
    x[3] = torch.nan
    loader = DataLoader(ToyDataset(x, torch.tensor([0, 1, 0, 1, 0, 1])), batch_size=2)

    # The losses are looked at once an epoch, before its last step is handed out.
    model = NeuralNetwork(2, 2)
    steps = iter_steps(model, loader, SGD(model.parameters(), lr=0.5), num_epochs=1)
    assert [next(steps).batch, next(steps).batch] == [1, 2]
    with pytest.raises(FloatingPointError, match="the loss is nan in epoch 1, batch 2"):
        next(steps)


def test_a_loss_that_diverges_later_is_named():
    x = 1e19 * torch.ones(2, 2)
    loader = DataLoader(ToyDataset(x, torch.tensor([0, 1])), batch_size=1)
    torch.manual_seed(123)

    named = re.escape("in epoch 2, batch 1: lower the learning rate, 10000000000.0, or mend the")
    with pytest.raises(FloatingPointError, match=named):
        train(NeuralNetwork(2, 2), loader, lr=1e10)


def test_the_learning_rate_named_is_the_optimizers():
    model = NeuralNetwork(2, 2)
    loader = DataLoader(ToyDataset(torch.full((1, 2), torch.nan), torch.tensor([0])))

    with pytest.raises(FloatingPointError, match=r"lower the learning rate, 0\.25, or"):
        next(iter_steps(model, loader, SGD(model.parameters(), lr=0.25), num_epochs=1))
