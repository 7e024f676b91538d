"""Ranks: a damaged checkpoint, or one of a different run or network, is rejected and not changed.

The exit status is 2, as for any other bad input.
"""

import pytest

from pt1h import NeuralNetwork, save
from pt1h.checkpoint import read, write
from pt1h.command import main


def zero_a_weight(path):
    weight = read(path)["model"]["layers.2.weight"].numpy().tobytes()
    path.write_bytes(path.read_bytes().replace(weight, bytes(len(weight))))


def widen(path):
    write(read(path) | {"model": NeuralNetwork(3, 2).state_dict()}, path)


def save_the_network_only(path):
    save(NeuralNetwork(2, 2), path)


def keep(path):
    pass


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        (zero_a_weight, "", "it is damaged, truncated or not a checkpoint: use a different file"),
        (widen, "", "layers.0.weight is (30, 3) in the file, (30, 2)"),
        (save_the_network_only, "", "it was not written by a run with --nproc 2: use a different"),
        (keep, "--nproc 1", "it was not written by a run with --nproc 1: use a different file"),
        (keep, "--records 8", "it was not written by a run with --nproc 2 --records 8: use a"),
    ],
)
def test_checkpoints_of_a_different_run(change, arguments, message, checkpoint, capsys):
    command = ["ddp", "--device", "cpu", "--checkpoint", str(checkpoint)]
    assert main(command) == 0
    change(checkpoint)
    before = checkpoint.read_bytes()

    assert main([*command, *arguments.split()]) == 2

    err = capsys.readouterr().err
    assert f"checkpoint {checkpoint}: {message}" in err
    assert err.startswith("pt1h: rank ")
    assert err.count("\n") == 1
    assert checkpoint.read_bytes() == before
    assert list(checkpoint.parent.iterdir()) == [checkpoint]
