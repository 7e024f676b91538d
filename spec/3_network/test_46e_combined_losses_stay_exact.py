"""Beyond In [46]: the combined losses stay exact where a probability is rounded to 0 or 1.

Then its logarithm is lost. The combined losses make the logarithm of the probability without the
probability itself, and so does LogSoftmax. BCELoss hides what Sigmoid lost: it cuts its logarithms
off at -100.

See torch.nn.CrossEntropyLoss.
"""

import torch
from torch import nn


def test_combined_losses_stay_exact():
    logits, label = torch.tensor([[1000.0, 0.0]]), torch.tensor([1])
    assert nn.CrossEntropyLoss()(logits, label) == 1000
    assert nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), label) == 1000
    assert nn.NLLLoss()(torch.log(nn.Softmax(dim=1)(logits)), label) == torch.inf

    logit, label = torch.tensor([1000.0]), torch.tensor([0.0])
    assert nn.BCEWithLogitsLoss()(logit, label) == 1000
    assert nn.BCELoss()(nn.Sigmoid()(logit), label) == 100
