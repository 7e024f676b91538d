"""Claim at In [57]: model.train() and model.eval() matter for dropout and batch norm, but not here.

Dropout zeroes activations at random in training mode only. Batch normalization uses the mean and
the variance of the batch in training mode, and running averages in eval mode. So each epoch starts
with model.train().

See torch.nn.Module.eval.
"""

import torch
from torch import nn

from pt1h import NeuralNetwork, train
from pt1h.data import loaders, x_train


def modes_differ(model):
    return not torch.equal(model.train()(x_train), model.eval()(x_train))


def test_train_and_eval_make_no_difference_here():
    model = NeuralNetwork(2, 2)

    assert not modes_differ(model)
    assert modes_differ(nn.Sequential(model, nn.Dropout(p=0.5)))
    assert modes_differ(nn.Sequential(model, nn.BatchNorm1d(2)))


class RecordsItsMode(nn.Module):
    def __init__(self):
        super().__init__()
        self.modes = []

    def forward(self, x):
        if x.requires_grad:  # A step requires gradients, but an evaluation does not.
            self.modes.append(self.training)
        return x


def test_each_epoch_starts_with_train():
    model = nn.Sequential(NeuralNetwork(2, 2), RecordsItsMode())

    train(model.eval(), loaders()[0], num_epochs=3, lr=0.5)

    assert model[1].modes == [True] * 6
    assert not model.training
