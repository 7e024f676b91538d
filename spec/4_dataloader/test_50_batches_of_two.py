"""In [50]: five records make batches of 2, 2 and 1, and shuffle=False keeps the records' order.

See torch.utils.data.DataLoader.
"""

import torch
from torch.utils.data import DataLoader

from pt1h import ToyDataset
from pt1h.data import loaders, x_test, x_train, y_test, y_train


def test_batches_of_two():
    train_ds, test_ds = ToyDataset(x_train, y_train), ToyDataset(x_test, y_test)
    train_loader = DataLoader(dataset=train_ds, batch_size=2, shuffle=True, num_workers=0)
    test_loader = DataLoader(dataset=test_ds, batch_size=2, shuffle=False, num_workers=0)

    assert len(train_loader) == 3
    assert [len(labels) for _, labels in train_loader] == [2, 2, 1]

    for _ in range(10):
        batches = list(test_loader)
        assert len(batches) == 1
        features, labels = batches[0]
        assert torch.equal(features, x_test)
        assert torch.equal(labels, y_test)

    # The next specs get the same two loaders from loaders().
    assert [loader.batch_size for loader in loaders(drop_last=False)] == [2, 2]
