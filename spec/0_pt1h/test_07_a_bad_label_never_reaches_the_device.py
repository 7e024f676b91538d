"""pt1h: a label that has no output is refused on the CPU, before it reaches a GPU.

There it would be an assert that ruins CUDA for the whole process. The meta device stands in for
a GPU: it has no values that could be looked at.

See torch.nn.CrossEntropyLoss.
"""

import pytest
import torch
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train


def test_a_bad_label_never_reaches_the_device():
    model = NeuralNetwork(2, 2).to("meta")
    loader = DataLoader(ToyDataset(torch.rand(2, 2), torch.tensor([0, 7])), batch_size=2)

    with pytest.raises(ValueError, match="label 7 is not below the number of outputs, 2"):
        train(model, loader)
