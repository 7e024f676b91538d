"""Beyond In [74]: a GPU-trained network reaches 100% accuracy, and its checkpoint loads on the CPU.

See torch.nn.Module.to.
"""

import pytest
import torch

from pt1h import NeuralNetwork, compute_accuracy, load, save
from pt1h.data import loaders
from pt1h.training import train_toy

pytestmark = pytest.mark.gpu


def test_accuracy_and_checkpoint_on_the_gpu(gpu, tmp_path):
    on_gpu, _ = train_toy(device="cuda")
    assert all(parameter.is_cuda for parameter in on_gpu.parameters())
    train_loader, test_loader = loaders()
    for loader in (train_loader, test_loader):
        # Move the records here, because the notebook's compute_accuracy() does not.
        batches = [(features.to("cuda"), labels.to("cuda")) for features, labels in loader]
        assert compute_accuracy(on_gpu, batches) == 1.0

    save(on_gpu, tmp_path / "model.pth")
    on_cpu = NeuralNetwork(2, 2)
    load(on_cpu, tmp_path / "model.pth")

    for name, parameter in on_cpu.state_dict().items():
        assert not parameter.is_cuda
        assert torch.equal(parameter, on_gpu.state_dict()[name].cpu())
    assert compute_accuracy(on_cpu, test_loader) == 1.0
