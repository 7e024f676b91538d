"""In [39]: NeuralNetwork is a Module of three linear layers, with ReLU between them.

A Module registers the layers that you assign to self, if you call super().__init__() first, and
tracks their parameters by name. Its forward() defines how the input passes through the layers.

See torch.nn.Module.
"""

import torch

from pt1h import NeuralNetwork


class WrittenOut(torch.nn.Module):
    def __init__(self, num_inputs, num_outputs):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(num_inputs, 30),
            torch.nn.ReLU(),
            torch.nn.Linear(30, 20),
            torch.nn.ReLU(),
            torch.nn.Linear(20, num_outputs),
        )

    def forward(self, x):
        return self.layers(x)


def test_network_is_a_module():
    model = NeuralNetwork(50, 3)

    assert isinstance(model, torch.nn.Module)
    assert {name: tuple(p.shape) for name, p in model.named_parameters()} == {
        "layers.0.weight": (30, 50),
        "layers.0.bias": (30,),
        "layers.2.weight": (20, 30),
        "layers.2.bias": (20,),
        "layers.4.weight": (3, 20),
        "layers.4.bias": (3,),
    }


def test_network_is_the_class_above():
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)
    torch.manual_seed(123)
    same = WrittenOut(50, 3)

    X = torch.rand((4, 50))
    torch.testing.assert_close(model(X), same(X))
