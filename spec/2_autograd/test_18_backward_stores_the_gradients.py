"""In [18]: backward() stores in w1.grad and b.grad the gradients that grad() returns for them.

By default, backward() fills .grad only in leaves that require gradients, such as weights.
Optimizers read the gradients there.

See torch.Tensor.backward.
"""

import torch
from torch.autograd import grad

from pt1h import neuron


def test_backward_stores_the_gradients(printed):
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)
    grad_L_w1, grad_L_b = grad(loss, (w1, b), retain_graph=True)
    assert w1.grad is None

    loss.backward()
    print(w1.grad)
    print(b.grad)

    assert printed() == "tensor([-0.0898])\ntensor([-0.0817])\n"
    assert torch.equal(w1.grad, grad_L_w1)
    assert torch.equal(b.grad, grad_L_b)
