"""In [66]: accuracy computed batch by batch equals the accuracy over all records.

The mean of the batches' accuracies would give too much weight to the records of a smaller last
batch.

See torch.argmax.
"""

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy


@torch.no_grad()
def written_out(model, dataloader):
    model.eval()
    correct = total = 0
    for features, labels in dataloader:
        predictions = torch.argmax(model(features), dim=1)
        correct += torch.sum(predictions == labels).item()
        total += len(labels)
    return correct / total


@pytest.mark.parametrize("accuracy_of", [written_out, compute_accuracy])
def test_accuracy_is_computed_batch_by_batch(accuracy_of):
    torch.manual_seed(123)
    x, y = 10 * torch.randn(101, 2), torch.randint(3, (101,))
    model = NeuralNetwork(2, 3)

    predictions = model(x).argmax(dim=1)
    over_all_records = (predictions == y).float().mean().item()

    assert 0 < over_all_records < 1
    assert predictions.unique().tolist() == [0, 1, 2]
    for batch_size in (1, 3, 7, 101):
        accuracy = accuracy_of(model, DataLoader(ToyDataset(x, y), batch_size))
        assert isinstance(accuracy, float)
        assert accuracy == pytest.approx(over_all_records)
