"""Claim at In [46]: BCEWithLogitsLoss combines Sigmoid and BCELoss.

See torch.nn.BCEWithLogitsLoss.
"""

import torch
from torch import nn


def test_bce_with_logits_is_sigmoid_and_bce():
    logits, labels = torch.randn(100), torch.randint(2, (100,)).float()

    combined = nn.BCEWithLogitsLoss()(logits, labels)
    separate = nn.BCELoss()(nn.Sigmoid()(logits), labels)

    torch.testing.assert_close(combined, separate)
