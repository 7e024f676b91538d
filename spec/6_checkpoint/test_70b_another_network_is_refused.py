"""After In [70]: another network's state is refused, the sentence says what does not fit.

torch's load_state_dict alone would copy what does fit before it complained.
"""

import copy
import re

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def test_another_network_is_refused(tmp_path):
    save(NeuralNetwork(50, 3), tmp_path / "model.pth")

    model = NeuralNetwork(2, 2)
    before = copy.deepcopy(model.state_dict())
    misfit = re.escape("layers.0.weight is (30, 50) in it and (30, 2) in the model")
    with pytest.raises(ValueError, match=misfit):
        load(model, tmp_path / "model.pth")

    for name, parameter in model.state_dict().items():
        assert torch.equal(parameter, before[name])
