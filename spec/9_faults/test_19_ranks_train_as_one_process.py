"""Ranks: N ranks with batches of b train as one process with batches of N times b.

The mean of the ranks' means is the mean over all records, except for rounding.

See torch.nn.parallel.DistributedDataParallel.
"""

import pytest
import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.utils.data import DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.data import batch_loader, toy_records
from pt1h.ranks import launch
from pt1h.training import iter_steps


def weights_after_each_step(batch_size):
    torch.manual_seed(123)
    model = DistributedDataParallel(NeuralNetwork(2, 2))
    dataset = ToyDataset(*toy_records(64))
    shard_size = batch_size // distributed.get_world_size()
    loader = batch_loader(dataset, shard_size, DistributedSampler(dataset))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    steps = iter_steps(model, loader, optimizer, num_epochs=3)
    return [parameters_to_vector(model.parameters()).detach() for _ in steps]


@pytest.mark.parametrize("nproc", [2, 4])
def test_ranks_train_as_one_process(nproc):
    alone = launch(weights_after_each_step, 1, 8)
    ranks = launch(weights_after_each_step, nproc, 8)

    assert len(alone[0]) == 3 * 8
    torch.testing.assert_close(ranks, alone * nproc)
