"""pt1h: what does not fit is named in a sentence: a label without an output, a checkpoint's layer.

torch's load_state_dict alone would copy what fits before it complained of the rest.

See torch.nn.Module.load_state_dict.
"""

import copy
import re

import pytest
import torch

from pt1h import NeuralNetwork, load, save, train
from pt1h.data import loaders


def test_a_label_without_an_output_is_named():
    train_loader, _ = loaders(drop_last=False)

    with pytest.raises(ValueError, match="label 1 is not below the number of outputs, 1"):
        train(NeuralNetwork(num_inputs=2, num_outputs=1), train_loader)


def test_what_does_not_fit_is_named(tmp_path):
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


@pytest.mark.parametrize(
    ("found", "misfit"),
    [
        ({"other": torch.zeros(1)}, "layers.0.weight is missing in it and (30, 2) in the model"),
        (
            NeuralNetwork(2, 2).state_dict() | {"other": torch.zeros(1)},
            "other is (1,) in it and missing in the model",
        ),
    ],
)
def test_what_one_lacks_is_named(found, misfit, tmp_path):
    torch.save(found, tmp_path / "model.pth")

    with pytest.raises(ValueError, match=f"network: {re.escape(misfit)}: build the network"):
        load(NeuralNetwork(2, 2), tmp_path / "model.pth")
