"""Claim at In [44]: backward() calls grad_fn, which returns gradients for the operation's inputs.

grad_fn takes the gradient with respect to the output of the operation. It returns the gradients
with respect to the operation's inputs: the bias, the layer's input and the transposed weight.
backward() does this for each node of the graph, and adds the gradients of the leaves to .grad.

See torch.autograd.graph.Node.register_prehook.
"""

import torch

from pt1h import NeuralNetwork


def test_backpropagation_calls_the_grad_fn():
    model = NeuralNetwork(50, 3)
    last = model.layers[-1]
    out = model(torch.rand((1, 50)))
    # The output has three elements, so backward() needs a gradient for each.
    gradient = torch.tensor([[1.0, -2.0, 3.0]])

    grad_bias, grad_input, grad_weight = out.grad_fn(gradient)
    torch.testing.assert_close(grad_input, gradient @ last.weight)

    calls = []
    out.grad_fn.register_prehook(calls.append)
    out.backward(gradient)
    assert len(calls) == 1
    assert torch.equal(calls[0][0], gradient)
    # The bias was added to each record of the batch, so its gradient is a sum over the batch.
    torch.testing.assert_close(last.bias.grad, grad_bias.sum(dim=0))
    torch.testing.assert_close(last.weight.grad, grad_weight.T)
