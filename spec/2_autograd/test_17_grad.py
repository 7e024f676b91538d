"""In [17]: grad() returns -0.0898 for the weight and -0.0817 for the bias.

It returns a tuple with one gradient for each tensor that was passed, here the weight or the bias.

See torch.autograd.grad.
"""

import pytest
from torch.autograd import grad

from pt1h import neuron


def test_grad(printed):
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)

    grad_L_w1 = grad(loss, w1, retain_graph=True)
    grad_L_b = grad(loss, b, retain_graph=True)
    print(grad_L_w1)
    print(grad_L_b)

    assert printed() == "(tensor([-0.0898]),)\n(tensor([-0.0817]),)\n"
    assert grad_L_w1[0].item() == pytest.approx(-0.0898, abs=5e-5)
    assert grad_L_b[0].item() == pytest.approx(-0.0817, abs=5e-5)
