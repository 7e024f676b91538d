"""pt1h: a checkpoint that is missing, cut short, or carries code is refused; the model stays."""

import re
from pathlib import Path

import pytest
import torch

from pt1h import NeuralNetwork, load, save


class Code:
    def __reduce__(self):
        return print, ("run",)


def missing(path):
    return (
        FileNotFoundError,
        f"cannot read checkpoint {path}: No such file or directory: save one there",
    )


def cut_in_half(path):
    save(NeuralNetwork(2, 2), path)
    path.write_bytes(path.read_bytes()[:2500])
    return ValueError, f"checkpoint {path} is cut short or no checkpoint"


def cut_short(path):
    save(NeuralNetwork(2, 2), path)
    path.write_bytes(path.read_bytes()[:-100])
    return ValueError, f"checkpoint {path} is cut short or no checkpoint"


def empty(path):
    path.touch()
    return ValueError, f"checkpoint {path} is cut short or no checkpoint"


def text(path):
    path.write_text("weights", encoding="utf-8")
    return ValueError, f"checkpoint {path} is cut short or no checkpoint"


def with_code(path):
    torch.save({"layers.0.weight": Code()}, path)
    return ValueError, f"checkpoint {path} carries code"


def another_thing(path):
    torch.save([1, 2, 3], path)
    return ValueError, f"checkpoint {path} holds a list, not a state_dict"


@pytest.mark.parametrize(
    "fault", [missing, cut_in_half, cut_short, empty, text, with_code, another_thing]
)
def test_unreadable_checkpoints_are_refused(fault, tmp_path, capsys):
    error, sentence = fault(tmp_path / "model.pth")
    model = NeuralNetwork(2, 2)
    before = model.layers[0].weight.clone()

    with pytest.raises(error, match=re.escape(sentence)):
        load(model, Path(tmp_path / "model.pth"))

    assert torch.equal(model.layers[0].weight, before)
    assert capsys.readouterr().out == ""
