"""pt1h: whatever happens while a checkpoint is saved, the one before it stays whole."""

import os
import re

import pytest
import torch

from pt1h import NeuralNetwork, load, save


def test_saving_is_atomic(tmp_path, monkeypatch):
    path = tmp_path / "model.pth"
    old, new = NeuralNetwork(2, 2), NeuralNetwork(2, 2)
    save(old, path)
    written = path.read_bytes()

    def full(_):
        assert path.read_bytes() == written
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    remedy = "give a file in a folder that is writable and has room"
    sentence = re.escape(f"cannot write checkpoint {path}: No space left on device: {remedy}")
    with pytest.raises(OSError, match=f"^{sentence}$"):
        save(new, path)

    assert list(tmp_path.iterdir()) == [path]
    load(new, path)
    assert torch.equal(new.layers[0].weight, old.layers[0].weight)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    path = tmp_path / "nowhere" / "model.pth"

    sentence = re.escape(f"cannot write checkpoint {path}: No such file or directory")
    with pytest.raises(FileNotFoundError, match=sentence):
        save(NeuralNetwork(2, 2), path)
