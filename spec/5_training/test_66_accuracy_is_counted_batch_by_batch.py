"""In [66]: accuracy counted batch by batch is accuracy counted at once.

Not the mean of the batches' accuracies: the last batch may be shorter than the others.

See torch.argmax.
"""

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy


def test_accuracy_is_counted_batch_by_batch():
    torch.manual_seed(123)
    x, y = 10 * torch.randn(101, 2), torch.randint(3, (101,))
    model = NeuralNetwork(2, 3)

    predictions = model(x).argmax(dim=1)
    at_once = (predictions == y).float().mean().item()

    assert 0 < at_once < 1
    assert predictions.unique().tolist() == [0, 1, 2]
    for batch_size in (1, 3, 7, 101):
        loader = DataLoader(ToyDataset(x, y), batch_size)
        accuracy = compute_accuracy(model, loader)
        assert isinstance(accuracy, float)
        assert accuracy == pytest.approx(at_once)
