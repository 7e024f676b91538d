"""Beyond In [46]: combined losses are numerically stable even if a probability rounds to 0 or 1.

The logarithm of a rounded probability is wrong. The combined losses and LogSoftmax compute the
logarithm of the probability directly from the logits. BCELoss hides the error of Sigmoid, because
it clamps its logarithms at -100.

See torch.nn.CrossEntropyLoss.
"""

import torch
from torch import nn


def test_combined_losses_are_numerically_stable():
    logits, label = torch.tensor([[1000.0, 0.0]]), torch.tensor([1])
    assert nn.CrossEntropyLoss()(logits, label) == 1000
    assert nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), label) == 1000
    assert nn.NLLLoss()(torch.log(nn.Softmax(dim=1)(logits)), label) == torch.inf

    logit, label = torch.tensor([1000.0]), torch.tensor([0.0])
    assert nn.BCEWithLogitsLoss()(logit, label) == 1000
    assert nn.BCELoss()(nn.Sigmoid()(logit), label) == 100
