"""pt1h: another implementation stands in for pt1h's in a DataLoader's workers and in ranks, too.

This one is wrong in forked processes alone: a fact of the workers fails, and two of the ranks.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

SPEC = Path(__file__).parents[2]

MINE = """\
import os, torch, pt1h

here = os.getpid()

class NeuralNetwork(pt1h.NeuralNetwork):
    def __init__(self, *sizes):
        torch.manual_seed(int(os.getpid() != here))
        super().__init__(*sizes)

class ToyDataset(pt1h.ToyDataset):
    def __getitem__(self, index):
        assert os.getpid() == here
        return super().__getitem__(index)
"""


@pytest.mark.parametrize("options", [[], ["-n2"]], ids=["", "xdist"])
def test_ranks_and_workers_meet_it(options, tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    implementation = f"--implementation={tmp_path / 'mine.py'}"
    meet_it = [
        "4_dataloader/test_53c_workers_change_no_batch.py",
        "8_ddp/test_75b_ranks_start_from_the_weights_of_rank_0.py",
        "8_ddp/test_75e_ranks_hold_the_same_weights.py",
    ]

    run = subprocess.run(
        [sys.executable, "-m", "pytest", implementation, *options, *(SPEC / f for f in meet_it)],
        cwd=SPEC.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "0 facts hold, 0 need a GPU, 3 fail\n" in run.stdout
