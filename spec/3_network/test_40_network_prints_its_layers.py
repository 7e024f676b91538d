"""In [40]: printing a network shows its layers and their sizes.

See torch.nn.Sequential.
"""

import torch

from pt1h import NeuralNetwork


def test_network_prints_its_layers(printed, transcript):
    torch.manual_seed(123)

    model = NeuralNetwork(50, 3)
    print(model)

    assert printed() == transcript
    linear_layers = [layer for layer in model.layers if isinstance(layer, torch.nn.Linear)]
    assert [(layer.in_features, layer.out_features) for layer in linear_layers] == [
        (50, 30),
        (30, 20),
        (20, 3),
    ]
