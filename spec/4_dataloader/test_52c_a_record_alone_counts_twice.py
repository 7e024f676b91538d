"""Said at In [52]: a record alone in the last batch counts twice as much as one in a batch of 2.

So it could disturb the convergence, as the document says: a batch's loss is the mean over its
records, and each batch is one step, however few it holds.

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

    counts = []
    for _, labels in train_loader:
        undecided = torch.zeros((len(labels), 2), requires_grad=True)
        F.cross_entropy(undecided, labels).backward()
        counts += undecided.grad.norm(dim=1).tolist()

    one = counts[0]
    assert one > 0
    assert counts == pytest.approx([one, one, one, one, 2 * one])
