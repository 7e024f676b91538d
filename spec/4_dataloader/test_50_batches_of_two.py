"""In [50]: five records in batches of 2 make three batches; without shuffle they keep their order.

See torch.utils.data.DataLoader.
"""

import torch
from torch.utils.data import DataLoader

from pt1h import ToyDataset
from pt1h.data import loaders, x_test, x_train, y_test, y_train


def test_batches_of_two():
    train_loader = DataLoader(ToyDataset(x_train, y_train), batch_size=2, shuffle=True)
    test_loader = DataLoader(ToyDataset(x_test, y_test), batch_size=2, shuffle=False)

    assert [loader.batch_size for loader in loaders()] == [2, 2]
    assert len(train_loader) == 3
    assert [len(y) for _, y in train_loader] == [2, 2, 1]

    for _ in range(10):
        ((x, y),) = test_loader
        assert torch.equal(x, x_test)
        assert torch.equal(y, y_test)
