"""Claim at In [66]: compute_accuracy() sets eval mode and builds no graph.

In training mode, dropout would change the predictions at random. With a graph, each forward pass
would save tensors for a backward pass that never comes.

See torch.nn.Module.eval.
"""

import torch
from torch import nn
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy


def test_accuracy_is_computed_in_eval_mode():
    torch.manual_seed(123)
    x = torch.randn(1000, 2)
    model = NeuralNetwork(2, 2)
    loader = DataLoader(ToyDataset(x, model(x).argmax(dim=1)), batch_size=100)
    with_dropout = nn.Sequential(nn.Dropout(p=0.5), model)

    assert compute_accuracy(with_dropout.train(), loader) == 1.0

    compute_accuracy(with_dropout.eval(), loader)
    assert not with_dropout.training


def test_accuracy_builds_no_graph():
    saved = []
    model = NeuralNetwork(2, 2)
    loader = DataLoader(ToyDataset(torch.randn(4, 2), torch.tensor([0, 1, 0, 1])), batch_size=2)

    with torch.autograd.graph.saved_tensors_hooks(saved.append, lambda tensor: tensor):
        compute_accuracy(model, loader)

        assert saved == []

        model(torch.randn(4, 2))
        assert saved
