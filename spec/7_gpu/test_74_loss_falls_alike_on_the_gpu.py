"""In [74]: on the GPU the loss falls through the same six values.

The seed decides the weights and the shuffle on the CPU. The GPU adds up in another order, which
shows in the seventh decimal. All this is of float32: TF32, which keeps three decimals of a factor,
may print 0.64 for the second loss, and is forbidden here where a machine asks for it.

See torch.nn.Module.to.
"""

import pytest
import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders

pytestmark = pytest.mark.gpu


def test_loss_falls_alike_on_the_gpu(record_losses, printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    model.to("cuda")
    train_loader, _ = loaders(drop_last=True)

    losses = record_losses(model, train_loader)
    steps = train(model, train_loader, num_epochs=3, lr=0.5)
    assert losses == [0.75, 0.65, 0.44, 0.13, 0.03, 0.00]
    assert all(parameter.is_cuda for parameter in model.parameters())

    for step in steps:
        print(step)

    assert printed() == transcript
