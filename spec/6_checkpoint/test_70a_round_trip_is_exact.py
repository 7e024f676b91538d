"""Beyond In [70]: the loaded network has the same weights and the same logits as the saved network.

See torch.save.
"""

import torch

from pt1h import NeuralNetwork, load, save
from pt1h.data import x_train
from pt1h.training import train_toy


def test_round_trip_is_exact(tmp_path):
    trained, _ = train_toy()
    model = NeuralNetwork(2, 2)
    # The second save() replaces the file of the first.
    save(model, tmp_path / "model.pth")
    save(trained, tmp_path / "model.pth")

    assert not torch.equal(model(x_train), trained(x_train))
    load(model, tmp_path / "model.pth")

    for name, parameter in trained.state_dict().items():
        assert torch.equal(model.state_dict()[name], parameter)
    assert torch.equal(model(x_train), trained(x_train))
    assert all(parameter.requires_grad for parameter in model.parameters())
