"""Claim at In [46]: the combined losses expect logits, and probabilities give a different loss.

torch raises no error for probabilities, because it treats them as logits. The notebook says that
these losses output probabilities. That is wrong: they compute the logarithms of probabilities
internally, and return the loss.

See torch.nn.CrossEntropyLoss.
"""

import pytest
import torch
from torch import nn


def test_combined_losses_take_logits():
    logits, label = torch.tensor([[2.0, -1.0, 0.5]]), torch.tensor([0])
    probabilities = torch.softmax(logits, dim=1)

    loss = nn.CrossEntropyLoss()(logits, label)
    assert loss.shape == ()
    assert loss.item() == pytest.approx(-probabilities[0, 0].log().item())
    assert nn.CrossEntropyLoss()(probabilities, label) > loss + 0.1

    logit, label = torch.tensor([2.0]), torch.tensor([1.0])
    probability = torch.sigmoid(logit)

    loss = nn.BCEWithLogitsLoss()(logit, label)
    assert loss.shape == ()
    assert loss.item() == pytest.approx(-probability.log().item())
    assert nn.BCEWithLogitsLoss()(probability, label) > loss + 0.1
