"""Ranks: a damaged checkpoint, or one of a different run or network, is rejected and not changed.

The exit status is 2, as for any other bad input.
"""

import pytest

from pt1h import NeuralNetwork, save
from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.faults


def truncate(path):
    path.write_bytes(path.read_bytes()[:1000])


def zero_a_weight(path):
    weight = read(path)["model"]["layers.2.weight"].numpy().tobytes()
    path.write_bytes(path.read_bytes().replace(weight, bytes(len(weight))))


def widen(path):
    write(read(path) | {"model": NeuralNetwork(3, 2).state_dict()}, path)


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        (truncate, "", "it is damaged, truncated or not a checkpoint: use a different file"),
        (zero_a_weight, "", "it is damaged, truncated or not a checkpoint: use a different file"),
        (widen, "", "layers.0.weight is (30, 3) in the file, (30, 2)"),
        (
            lambda path: save(NeuralNetwork(2, 2), path),
            "",
            "it was not written by a run with --nproc 2",
        ),
        (None, "--nproc 1", "it was not written by a run with --nproc 1: use a different file"),
        (None, "--records 8", "it was not written by a run with --nproc 2 --records 8: use a"),
    ],
    ids=["truncated", "damaged", "network", "state_dict", "nproc", "records"],
)
def test_checkpoints_of_a_different_run(change, arguments, message, tmp_path, capsys):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--checkpoint", str(path)]
    assert main(command) == 0
    if change is not None:
        change(path)
    before = path.read_bytes()

    assert main([*command, *arguments.split()]) == 2

    err = capsys.readouterr().err
    assert f"checkpoint {path}: {message}" in err
    assert err.startswith("pt1h: rank ")
    assert err.count("\n") == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
