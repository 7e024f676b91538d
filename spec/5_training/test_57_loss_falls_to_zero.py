"""In [57]: in three epochs of two batches the loss falls from 0.75 to 0.00.

See torch.optim.SGD.
"""

import pytest
import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders


def test_loss_falls_to_zero(printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    train_loader, _ = loaders(drop_last=True)

    steps = train(model, train_loader, num_epochs=3, lr=0.5)
    # Another's train() may print its lines itself.
    lines = printed() or "".join(f"{step}\n" for step in steps)

    assert lines == transcript
    losses = [float(line.rpartition(" ")[2]) for line in lines.splitlines()]
    assert losses == pytest.approx([0.75, 0.65, 0.44, 0.13, 0.03, 0.00], abs=5e-3)
