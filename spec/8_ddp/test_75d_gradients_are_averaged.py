"""Claim after In [74]: the gradient on every rank is the mean of the ranks' own gradients.

See torch.nn.parallel.DistributedDataParallel.
"""

import copy

import torch
import torch.nn.functional as F
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from pt1h import NeuralNetwork
from pt1h.data import x_train, y_train


def gradient(model, x, y):
    F.cross_entropy(model(x), y).backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


def rank_function():
    rank = distributed.get_rank()
    ddp = DistributedDataParallel(NeuralNetwork(2, 2))
    alone = copy.deepcopy(ddp.module)
    batch = x_train[2 * rank : 2 * rank + 2], y_train[2 * rank : 2 * rank + 2]
    return gradient(alone, *batch), gradient(ddp, *batch)


def test_gradients_are_averaged(ranks):
    (own_0, shared_0), (own_1, shared_1) = ranks

    assert not torch.allclose(own_0, own_1)
    torch.testing.assert_close(shared_0, (own_0 + own_1) / 2)
    assert torch.equal(shared_0, shared_1)
