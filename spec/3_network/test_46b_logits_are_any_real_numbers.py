"""Claim at In [46]: logits can be any real numbers, below 0 or above 1, and need not sum to 1.

The last layer is linear, with no activation function after it. Here the inputs are large, and so
are the logits.

See torch.nn.functional.softmax.
"""

import torch

from pt1h import NeuralNetwork


def test_logits_are_any_real_numbers():
    torch.manual_seed(123)

    with torch.no_grad():
        logits = NeuralNetwork(50, 3)(1e6 * torch.randn(1000, 50))

    assert logits.isfinite().all()
    assert (logits < -1000).any()
    assert (logits > 1000).any()
    assert (logits.sum(dim=1) - 1).abs().min() > 0
