"""pt1h: a checkpoint that is missing, cut short or carries code is refused; the model is unchanged.

See torch.load.
"""

import pytest
import torch

from pt1h import NeuralNetwork, load, save


class Code:
    def __reduce__(self):
        return print, ("run",)


def cut(path, size):
    save(NeuralNetwork(2, 2), path)
    path.write_bytes(path.read_bytes()[:size])


@pytest.mark.parametrize(
    ("write", "error", "sentence"),
    [
        (lambda path: None, FileNotFoundError, "No such file or directory: save one there"),
        (lambda path: path.mkdir(), IsADirectoryError, "Is a directory: name a readable file"),
        (lambda path: path.touch(), ValueError, "is cut short or no checkpoint: save it again"),
        (lambda path: cut(path, 2500), ValueError, "is cut short or no checkpoint: save it again"),
        (lambda path: cut(path, -100), ValueError, "is cut short or no checkpoint: save it again"),
        (lambda path: path.write_text("w"), ValueError, "is cut short or no checkpoint: save it"),
        (lambda path: torch.save([1, 2], path), ValueError, "holds a list, not a state_dict: save"),
        (lambda path: torch.save({"epoch": 1}, path), ValueError, "is of another network: layers"),
        (lambda path: torch.save({"a": Code()}, path), ValueError, "carries code and is refused"),
    ],
    ids=["missing", "folder", "empty", "half", "short", "text", "list", "number", "code"],
)
def test_unreadable_checkpoints_are_refused(write, error, sentence, tmp_path, capsys):
    path = tmp_path / "model.pth"
    write(path)
    model = NeuralNetwork(2, 2)
    before = model.layers[0].weight.clone()

    with pytest.raises(error, match=f"checkpoint {path}.* {sentence}"):
        load(model, path)

    assert torch.equal(model.layers[0].weight, before)
    assert capsys.readouterr().out == ""
