"""pt1h: invalid input raises an error that names the rule and the value."""

import math
import re

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy, train
from pt1h.data import loaders, toy_records

X = torch.rand(5, 2)
Y = torch.tensor([0, 0, 0, 1, 1])


def network():
    return NeuralNetwork(2, 2)


def no_batch():
    return DataLoader(ToyDataset(X[:1], Y[:1]), batch_size=2, drop_last=True)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: NeuralNetwork(0, 3), ValueError, "num_inputs must be at least 1, got 0"),
        (lambda: NeuralNetwork(50, -1), ValueError, "num_outputs must be at least 1, got -1"),
        (lambda: network()(X[:, :1]), ValueError, "records must have 2 features, got 1: build"),
        (lambda: network()(torch.rand(3)), ValueError, "records must have 2 features, got 3: bu"),
        (lambda: ToyDataset(X, Y[:4]), ValueError, "one label, got x and y of shapes (5, 2) and ("),
        (lambda: ToyDataset(X, Y[:, None]), ValueError, "got x and y of shapes (5, 2) and (5, 1)"),
        (lambda: ToyDataset(X[:0], Y[:0]), ValueError, "a dataset must have at least 1 record, go"),
        (lambda: ToyDataset(X, Y - 1), ValueError, "labels must be at least 0, got -1: count cla"),
        (lambda: ToyDataset(X.long(), Y), TypeError, "got torch.int64: convert them with x.float"),
        (lambda: ToyDataset(X, Y.float()), TypeError, "got torch.float32: convert them with y.lo"),
        (lambda: train(network(), loaders()[0], lr=0), ValueError, "lr must be positive and fini"),
        (lambda: train(network(), loaders()[0], lr=-0.5), ValueError, "example 0.5), got -0.5"),
        (lambda: train(network(), loaders()[0], lr=math.nan), ValueError, "example 0.5), got nan"),
        (lambda: train(network(), loaders()[0], lr=math.inf), ValueError, "example 0.5), got inf"),
        (lambda: train(network(), loaders()[0], 0), ValueError, "must be at least 1, got 0"),
        (lambda: train(network(), no_batch()), ValueError, "must have at least 1 batch, got 0: "),
        (lambda: compute_accuracy(network(), no_batch()), ValueError, "must have at least 1 batch"),
        (lambda: toy_records(0), ValueError, "number of records must be at least 1, got 0"),
    ],
)
def test_input_that_is_not_valid_is_rejected(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_a_label_without_an_output_does_not_reach_the_device(device):
    # On a GPU, the label would trigger a device-side assert. The meta device replaces a GPU here.
    model = NeuralNetwork(2, 1).to(device)

    with pytest.raises(ValueError, match=r"must be below 1 \(the number of outputs\), got 1"):
        train(model, DataLoader(ToyDataset(X, Y), batch_size=5))
