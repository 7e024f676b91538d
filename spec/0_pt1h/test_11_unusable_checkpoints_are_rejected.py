"""pt1h: load() rejects an unusable file with one error message, and leaves the model unchanged.

torch does not verify the checksums of a checkpoint, and load_state_dict() copies the tensors that
match before it raises an error for the others.

See torch.load.
"""

import copy
import re

import numpy as np
import pytest
import torch

from pt1h import NeuralNetwork, load, save

STATE = NeuralNetwork(2, 2).state_dict()
WEIGHT = STATE["layers.2.weight"].numpy().tobytes()
PREFIX = "is (2,) in the file, missing in the model: remove the wrapper's prefix from the names"


class Code:
    def __reduce__(self):
        return print, ("run",)


def check_rejection(path, message):
    model = NeuralNetwork(2, 2)
    before = copy.deepcopy(model.state_dict())

    with pytest.raises(ValueError, match=re.escape(f"checkpoint {path}: ")) as rejection:
        load(model, path)

    assert message in str(rejection.value)
    assert "\n" not in str(rejection.value)
    torch.testing.assert_close(model.state_dict(), before, rtol=0, atol=0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda saved: b"",
        lambda saved: b"w",
        lambda saved: saved[:-100],
        lambda saved: saved.replace(WEIGHT, bytes(len(WEIGHT))),
    ],
    ids=["empty", "text", "truncated", "zeroed"],
)
def test_damaged_files_are_rejected(damage, tmp_path):
    path = tmp_path / "model.pth"
    torch.save(STATE, path)
    path.write_bytes(damage(path.read_bytes()))

    check_rejection(path, "it is damaged, truncated or not a checkpoint: use a different file")


@pytest.mark.parametrize(
    ("saved", "message"),
    [
        ({"a": Code()}, "it contains pickled code, print: save only tensors, numbers and strings"),
        ({"a": np.float64(1)}, "pickled code, numpy."),
        ([1, 2], "it holds an object of type list: save a state_dict"),
        ({"epoch": 1}, "epoch is () in the file, missing in the model: build the network that was"),
        (NeuralNetwork(50, 3).state_dict(), "layers.0.weight is (30, 50) in the file, (30, 2) in"),
        ({}, "layers.0.weight is missing in the file, (30, 2) in the model: build the network"),
        ({"module.layers.4.bias": torch.ones(2)}, f"module.layers.4.bias {PREFIX}"),
        ({"_orig_mod.layers.4.bias": torch.ones(2)}, f"_orig_mod.layers.4.bias {PREFIX}"),
    ],
)
def test_unusable_objects_are_rejected(saved, message, tmp_path, capsys):
    path = tmp_path / "model.pth"
    torch.save(saved, path)

    check_rejection(path, message)

    assert capsys.readouterr().out == ""


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"model\.pth"):
        load(NeuralNetwork(2, 2), tmp_path / "model.pth")


def test_a_file_without_checksums_is_loaded(tmp_path, request):
    request.addfinalizer(lambda: torch.serialization.set_crc32_options(True))
    torch.serialization.set_crc32_options(False)
    save(NeuralNetwork(2, 2), tmp_path / "model.pth")

    load(NeuralNetwork(2, 2), tmp_path / "model.pth")
