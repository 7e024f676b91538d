"""Claim at In [57]: an SGD step subtracts the learning rate times the gradient from each parameter.

SGD has no momentum by default, so a step depends only on the current gradient. Two runs of train(),
of 11 epochs and of 1, therefore take the same steps as a handwritten loop of 12 epochs.

See torch.optim.SGD.
"""

import copy

import pytest
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import x_train, y_train


def test_a_step_follows_the_gradient():
    model = NeuralNetwork(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    F.cross_entropy(model(x_train), y_train).backward()
    expected = [parameter - 0.5 * parameter.grad for parameter in model.parameters()]

    optimizer.step()

    torch.testing.assert_close(list(model.parameters()), expected)


@pytest.mark.parametrize(("lr", "labels"), [(0.5, [0, 0, 0, 1, 1]), (0.1, [0, 2, 0, 1, 1])])
def test_each_step_of_train_follows_the_gradient(lr, labels):
    train_loader = DataLoader(ToyDataset(x_train, torch.tensor(labels)), batch_size=2)
    torch.manual_seed(123)
    model = NeuralNetwork(2, 3)
    by_hand = copy.deepcopy(model)

    for num_epochs in (11, 1):
        train(model, train_loader, num_epochs=num_epochs, lr=lr)

    parameters = list(by_hand.parameters())
    for _ in range(12):
        for x, y in train_loader:
            loss = F.cross_entropy(by_hand(x), y)
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for parameter, gradient in zip(parameters, gradients, strict=True):
                    parameter -= lr * gradient

    torch.testing.assert_close(list(model.parameters()), parameters)
