"""Beyond In [74]: a rank prints its own batch's loss, then steps with the mean of all gradients.

Here one process computes the losses of both ranks. In each epoch the sampler reshuffles, and it
draws one record twice, because five records do not divide evenly between two ranks.

See torch.nn.parallel.DistributedDataParallel.
"""

import re
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.utils.data import DistributedSampler

from pt1h import NeuralNetwork
from pt1h.data import x_train, y_train


def losses_by_hand():
    """Yield the losses of both ranks at each step."""
    torch.manual_seed(123)
    model = NeuralNetwork(2, 2)
    parameters = list(model.parameters())
    samplers = [DistributedSampler(y_train, num_replicas=2, rank=rank) for rank in (0, 1)]
    for epoch in (1, 2, 3):
        for sampler in samplers:
            sampler.set_epoch(epoch)
        shards = [list(sampler) for sampler in samplers]
        for start in (0, 2):
            batches = [shard[start : start + 2] for shard in shards]
            losses = [F.cross_entropy(model(x_train[batch]), y_train[batch]) for batch in batches]
            gradients = torch.autograd.grad(sum(losses) / 2, parameters)
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.data -= 0.5 * gradient
            yield [f"{loss:.2f}" for loss in losses]


def test_ranks_computed_by_hand():
    run = Path(__file__).with_name("test_75g_two_process_run.txt").read_text(encoding="utf-8")
    printed = [re.findall(rf"\[RANK\] {rank} .* Loss: (\S+)", run) for rank in (0, 1)]

    assert [list(step) for step in zip(*printed, strict=True)] == list(losses_by_hand())
