"""Ranks: rank 0 alone reads and writes the checkpoint, and all go on from what it found.

On several machines no other rank may see the file.

See torch.distributed.broadcast_object_list.
"""

import pytest
import torch
from torch import distributed

from pt1h.checkpoint import read, write
from pt1h.ddp import train_replica
from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def worker(folder):
    """Each rank is given a file of its own, as if on a machine of its own."""
    path = folder / f"{distributed.get_rank()}.pth"
    return train_replica(torch.device("cpu"), None, False, path).resumed_after


def test_rank_0_keeps_the_checkpoint(tmp_path):
    path = tmp_path / "0.pth"
    assert launch(worker, 2, tmp_path) == [0, 0]
    assert list(tmp_path.iterdir()) == [path]

    write(read(path) | {"epoch": 1}, path)
    assert launch(worker, 2, tmp_path) == [1, 1]
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_run_that_was_killed_left_is_removed(tmp_path):
    (tmp_path / "0.pth.123.partial").touch()
    (tmp_path / "00.pth.123.partial").touch()

    launch(worker, 1, tmp_path)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["0.pth", "00.pth.123.partial"]
