"""Beyond In [16]: the loss is -log(sigmoid(1.1 · 2.2)).

For the label y = 1, the binary cross entropy -y log(a) - (1 - y) log(1 - a) is -log(a).

See torch.nn.BCELoss.
"""

import math

import torch

from pt1h import neuron


def test_loss_in_closed_form():
    loss = neuron.loss(*neuron.parameters())

    closed_form = -math.log(1 / (1 + math.exp(-1.1 * 2.2)))
    torch.testing.assert_close(loss, torch.tensor(closed_form))
