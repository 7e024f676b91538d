"""Beyond In [70]: with weights_only=True, torch.load() runs no code from the file.

Loading a pickle can call any function that the pickle names. With weights_only=False, torch.load()
calls the one that this checkpoint names. weights_only=True has been the default since torch 2.6.

See torch.load.
"""

import pickle
from pathlib import Path

import pytest
import torch

from pt1h import NeuralNetwork, load


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_weights_only_runs_no_code(tmp_path):
    crater = tmp_path / "crater"
    torch.save(Bomb(crater), tmp_path / "model.pth")

    with pytest.raises(pickle.UnpicklingError, match="Weights only load failed"):
        torch.load(tmp_path / "model.pth", weights_only=True)
    assert not crater.exists()

    with pytest.raises((pickle.UnpicklingError, ValueError)):
        load(NeuralNetwork(2, 2), tmp_path / "model.pth")
    assert not crater.exists()

    torch.load(tmp_path / "model.pth", weights_only=False)
    assert crater.exists()
