"""In [16]: the model predicts 0.9183 where the label is 1: a loss of 0.0852.

The model is one neuron: one weight, a bias, and a sigmoid, which makes a probability of their sum.

See torch.nn.functional.binary_cross_entropy.
"""

import torch
import torch.nn.functional as F

from pt1h import neuron


def test_forward_pass(printed, transcript):
    w1, b = neuron.parameters()
    z = neuron.x1 * w1 + b
    a = torch.sigmoid(z)
    loss = F.binary_cross_entropy(a, neuron.y)

    print("[a]", a)
    print("[y]", neuron.y)
    print("[loss]", loss)

    assert printed() == transcript
    assert abs(a.item() - 0.9183) <= 5e-5
    assert abs(loss.item() - 0.0852) <= 5e-5
    assert torch.equal(neuron.activation(w1, b), a)
    assert torch.equal(neuron.loss(w1, b), loss)
