"""In [48]: a Dataset returns a record by its index, and its len() is the number of records.

A DataLoader needs only __getitem__() and __len__(), so the records can come from anywhere.

See torch.utils.data.Dataset.
"""

import pytest
import torch
from torch.utils.data import Dataset

from pt1h import ToyDataset
from pt1h.data import x_test, x_train, y_test, y_train


class WrittenOut(Dataset):
    def __init__(self, x, y):
        self.features = x
        self.labels = y

    def __getitem__(self, index):
        return self.features[index], self.labels[index]

    def __len__(self):
        return len(self.labels)


@pytest.mark.parametrize("dataset_class", [WrittenOut, ToyDataset])
@pytest.mark.parametrize(
    ("x", "y"),
    [(x_train, y_train), (x_test, y_test), (x_train.flip(0), y_train.flip(0))],
    ids=["train", "test", "reversed"],
)
def test_dataset_gives_a_record_by_index(dataset_class, x, y):
    dataset = dataset_class(x, y)

    assert len(dataset) == len(y)
    for index in range(len(y)):
        features, label = dataset[index]
        assert torch.equal(torch.as_tensor(features), x[index])
        assert label == y[index]
