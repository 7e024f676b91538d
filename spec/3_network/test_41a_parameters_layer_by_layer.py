"""After In [41]: the layers have 50·30+30, 30·20+20 and 20·3+3 parameters.

A neuron has a weight for each of its inputs, and a bias.

See torch.nn.Linear.
"""

from pt1h import NeuralNetwork


def test_parameters_layer_by_layer():
    layers = NeuralNetwork(50, 3).layers

    assert [sum(p.numel() for p in layer.parameters()) for layer in layers] == [
        50 * 30 + 30,
        0,
        30 * 20 + 20,
        0,
        20 * 3 + 3,
    ]
    assert 50 * 30 + 30 + 30 * 20 + 20 + 20 * 3 + 3 == 2213
