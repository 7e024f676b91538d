"""Ranks: a checkpoint holds model, optimizer and epoch, and how the records were shared out."""

import pytest

from pt1h.checkpoint import read
from pt1h.command import main

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("nproc", [1, 2])
def test_a_checkpoint_says_where_it_stands(nproc, tmp_path, capsys):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--nproc", str(nproc), "--checkpoint", str(path)]
    assert main(command) == 0
    assert "[RESUMED]" not in capsys.readouterr().out

    state = read(path)
    assert state.keys() == {"model", "optimizer", "epoch", "sampler"}
    assert state["epoch"] == 3
    assert state["sampler"] == {
        "world_size": nproc,
        "records": 5,
        "batch_size": 2,
        "drop_last": False,
        "seed": 0,
    }
