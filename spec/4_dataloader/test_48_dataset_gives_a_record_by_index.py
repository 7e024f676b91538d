"""In [48]: a Dataset returns one record by its index, and knows how many there are.

See torch.utils.data.Dataset.
"""

import torch

from pt1h import ToyDataset
from pt1h.data import x_test, x_train, y_test, y_train


def test_dataset_gives_a_record_by_index():
    for x, y in ((x_train, y_train), (x_test, y_test), (x_train.flip(0), y_train.flip(0))):
        dataset = ToyDataset(x, y)

        assert len(dataset) == len(y)
        for index in range(len(y)):
            features, label = dataset[index]
            assert torch.equal(torch.as_tensor(features), x[index])
            assert label == y[index]
