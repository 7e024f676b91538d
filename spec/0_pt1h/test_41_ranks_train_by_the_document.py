"""pt1h: a rank prints the loss of its own batch, then steps by the mean of all gradients.

Each epoch the sampler shuffles anew. The fifth record comes twice in an epoch, and counts once.

See torch.nn.parallel.DistributedDataParallel.
"""

import torch
import torch.nn.functional as F
from torch.utils.data import DistributedSampler

from pt1h import NeuralNetwork
from pt1h.data import x_train, y_train
from pt1h.ddp import train_toy_distributed


def losses_by_hand():
    """What two ranks see, each at each step, as one process computes it."""
    torch.manual_seed(123)
    model = NeuralNetwork(2, 2)
    parameters = list(model.parameters())
    samplers = [DistributedSampler(y_train, num_replicas=2, rank=rank) for rank in (0, 1)]
    for epoch in (1, 2, 3):
        for sampler in samplers:
            sampler.set_epoch(epoch)
        shares = [list(sampler) for sampler in samplers]
        for start in (0, 2):
            batches = [share[start : start + 2] for share in shares]
            losses = [F.cross_entropy(model(x_train[each]), y_train[each]) for each in batches]
            gradients = torch.autograd.grad(sum(losses) / 2, parameters)
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.data -= 0.5 * gradient
            yield [f"{loss:0.2f}" for loss in losses]


def test_ranks_train_by_the_document(loopback):
    replicas = train_toy_distributed(2, torch.device("cpu"))

    printed = [[line.rpartition(" ")[2] for line in replica.lines] for replica in replicas]
    assert [list(step) for step in zip(*printed, strict=True)] == list(losses_by_hand())
    assert [replica.counts for replica in replicas] == [(5, 5)] * 2
