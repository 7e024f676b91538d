"""Claim after In [74]: each rank starts with a copy of rank 0's weights, regardless of its seed.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector

from pt1h import NeuralNetwork


def rank_function():
    torch.manual_seed(distributed.get_rank())
    model = NeuralNetwork(2, 2)
    own = parameters_to_vector(model.parameters()).detach()

    ddp = DistributedDataParallel(model)
    return own, parameters_to_vector(ddp.parameters()).detach()


def test_ranks_start_from_the_weights_of_rank_0(ranks):
    (own_0, copy_0), (own_1, copy_1) = ranks

    assert not torch.equal(own_0, own_1)
    assert torch.equal(copy_0, own_0)
    assert torch.equal(copy_1, own_0)
