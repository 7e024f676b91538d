"""Claim at In [52]: a record alone in the last batch weighs twice as much as one in a batch of 2.

The loss of a batch is the mean over its records, and each batch is one step, regardless of its
size. So the last batch could disturb the convergence, as the notebook says.

See torch.nn.functional.cross_entropy.
"""

import pytest
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import ToyDataset
from pt1h.data import x_train, y_train


def test_a_record_alone_counts_twice():
    train_loader = DataLoader(ToyDataset(x_train, y_train), batch_size=2)

    # The gradient of the loss shows how much each record weighs in its batch.
    weights = []
    for _, labels in train_loader:
        logits = torch.zeros((len(labels), 2), requires_grad=True)
        F.cross_entropy(logits, labels).backward()
        weights += logits.grad.norm(dim=1).tolist()

    first = weights[0]
    assert first > 0
    assert weights == pytest.approx([first, first, first, first, 2 * first])
