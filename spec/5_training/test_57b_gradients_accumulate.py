"""Claim at In [57]: without zero_grad(), gradients accumulate.

backward() adds to .grad, so the next step would apply the old gradients again.

See torch.optim.Optimizer.zero_grad.
"""

import torch
import torch.nn.functional as F

from pt1h import NeuralNetwork
from pt1h.data import x_train, y_train


def test_gradients_accumulate():
    model = NeuralNetwork(2, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    weight = model.layers[0].weight

    F.cross_entropy(model(x_train), y_train).backward()
    once = weight.grad.clone()

    F.cross_entropy(model(x_train), y_train).backward()
    assert torch.equal(weight.grad, 2 * once)

    optimizer.zero_grad()
    F.cross_entropy(model(x_train), y_train).backward()
    assert torch.equal(weight.grad, once)
