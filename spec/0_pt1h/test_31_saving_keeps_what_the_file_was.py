"""pt1h: a file that is saved again keeps its mode, and a link to it stays a link."""

import pytest

from pt1h import NeuralNetwork, load, save


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400])
def test_saving_keeps_the_mode(mode, tmp_path):
    path = tmp_path / "model.pth"
    path.touch()
    path.chmod(mode)

    save(NeuralNetwork(2, 2), path)

    assert path.stat().st_mode & 0o777 == mode


def test_a_link_still_leads_to_the_file(tmp_path):
    path, link = tmp_path / "folder" / "model.pth", tmp_path / "latest.pth"
    path.parent.mkdir()
    link.symlink_to(path)

    save(NeuralNetwork(2, 2), link)

    assert link.readlink() == path
    load(NeuralNetwork(2, 2), path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("length", [250, 300])
def test_a_name_that_is_too_long_is_refused(length, tmp_path):
    path = tmp_path / ("a" * length)

    with pytest.raises(OSError, match=r": File name too long: give a file of a shorter name$"):
        save(NeuralNetwork(2, 2), path)

    assert list(tmp_path.iterdir()) == []
