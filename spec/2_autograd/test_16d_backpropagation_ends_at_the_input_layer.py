"""Said at In [16]: backpropagation goes from the loss and the output layer back to the input layer.

Each layer hands the gradient of its input to the one before it. The layer next to the input is the
last to get one.

See torch.autograd.graph.Node.register_prehook.
"""

import torch
import torch.nn.functional as F

from pt1h import NeuralNetwork


def test_backpropagation_ends_at_the_input_layer():
    order = []

    def note(name, tensor):
        tensor.grad_fn.register_prehook(lambda gradients: order.append(name))

    outputs = torch.rand((1, 50))
    for number, layer in enumerate(NeuralNetwork(50, 3).layers):
        outputs = layer(outputs)
        note(number, outputs)
    loss = F.cross_entropy(outputs, torch.tensor([2]))
    note("loss", loss)

    assert order == []
    loss.backward()
    assert order == ["loss", 4, 3, 2, 1, 0]
