"""In [48]: a Dataset returns one record by its index, and knows how many there are.

See torch.utils.data.Dataset.
"""

import torch

from pt1h import ToyDataset
from pt1h.data import x_train, y_train


def test_dataset_gives_a_record_by_index():
    train_ds = ToyDataset(x_train, y_train)

    assert len(train_ds) == 5
    features, label = train_ds[3]
    assert torch.equal(features, torch.tensor([2.3, -1.1]))
    assert label == 1
