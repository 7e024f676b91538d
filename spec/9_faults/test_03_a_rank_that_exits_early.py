"""Ranks: a rank that exits early is named, even where its exit status is 0."""

import os
import sys

import pytest
from torch import distributed

from pt1h.distributed import launch
from pt1h.rank import RankError

pytestmark = pytest.mark.faults


def worker(exit_early):
    if distributed.get_rank() == 1:
        exit_early(0)
    distributed.barrier()


@pytest.mark.parametrize("exit_early", [sys.exit, os._exit])
def test_a_rank_that_exits_early(exit_early):
    sentence = "^rank 1 ended before its function returned: exit status 0$"
    with pytest.raises(RankError, match=sentence):
        launch(worker, 2, exit_early)


def leaves_a_process(folder):
    wait = "for i in $(seq 300); do test -e launched && exit; sleep 0.1; done; touch waited_for"
    os.system(f"cd {folder}; ({wait}) &")
    os._exit(3)


def test_what_it_leaves_behind_is_not_waited_for(tmp_path):
    with pytest.raises(RankError, match=r"exit status 3$"):
        launch(leaves_a_process, 1, tmp_path)

    (tmp_path / "launched").touch()
    assert not (tmp_path / "waited_for").exists()
