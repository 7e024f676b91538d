"""Ranks: a checkpoint that is cut short, or of another run or network, is refused and kept.

The exit status is 2, as for any input that is refused.
"""

import pytest

from pt1h import NeuralNetwork, save
from pt1h.checkpoint import read, write
from pt1h.command import main

pytestmark = pytest.mark.faults

OTHER = "give the options of that, or another file"


def widen(path):
    write(read(path) | {"model": NeuralNetwork(3, 2).state_dict()}, path)


@pytest.mark.parametrize(
    ("change", "arguments", "sentence"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:1000]), "", "is cut short or no chec"),
        (widen, "", "is of another network: layers.0.weight is (30, 3) in it and (30, 2) in the"),
        (lambda path: save(NeuralNetwork(2, 2), path), "", "holds no run to go on with: name an"),
        (None, "--nproc 1", f"{{run}} --nproc 1, no --records: {OTHER}\n"),
        (None, "--records 8", f"{{run}} --nproc 2, --records 8: {OTHER}\n"),
        (None, "--drop-last", f"{{run}} --nproc 2, no --records, --drop-last: {OTHER}\n"),
    ],
    ids=["cut", "network", "state_dict", "nproc", "records", "drop_last"],
)
def test_checkpoints_of_another_run(change, arguments, sentence, tmp_path, capsys):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--checkpoint", str(path)]
    assert main(command) == 0
    if change is not None:
        change(path)
    before = path.read_bytes()

    assert main([*command, *arguments.split()]) == 2

    err = capsys.readouterr().err
    run = "is of a run with --nproc 2, no --records, and this is one with"
    assert f" failed: ValueError: checkpoint {path} {sentence.format(run=run)}" in err
    assert err.startswith("pt1h: rank ")
    assert err.count("\n") == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
