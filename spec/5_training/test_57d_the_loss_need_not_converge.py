"""Claim at In [57]: the learning rate and the number of epochs decide whether the loss converges.

If the learning rate is too small, the loss hardly changes. If it is too large, the loss diverges.
Both the rate and the number of epochs are tuned by trial and error.

See torch.optim.SGD.
"""

import torch
import torch.nn.functional as F

from pt1h import NeuralNetwork, train
from pt1h.data import loaders, x_train, y_train


def loss_after(num_epochs, lr):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    train(model, loaders()[0], num_epochs=num_epochs, lr=lr)
    return F.cross_entropy(model(x_train), y_train).item()


def test_the_loss_need_not_converge():
    assert loss_after(num_epochs=3, lr=0.5) < 0.1

    assert loss_after(num_epochs=1, lr=0.5) > 0.1
    assert loss_after(num_epochs=3, lr=0.0005) > 0.5
    assert loss_after(num_epochs=3, lr=50) > 10
