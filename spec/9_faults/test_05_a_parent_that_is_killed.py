"""Ranks: when the process that launched them is killed, the ranks end and leave no file."""

import pytest

from pt1h.distributed import _remove_server_socket

pytestmark = pytest.mark.faults


def test_a_parent_that_is_killed(start, tmp_path):
    path = tmp_path / "run.pth"
    run = start("pt1h", "ddp", "--device", "cpu", "--records", "500000", "--checkpoint", path)
    run.wait_for_epoch(1, path)

    run.process.kill()

    assert run.process.wait() < 0


@pytest.mark.parametrize(("files", "left"), [(["a"], False), ([], True), (["a", "b"], True)])
def test_the_folder_of_the_server_goes_unless_others_use_it(files, left, tmp_path):
    folder = tmp_path / "pymp"
    folder.mkdir()
    for name in files:
        (folder / name).touch()

    _remove_server_socket(folder)

    assert folder.exists() == left
    assert not left or sorted(path.name for path in folder.iterdir()) == files


def test_a_folder_that_is_gone_is_no_fault(tmp_path):
    _remove_server_socket(tmp_path / "gone")
