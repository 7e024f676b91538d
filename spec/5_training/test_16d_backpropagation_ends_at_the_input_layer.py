"""Claim at In [16]: backpropagation runs from the loss through the output layer to the input layer.

Each layer computes the gradient with respect to its input and passes it to the layer before it, so
the layer that is next to the input comes last.

See torch.Tensor.register_hook.
"""

import torch
import torch.nn.functional as F

from pt1h import NeuralNetwork


def test_backpropagation_ends_at_the_input_layer():
    model = NeuralNetwork(50, 3)
    order = []

    def record_backward(name, tensor):
        tensor.register_hook(lambda gradient: order.append(name))

    outputs = torch.rand((1, 50))
    for number, layer in enumerate(model.layers):
        outputs = layer(outputs)
        record_backward(f"output of layer {number}", outputs)
    loss = F.cross_entropy(outputs, torch.tensor([2]))
    record_backward("loss", loss)

    assert order == []
    loss.backward()
    assert order == [
        "loss",
        "output of layer 4",
        "output of layer 3",
        "output of layer 2",
        "output of layer 1",
        "output of layer 0",
    ]
