"""In [57]: in three epochs of two batches, the rounded loss falls from 0.75 to 0.00.

Each loss is the cross entropy of a batch before its step. If the first one differs, the network or
the batches differ. If only later ones differ, either an optimizer step or the shuffle differs. For
example, a pass over another loader between the epochs draws random numbers, which changes the
shuffle.

See torch.optim.SGD.
"""

import pytest
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import loaders, x_train, y_train


def written_out(model, train_loader, num_epochs, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(num_epochs):
        model.train()
        for features, labels in train_loader:
            logits = model(features)
            loss = F.cross_entropy(logits, labels)

            optimizer.zero_grad()  # Otherwise the gradients of all steps would accumulate.
            loss.backward()
            optimizer.step()
        model.eval()


@pytest.mark.parametrize("training_loop", [written_out, train])
def test_loss_falls_from_0_75_to_0_00(training_loop, record_losses):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    train_loader, _ = loaders(drop_last=True)

    losses = record_losses(model, train_loader)  # a list to which training appends
    training_loop(model, train_loader, num_epochs=3, lr=0.5)

    assert losses == [0.75, 0.65, 0.44, 0.13, 0.03, 0.00]


def test_train_takes_the_steps_of_the_loop_above():
    train_loader = DataLoader(ToyDataset(x_train, y_train), batch_size=2, drop_last=True)
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    torch.manual_seed(123)
    same = NeuralNetwork(num_inputs=2, num_outputs=2)

    train(model, train_loader, num_epochs=3, lr=0.5)
    written_out(same, train_loader, num_epochs=3, lr=0.5)

    for parameter, same_parameter in zip(model.parameters(), same.parameters(), strict=True):
        torch.testing.assert_close(parameter, same_parameter)
