"""Claim at In [74]: model.to(device) moves every parameter to the device.

See torch.nn.Module.to.
"""

import pytest
import torch

from pt1h import NeuralNetwork

pytestmark = pytest.mark.gpu


def test_to_moves_every_parameter(gpu):
    model = NeuralNetwork(2, 2)
    assert not any(p.is_cuda for p in model.parameters())

    model.to(torch.device("cuda"))

    assert all(p.is_cuda for p in model.parameters())
