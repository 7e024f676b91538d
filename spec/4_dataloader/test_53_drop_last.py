"""In [53]: drop_last=True drops the smaller last batch, so two batches remain.

Before this epoch, the notebook draws random numbers for a network, for an input, and for two epochs
of the loader of In [50].

See torch.utils.data.DataLoader.
"""

import torch

from pt1h import NeuralNetwork
from pt1h.data import loaders


def test_drop_last(printed, transcript):
    # By this cell, the notebook has already drawn these random numbers.
    torch.manual_seed(123)
    NeuralNetwork(50, 3)
    torch.rand((1, 50))
    train_loader, _ = loaders(drop_last=False)
    for _ in range(2):
        for _ in train_loader:
            pass

    train_loader, _ = loaders(drop_last=True)
    labels = []
    for idx, (x, y) in enumerate(train_loader):
        print("[BATCH]", idx + 1)
        print(x, y)
        labels.append(y.tolist())

    assert printed() == transcript
    assert labels == [[0, 0], [0, 1]]
    assert len(train_loader) == 2
