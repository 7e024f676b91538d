"""Said at In [44]: backpropagation uses the grad_fn, which gives the gradients of the last step.

It takes the gradient of what the step returned, and returns those of what the step took: the bias,
the inputs, and the weights as they were multiplied, transposed.

See torch.autograd.graph.Node.register_prehook.
"""

import torch

from pt1h import NeuralNetwork


def test_backpropagation_calls_the_grad_fn():
    model = NeuralNetwork(50, 3)
    out = model(torch.rand((1, 50)))
    gradient = torch.tensor([[1.0, -2.0, 3.0]])
    of_bias, _of_inputs, of_weight = out.grad_fn(gradient)

    called_with = []
    out.grad_fn.register_prehook(called_with.append)
    out.backward(gradient)

    ((used,),) = called_with
    assert torch.equal(used, gradient)
    last = model.layers[-1]
    torch.testing.assert_close(of_bias.sum(dim=0), last.bias.grad)
    torch.testing.assert_close(of_weight.T, last.weight.grad)
