"""Ranks: a checkpoint that is cut short, or of another run or network, is refused and kept."""

import pytest

from pt1h import NeuralNetwork, save
from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.faults


def cut(path):
    path.write_bytes(path.read_bytes()[:1000])


def widen(path):
    write(read(path) | {"model": NeuralNetwork(3, 2).state_dict()}, path)


@pytest.mark.parametrize(
    ("change", "arguments", "sentence"),
    [
        (cut, [], "is cut short or no checkpoint: save it again"),
        (
            widen,
            [],
            "is of another network: layers.0.weight is (30, 3) in it and (30, 2) in the model:"
            " build the network that was saved",
        ),
        (
            lambda path: save(NeuralNetwork(2, 2), path),
            [],
            "holds no run to go on with: name another file",
        ),
        (
            None,
            ["--nproc", "1"],
            "is of a run with world_size 2, not 1: go on with 2, or name another file",
        ),
        (
            None,
            ["--records", "8"],
            "is of a run with records 5, not 8: go on with 5, or name another file",
        ),
        (
            None,
            ["--drop-last"],
            "is of a run with drop_last False, not True: go on with False, or name another file",
        ),
    ],
    ids=["cut", "network", "state_dict", "world_size", "records", "drop_last"],
)
def test_checkpoints_of_another_run(change, arguments, sentence, tmp_path, capsys):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--checkpoint", str(path)]
    assert main(command) == 0
    if change is not None:
        change(path)
    before = path.read_bytes()

    assert main([*command, *arguments]) == 1

    message = capsys.readouterr().err
    assert message.startswith("pt1h: rank ")
    assert message.endswith(f" failed: ValueError: checkpoint {path} {sentence}\n")
    assert message.count("\n") == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
