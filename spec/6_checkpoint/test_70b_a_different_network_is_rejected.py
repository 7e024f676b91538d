"""Claim at In [70]: the network must match the saved one, and a different one raises an error.

A missing key and an extra key also raise an error. Otherwise a network that is loaded in part would
silently keep some of its old weights.

See torch.nn.Module.load_state_dict.
"""

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def without_a_bias(state_dict):
    del state_dict["layers.4.bias"]


def with_an_extra_layer(state_dict):
    state_dict["layers.6.weight"] = torch.zeros(2, 2)


def of_a_different_shape(state_dict):
    state_dict["layers.0.weight"] = torch.zeros(30, 50)


def written_out(model, path):
    return model.load_state_dict(torch.load(path, weights_only=True))


@pytest.mark.parametrize("load_model", [written_out, load])
@pytest.mark.parametrize("change", [without_a_bias, with_an_extra_layer, of_a_different_shape])
def test_a_different_network_is_rejected(change, load_model, tmp_path):
    path = tmp_path / "model.pth"
    save(NeuralNetwork(2, 2), path)
    load_model(NeuralNetwork(2, 2), path)

    state_dict = torch.load(path, weights_only=True)
    change(state_dict)
    torch.save(state_dict, path)
    with pytest.raises((KeyError, RuntimeError, ValueError)):
        load_model(NeuralNetwork(2, 2), path)
