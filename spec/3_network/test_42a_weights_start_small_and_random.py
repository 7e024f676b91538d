"""Claim at In [42]: weights and biases require gradients, and start as small random numbers.

torch.nn.Linear draws them from a uniform distribution between -√k and √k, with k = 1/in_features.

See torch.nn.Linear.
"""

import math

from pt1h import NeuralNetwork


def test_weights_start_small_and_random():
    layer = NeuralNetwork(50, 3).layers[0]
    bound = 1 / math.sqrt(50)

    for parameter in layer.parameters():
        assert parameter.requires_grad
        assert parameter.abs().max() <= bound
        assert parameter.unique().numel() > 1
    # Of 1500 random weights, some are close to each bound.
    assert layer.weight.max() > 0.9 * bound
    assert layer.weight.min() < -0.9 * bound
