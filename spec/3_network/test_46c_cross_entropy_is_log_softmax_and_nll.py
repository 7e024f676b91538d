"""Said at In [46]: CrossEntropyLoss is LogSoftmax and NLLLoss in one.

So the network returns logits: softmax is the loss's part, and would be one too many in the model.

See torch.nn.CrossEntropyLoss.
"""

import torch
from torch import nn


def test_cross_entropy_is_log_softmax_and_nll():
    logits, labels = torch.randn(100, 3), torch.randint(3, (100,))

    combined = nn.CrossEntropyLoss()(logits, labels)
    separate = nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels)

    torch.testing.assert_close(combined, separate)
