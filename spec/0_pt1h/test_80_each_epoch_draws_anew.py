"""pt1h: each epoch draws the records of a rank in another order, at once or one by one.

A DistributedSampler shuffles by its seed and its epoch, which the loop has to tell it: else each
epoch repeats the first.

See torch.utils.data.distributed.DistributedSampler.
"""

import pytest
import torch
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import at_once


@pytest.mark.parametrize("serve", [DataLoader, at_once])
def test_each_epoch_draws_anew(serve):
    drawn = []

    class Noting(ToyDataset):
        def __getitem__(self, index):
            drawn.extend(torch.tensor(index).reshape(-1).tolist())
            return super().__getitem__(index)

    dataset = Noting(torch.randn(16, 2), torch.arange(16) % 2)
    sampler = DistributedSampler(dataset, num_replicas=2, rank=1)

    train(NeuralNetwork(2, 2), serve(dataset, 4, sampler=sampler), num_epochs=2)

    assert len(drawn) == 2 * 8
    assert drawn[:8] != drawn[8:]
