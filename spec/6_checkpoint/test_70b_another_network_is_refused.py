"""Said at In [70]: the network must match the one that was saved: another is an error.

So is a file that fills a part of it, or brings more than it has. A network that is loaded in part
would go on with what it held before, and nobody would know.

See torch.nn.Module.load_state_dict.
"""

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def without_a_bias(state_dict):
    del state_dict["layers.4.bias"]


def with_one_layer_more(state_dict):
    state_dict["layers.6.weight"] = torch.zeros(2, 2)


def of_another_shape(state_dict):
    state_dict["layers.0.weight"] = torch.zeros(30, 50)


@pytest.mark.parametrize("misfit", [without_a_bias, with_one_layer_more, of_another_shape])
def test_another_network_is_refused(misfit, tmp_path):
    path = tmp_path / "model.pth"
    save(NeuralNetwork(2, 2), path)
    load(NeuralNetwork(2, 2), path)

    state_dict = torch.load(path, weights_only=True)
    misfit(state_dict)
    torch.save(state_dict, path)
    with pytest.raises((KeyError, RuntimeError, ValueError)):
        load(NeuralNetwork(2, 2), path)
