"""In [52]: seed 123 shuffles the training records into the three batches that the notebook prints.

The notebook sets the seed at In [40]. After that it draws random numbers for a network, for an
input, and for an epoch of this loader that it does not show.

See torch.utils.data.DataLoader.
"""

import torch

from pt1h import NeuralNetwork
from pt1h.data import loaders


def test_shuffled_batches(printed, transcript):
    # By this cell, the notebook has already drawn these random numbers.
    torch.manual_seed(123)
    NeuralNetwork(50, 3)
    torch.rand((1, 50))
    train_loader, _ = loaders(drop_last=False)
    for _ in train_loader:
        pass

    labels = []
    for idx, (x, y) in enumerate(train_loader):
        print("[BATCH]", idx + 1)
        print(x, y)
        labels.append(y.tolist())

    assert printed() == transcript
    assert labels == [[1, 0], [0, 1], [0]]
