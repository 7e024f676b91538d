"""In [74]: on the GPU, training prints the same six losses, to two decimals, as on the CPU.

The seed determines the weights and the shuffle, because both are drawn on the CPU. The GPU sums in
a different order, which can change the seventh decimal. The values need full float32. TF32 keeps
only about three significant digits of each factor and may print 0.64 for the second loss, so the
suite disables it.

See torch.nn.Module.to.
"""

import pytest
import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders

pytestmark = pytest.mark.gpu


def test_loss_falls_alike_on_the_gpu(gpu, record_losses, printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    device = torch.device("cuda")
    model.to(device)
    train_loader, _ = loaders(drop_last=True)

    losses = record_losses(model, train_loader)
    # train() moves each batch to the device of the model.
    steps = train(model, train_loader, num_epochs=3, lr=0.5)
    assert losses == [0.75, 0.65, 0.44, 0.13, 0.03, 0.00]
    assert all(parameter.is_cuda for parameter in model.parameters())

    for step in steps:
        print(step)

    assert printed() == transcript
