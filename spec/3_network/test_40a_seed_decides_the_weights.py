"""Claim at In [40]: equal seeds give equal weights, and different seeds give different weights.

torch draws the weights from a random number generator, which manual_seed() initializes.

See torch.manual_seed.
"""

import torch

from pt1h import NeuralNetwork


def weights(seed):
    torch.manual_seed(seed)
    return torch.nn.utils.parameters_to_vector(NeuralNetwork(50, 3).parameters())


def test_seed_decides_the_weights():
    assert torch.equal(weights(123), weights(123))
    assert not torch.equal(weights(123), weights(124))
