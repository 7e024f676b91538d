"""Claim at In [41]: the layers have 50·30 + 30, 30·20 + 20 and 20·3 + 3 weights and biases.

A neuron has a weight for each of its inputs, and a bias.

See torch.nn.Linear.
"""

import torch

from pt1h import NeuralNetwork


def test_parameters_layer_by_layer():
    model = NeuralNetwork(50, 3)

    layers = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)]
    counts = [(layer.weight.numel(), layer.bias.numel()) for layer in layers]

    assert counts == [(50 * 30, 30), (30 * 20, 20), (20 * 3, 3)]
    assert sum(map(sum, counts)) == sum(p.numel() for p in model.parameters()) == 2213
