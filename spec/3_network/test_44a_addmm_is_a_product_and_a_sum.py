"""Claim at In [44]: AddmmBackward0 means that the last operation was a matrix product and a sum.

See torch.addmm.
"""

import torch

from pt1h import NeuralNetwork


def test_addmm_is_a_product_and_a_sum():
    model = NeuralNetwork(50, 3)
    X = torch.rand((1, 50))

    out = model(X)

    assert out.grad_fn.name() == "AddmmBackward0"
    # The last layer takes the output of the four modules before it.
    hidden = model.layers[:4](X)
    last = model.layers[4]
    torch.testing.assert_close(out, hidden @ last.weight.T + last.bias)
    torch.testing.assert_close(out, torch.addmm(last.bias, hidden, last.weight.T))
