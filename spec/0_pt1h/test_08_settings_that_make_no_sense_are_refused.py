"""pt1h: a learning rate, a number of epochs or a loader that makes no sense is refused."""

import math

import pytest
import torch

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy, train
from pt1h.data import loaders


@pytest.mark.parametrize("lr", [0, -0.5, math.inf, math.nan])
def test_learning_rates_that_make_no_sense_are_refused(lr):
    with pytest.raises(ValueError, match=f"lr is {lr}: a learning rate is above 0 and finite"):
        train(NeuralNetwork(2, 2), loaders()[0], lr=lr)


@pytest.mark.parametrize("num_epochs", [0, -3])
def test_numbers_of_epochs_that_make_no_sense_are_refused(num_epochs):
    with pytest.raises(ValueError, match=f"num_epochs is {num_epochs}: train for at least 1"):
        train(NeuralNetwork(2, 2), loaders()[0], num_epochs=num_epochs)


def test_loaders_without_a_batch_are_refused():
    one_record = ToyDataset(torch.rand(1, 2), torch.tensor([0]))
    empty = torch.utils.data.DataLoader(one_record, batch_size=2, drop_last=True)

    sentence = "^the loader serves no batch: give more records, or keep the last batch$"
    with pytest.raises(ValueError, match=sentence):
        train(NeuralNetwork(2, 2), empty)
    with pytest.raises(ValueError, match=sentence):
        compute_accuracy(NeuralNetwork(2, 2), empty)
