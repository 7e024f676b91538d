"""Said at In [70]: the network must match the one that was saved: another is an error.

torch's load_state_dict alone would copy what does fit before it complained.

See torch.nn.Module.load_state_dict.
"""

import copy
import re

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def test_another_network_is_refused(tmp_path):
    path = tmp_path / "model.pth"
    save(NeuralNetwork(50, 3), path)

    model = NeuralNetwork(2, 2)
    before = copy.deepcopy(model.state_dict())
    misfit = "layers.0.weight is (30, 50) in it and (30, 2) in the model"
    sentence = (
        f"checkpoint {path} is of another network: {misfit}: build the network that was saved"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        load(model, path)

    for name, parameter in model.state_dict().items():
        assert torch.equal(parameter, before[name])
