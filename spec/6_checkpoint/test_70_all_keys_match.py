"""In [70]: load_state_dict() reports that all keys matched if the network has the same shape.

See torch.nn.Module.load_state_dict.
"""

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def written_out(model, path):
    return model.load_state_dict(torch.load(path, weights_only=True))


@pytest.mark.parametrize("load_model", [written_out, load])
def test_all_keys_match(load_model, printed, tmp_path):
    save(NeuralNetwork(2, 2), tmp_path / "model.pth")

    model = NeuralNetwork(2, 2)
    print(load_model(model, tmp_path / "model.pth"))

    assert printed() == "<All keys matched successfully>\n"
