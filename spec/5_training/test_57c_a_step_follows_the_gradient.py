"""Claim at In [57]: an SGD step subtracts the learning rate times the gradient from each parameter.

Here a handwritten loop runs for 10 epochs. train() runs twice, for 5 epochs each, and takes the
same steps, because the second run continues from the weights of the first.

See torch.optim.SGD.
"""

import copy

import pytest
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import x_train, y_train


@pytest.mark.parametrize("lr", [0.5, 0.1])
def test_a_step_follows_the_gradient(lr):
    train_loader = DataLoader(ToyDataset(x_train, y_train), batch_size=2)
    torch.manual_seed(123)
    model = NeuralNetwork(2, 2)
    by_hand = copy.deepcopy(model)

    for _ in range(2):
        train(model, train_loader, num_epochs=5, lr=lr)

    parameters = list(by_hand.parameters())
    for _ in range(2 * 5):
        for features, labels in train_loader:
            loss = F.cross_entropy(by_hand(features), labels)
            gradients = torch.autograd.grad(loss, parameters)
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.data -= lr * gradient

    for parameter, same in zip(model.parameters(), by_hand.parameters(), strict=True):
        torch.testing.assert_close(parameter, same)
