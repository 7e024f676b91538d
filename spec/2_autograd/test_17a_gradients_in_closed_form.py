"""Beyond In [17]: the gradients are (a - y)·x1 and a - y, and agree with finite differences.

The derivative of the sigmoid, a(1 - a), cancels the denominator in the derivative of the cross
entropy.

See torch.autograd.grad.
"""

import torch
from torch.autograd import grad

from pt1h import neuron


def test_gradients_in_closed_form():
    w1, b = neuron.parameters(requires_grad=True)
    grad_w1, grad_b = grad(neuron.loss(w1, b), (w1, b))

    error = neuron.activation(w1, b).detach() - neuron.y
    torch.testing.assert_close(grad_w1, error * neuron.x1)
    torch.testing.assert_close(grad_b, error)

    h = 1e-2
    with torch.no_grad():
        slope_w1 = (neuron.loss(w1 + h, b) - neuron.loss(w1 - h, b)) / (2 * h)
        slope_b = (neuron.loss(w1, b + h) - neuron.loss(w1, b - h)) / (2 * h)
    # The central difference is off by less than h² / 50, and float32 rounding adds about 6e-8 / h.
    torch.testing.assert_close(grad_w1.squeeze(), slope_w1, atol=5e-5, rtol=0)
    torch.testing.assert_close(grad_b.squeeze(), slope_b, atol=5e-5, rtol=0)
