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

DAMAGED = "it is damaged, truncated or not a checkpoint: use a different file"
CODE = "it contains pickled code, {}: save only tensors, numbers and strings"
OTHER = "{} in the model: build the network that was saved"
WRAPPED = "in the file, missing in the model: remove the wrapper's prefix from the names"
STATE = NeuralNetwork(2, 2).state_dict()


class Code:
    def __reduce__(self):
        return print, ("run",)


def truncate(path, size):
    save(NeuralNetwork(2, 2), path)
    path.write_bytes(path.read_bytes()[:size])


def zero_a_weight(path):
    model = NeuralNetwork(2, 2)
    save(model, path)
    weight = model.layers[2].weight.detach().numpy().tobytes()
    path.write_bytes(path.read_bytes().replace(weight, bytes(len(weight))))


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: path.touch(), DAMAGED),
        (lambda path: truncate(path, 2500), DAMAGED),
        (lambda path: truncate(path, -100), DAMAGED),
        (zero_a_weight, DAMAGED),
        (lambda path: path.write_text("w"), DAMAGED),
        (lambda path: torch.save({"a": Code()}, path), CODE.format("print")),
        (lambda path: torch.save({"a": np.float64(1)}, path), "pickled code, numpy."),
        (lambda path: torch.save({"a": np.ones(2)}, path), "pickled code, numpy."),
        (
            lambda path: torch.save([1, 2], path),
            "it holds an object of type list: save a state_dict",
        ),
        (
            lambda path: torch.save({"epoch": 1}, path),
            OTHER.format("epoch is () in the file, missing"),
        ),
        (
            lambda path: save(NeuralNetwork(50, 3), path),
            OTHER.format("layers.0.weight is (30, 50) in the file, (30, 2)"),
        ),
        (
            lambda path: torch.save({}, path),
            OTHER.format("layers.0.weight is missing in the file, (30, 2)"),
        ),
        (
            lambda path: torch.save({f"module.{name}": STATE[name] for name in STATE}, path),
            f"module.layers.0.weight is (30, 2) {WRAPPED}",
        ),
        (
            lambda path: torch.save({f"_orig_mod.{name}": STATE[name] for name in STATE}, path),
            f"_orig_mod.layers.0.weight is (30, 2) {WRAPPED}",
        ),
    ],
    ids=[
        *("empty", "half", "short", "zeroed", "text", "code", "numpy scalar", "numpy array"),
        *("list", "number", "larger", "nothing", "DataParallel", "torch.compile"),
    ],
)
def test_unusable_checkpoints_are_rejected(write, message, tmp_path, capsys):
    path = tmp_path / "model.pth"
    write(path)
    model = NeuralNetwork(2, 2)
    before = copy.deepcopy(model.state_dict())

    with pytest.raises(ValueError, match=re.escape(f"checkpoint {path}: ")) as rejection:
        load(model, path)

    assert message in str(rejection.value)
    assert "\n" not in str(rejection.value)
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor, before[name])
    assert capsys.readouterr().out == ""


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"model\.pth"):
        load(NeuralNetwork(2, 2), tmp_path / "model.pth")


def test_a_file_without_checksums_is_loaded(tmp_path):
    path = tmp_path / "model.pth"
    torch.serialization.set_crc32_options(False)
    try:
        save(NeuralNetwork(2, 2), path)
    finally:
        torch.serialization.set_crc32_options(True)

    load(NeuralNetwork(2, 2), path)
