"""Claim at In [48]: on the CPU, cross_entropy() raises an error for a label without an output.

A label is the index of an output, counted from 0. On a GPU, a label without an output triggers a
device-side assert. The notebook says that the number of labels cannot exceed the number of outputs
minus 1. That is true of the values of the labels, but not of their number. Its own data has five
labels, with the values 0 and 1, for two outputs.

See torch.nn.CrossEntropyLoss.
"""

import pytest
import torch
import torch.nn.functional as F

from pt1h import NeuralNetwork, train
from pt1h.data import loaders


def test_labels_stay_below_the_number_of_outputs():
    with pytest.raises(IndexError, match="Target 1 is out of bounds"):
        F.cross_entropy(torch.randn(2, 1), torch.tensor([0, 1]))

    train_loader, _ = loaders(drop_last=False)
    train(NeuralNetwork(num_inputs=2, num_outputs=2), train_loader, num_epochs=3, lr=0.5)
    with pytest.raises((IndexError, ValueError)):
        train(NeuralNetwork(num_inputs=2, num_outputs=1), train_loader, num_epochs=3, lr=0.5)
