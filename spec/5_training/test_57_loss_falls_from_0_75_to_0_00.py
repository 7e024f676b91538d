"""In [57]: in three epochs of two batches, the rounded loss falls from 0.75 to 0.00.

Each loss is the cross entropy of a batch before its step. If the first one differs, the network or
the batches differ. If only later ones differ, either an optimizer step differs, or a pass over
another loader between the epochs, for example, draws random numbers and so changes the shuffle.
test_57e shows the loop.

See torch.optim.SGD.
"""

import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders


def test_loss_falls_from_0_75_to_0_00(record_losses):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    train_loader, _ = loaders(drop_last=True)

    losses = record_losses(model, train_loader)  # a list to which training appends
    train(model, train_loader, num_epochs=3, lr=0.5)

    assert losses == [0.75, 0.65, 0.44, 0.13, 0.03, 0.00]
