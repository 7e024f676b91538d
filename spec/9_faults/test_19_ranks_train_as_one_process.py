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

pytestmark = pytest.mark.faults


def trajectory(batch_size):
    torch.manual_seed(123)
    model = DistributedDataParallel(NeuralNetwork(2, 2))
    dataset = ToyDataset(*toy_records(64))
    shard_size = batch_size // distributed.get_world_size()
    loader = batch_loader(dataset, shard_size, DistributedSampler(dataset))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    return [
        (float(step.loss), parameters_to_vector(model.parameters()).detach())
        for step in iter_steps(model, loader, optimizer, num_epochs=3)
    ]


@pytest.mark.parametrize("nproc", [2, 4])
def test_ranks_train_as_one_process(nproc):
    alone = launch(trajectory, 1, 8)[0]
    ranks = launch(trajectory, nproc, 8)

    assert len(alone) == 3 * 8
    for (loss, weights), *steps in zip(alone, *ranks, strict=True):
        assert sum(loss for loss, _ in steps) / nproc == pytest.approx(loss, rel=1e-4)
        for _, same in steps:
            torch.testing.assert_close(same, weights)
