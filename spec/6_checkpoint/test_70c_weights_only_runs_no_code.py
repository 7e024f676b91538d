"""Beyond In [70]: weights_only=True runs no code that a file brings.

A pickle may name any function to call as it is read. Without weights_only this one is called.

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
