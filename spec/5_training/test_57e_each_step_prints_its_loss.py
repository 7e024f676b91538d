"""Claim at In [57]: a printed step shows its epoch, its batch, and its loss to two decimals.

Epochs and batches count from 1. The notebook calls the value Train/Val Loss, but it is the training
loss of one batch, computed before the step. There are no validation records.

See torch.nn.functional.cross_entropy.
"""

import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders


def test_each_step_prints_its_loss(printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    train_loader, _ = loaders(drop_last=True)

    for step in train(model, train_loader, num_epochs=3, lr=0.5):
        print(step)

    assert printed() == transcript
