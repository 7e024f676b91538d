"""Claim at In [46]: CrossEntropyLoss combines LogSoftmax and NLLLoss.

The loss applies the softmax, so the network returns logits and must not apply a softmax itself.

See torch.nn.CrossEntropyLoss.
"""

import torch
from torch import nn


def test_cross_entropy_is_log_softmax_and_nll():
    logits, labels = torch.randn(100, 3), torch.randint(3, (100,))

    combined = nn.CrossEntropyLoss()(logits, labels)
    separate = nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels)

    torch.testing.assert_close(combined, separate)
