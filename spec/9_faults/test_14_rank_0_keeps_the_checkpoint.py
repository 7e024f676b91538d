"""Ranks: only rank 0 reads and writes the checkpoint, and all ranks resume from it.

On several machines, the other ranks may not have access to the file.

See torch.distributed.broadcast_object_list.
"""

import torch
from torch import distributed

from pt1h.checkpoint import read, write
from pt1h.ddp import train_replica
from pt1h.ranks import launch


def train_with_a_file_of_its_own(folder):
    path = folder / f"{distributed.get_rank()}.pth"
    return train_replica(torch.device("cpu"), None, path).resumed_after


def test_rank_0_keeps_the_checkpoint(tmp_path):
    path = tmp_path / "0.pth"
    assert launch(train_with_a_file_of_its_own, 2, tmp_path) == [0, 0]
    assert list(tmp_path.iterdir()) == [path]

    write(read(path) | {"epoch": 1}, path)
    assert launch(train_with_a_file_of_its_own, 2, tmp_path) == [1, 1]
    assert list(tmp_path.iterdir()) == [path]
