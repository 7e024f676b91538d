"""In [74]: on the GPU the loss falls through the same six values.

The seed decides the weights and the shuffle on the CPU. The GPU rounds otherwise, beyond the
printed decimals.

See torch.nn.Module.to.
"""

import pytest
import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders

pytestmark = pytest.mark.gpu


def test_loss_falls_alike_on_the_gpu(printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    model.to("cuda")
    train_loader, _ = loaders(drop_last=True)

    losses = []
    for step in train(model, train_loader, num_epochs=3, lr=0.5):
        print(step)
        assert step.loss.is_cuda
        losses.append(step.loss.item())

    assert printed() == transcript
    assert losses == pytest.approx([0.75, 0.65, 0.44, 0.13, 0.03, 0.00], abs=5e-3)
