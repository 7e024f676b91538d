"""In [39]: NeuralNetwork is a Module, which tracks its layers' parameters by name.

See torch.nn.Module.
"""

import torch

from pt1h import NeuralNetwork


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
