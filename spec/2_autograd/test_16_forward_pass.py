"""In [16]: the model predicts 0.9183 for a record with the label 1, so the loss is 0.0852.

The model is a single neuron, whose sigmoid turns x1 * w1 + b into a probability.

See torch.nn.functional.binary_cross_entropy.
"""

import torch
import torch.nn.functional as F

from pt1h import neuron


def test_forward_pass(printed, transcript):
    y = torch.tensor([1.0])
    x1 = torch.tensor([1.1])
    w1 = torch.tensor([2.2])
    b = torch.tensor([0.0])

    z = x1 * w1 + b
    a = torch.sigmoid(z)
    loss = F.binary_cross_entropy(a, y)

    print("[a]", a)
    print("[y]", y)
    print("[loss]", loss)

    assert printed() == transcript
    assert abs(a.item() - 0.9183) <= 5e-5
    assert abs(loss.item() - 0.0852) <= 5e-5

    # The next facts use the same model, which is in pt1h/neuron.py.
    assert torch.equal(neuron.activation(w1, b), a)
    assert torch.equal(neuron.loss(*neuron.parameters()), loss)
