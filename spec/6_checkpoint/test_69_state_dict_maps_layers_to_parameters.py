"""In [69]: a state_dict maps the name of each weight and bias of the network to its tensor.

It contains tensors and no code, so you must define the network again before you load the file.

See torch.nn.Module.state_dict.
"""

import pytest
import torch

from pt1h import NeuralNetwork, save


def written_out(model, path):
    torch.save(model.state_dict(), path)


@pytest.mark.parametrize("save_model", [written_out, save])
def test_state_dict_maps_layers_to_parameters(save_model, tmp_path):
    model = NeuralNetwork(2, 2)

    save_model(model, tmp_path / "model.pth")

    state_dict = torch.load(tmp_path / "model.pth", weights_only=True)
    assert list(state_dict) == [
        "layers.0.weight",
        "layers.0.bias",
        "layers.2.weight",
        "layers.2.bias",
        "layers.4.weight",
        "layers.4.bias",
    ]
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(state_dict[name], parameter.data, rtol=0, atol=0)


def test_a_frozen_layer_is_saved(tmp_path):
    model = NeuralNetwork(2, 2)
    model.layers[0].requires_grad_(False)

    save(model, tmp_path / "model.pth")

    assert list(torch.load(tmp_path / "model.pth", weights_only=True)) == list(model.state_dict())
