"""After In [46]: the combined losses stay exact where the separate ones overflow.

A probability of 1e-400 is 0 in floating point, and its logarithm is lost. The combined form
never makes the probability. BCELoss hides the overflow: it cuts its logarithms off at -100.

See torch.nn.CrossEntropyLoss.
"""

import torch
from torch import nn


def test_combined_losses_stay_exact():
    logits, label = torch.tensor([[1000.0, 0.0]]), torch.tensor([1])
    assert nn.CrossEntropyLoss()(logits, label) == 1000
    assert nn.NLLLoss()(torch.log(torch.softmax(logits, dim=1)), label) == torch.inf

    logit, label = torch.tensor([1000.0]), torch.tensor([0.0])
    assert nn.BCEWithLogitsLoss()(logit, label) == 1000
    assert nn.BCELoss()(torch.sigmoid(logit), label) == 100
