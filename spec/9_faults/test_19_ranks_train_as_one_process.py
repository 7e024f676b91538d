"""Ranks: N ranks with batches of b train as one process with batches of N times b.

The mean of the ranks' means is the mean over all, but for the rounding.

See torch.nn.parallel.DistributedDataParallel.
"""

import pytest
import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.optim import SGD
from torch.utils.data import DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.data import at_once, toy_records
from pt1h.distributed import launch
from pt1h.training import iter_steps

pytestmark = pytest.mark.faults


def trajectory(batch):
    torch.manual_seed(123)
    model = DistributedDataParallel(NeuralNetwork(2, 2))
    dataset = ToyDataset(*toy_records(64))
    batch_size = batch // distributed.get_world_size()
    loader = at_once(dataset, batch_size, DistributedSampler(dataset))
    return [
        (float(step.loss), parameters_to_vector(model.parameters()).detach())
        for step in iter_steps(model, loader, SGD(model.parameters(), lr=0.5), num_epochs=3)
    ]


@pytest.mark.parametrize("nproc", [2, 4])
def test_ranks_train_as_one_process(nproc):
    (alone,) = launch(trajectory, 1, 8)
    ranks = launch(trajectory, nproc, 8)

    assert len(alone) == 3 * 8
    for (loss, weights), *steps in zip(alone, *ranks, strict=True):
        assert sum(loss for loss, _ in steps) / nproc == pytest.approx(loss, rel=1e-4)
        for _, same in steps:
            torch.testing.assert_close(same, weights)
