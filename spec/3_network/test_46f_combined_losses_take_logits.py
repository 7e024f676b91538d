"""Said at In [46]: the combined losses expect logits: probabilities give another loss.

Whoever hands over probabilities is not told: they are taken for logits. The document says that
these losses output probabilities: there it errs. They make them, or their logarithms, on the way,
and output the loss.

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
