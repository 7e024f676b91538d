"""pt1h: if saving a checkpoint fails, the previous checkpoint stays intact.

Saving over a file keeps its mode, and saving to a symlink keeps the link.
"""

import os
import re
import sys

import pytest

from pt1h import NeuralNetwork, load, save


def test_saving_is_atomic(tmp_path, monkeypatch):
    path = tmp_path / "model.pth"
    save(NeuralNetwork(2, 2), path)
    written = path.read_bytes()

    def disk_is_full(_):
        assert path.read_bytes() == written
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_is_full)
    remedy = "choose a writable folder with enough free space"
    message = f"cannot write checkpoint {path}: No space left on device: {remedy}"
    with pytest.raises(OSError, match=re.escape(message)):
        save(NeuralNetwork(2, 2), path)

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == written


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^cannot write checkpoint .*model\.pth: No such"):
        save(NeuralNetwork(2, 2), tmp_path / "missing" / "model.pth")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the modes and symlinks of Unix")
def test_a_new_file_has_the_mode_and_the_symlink_of_the_old_one(tmp_path):
    path, link = tmp_path / "model.pth", tmp_path / "latest.pth"
    path.touch()
    path.chmod(0o640)
    link.symlink_to(path)
    old = path.stat()

    save(NeuralNetwork(2, 2), link)

    assert link.readlink() == path
    assert path.stat().st_mode == old.st_mode
    assert path.stat().st_ino != old.st_ino
    assert {*tmp_path.iterdir()} == {path, link}
    load(NeuralNetwork(2, 2), path)
