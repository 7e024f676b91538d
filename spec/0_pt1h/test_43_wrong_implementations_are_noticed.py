"""pt1h: each wrong implementation turns a fact of the document red, and two right ones turn none.

The wrong ones stand in spec/wrong.diff, the right ones in spec/right.
"""

import faulthandler
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

SPEC = Path(__file__).parents[1]


def judged(implementation, *options):
    command = [sys.executable, "-m", "pytest", f"--implementation={implementation}", *options]
    return subprocess.run(command, cwd=SPEC.parent, capture_output=True, text=True, check=False)


def test_each_wrong_one_is_noticed():
    faulthandler.cancel_dump_traceback_later()  # a slow machine takes longer than a fact may
    table = subprocess.run(
        [sys.executable, "-m", "spec.wrong"],
        cwd=SPEC.parent,
        capture_output=True,
        text=True,
        timeout=900,
    )

    assert table.returncode == 0, table.stdout
    assert table.stdout.count("\n    ") >= 100


@pytest.mark.parametrize(("right", "options"), [("plain.py", ["-n2"]), ("other.py", [])])
def test_the_right_ones_hold(right, options):
    run = judged(SPEC / "right" / right, *options)

    assert run.returncode == 0, run.stdout
    assert ", 0 fail\n" in run.stdout
    assert (
        f"from {SPEC / 'right' / right}: NeuralNetwork, ToyDataset, compute_accuracy" in run.stdout
    )
    assert "chapters 0 and 9 are left out" in run.stdout


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
    meet_it = [
        "spec/4_dataloader/test_53c*.py",
        "spec/8_ddp/test_75b*.py",
        "spec/8_ddp/test_75e*.py",
    ]

    run = judged(tmp_path / "mine.py", *options, *(next(SPEC.parent.glob(f)) for f in meet_it))

    assert "0 facts hold, 0 need a GPU, 3 fail\n" in run.stdout


def test_a_refusal_is_one_sentence(tmp_path):
    (tmp_path / "mine.py").write_text("x = 1")

    run = judged(tmp_path / "mine.py")

    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert run.stderr.strip() == (
        f"ERROR: {tmp_path / 'mine.py'} defines none of"
        " NeuralNetwork, ToyDataset, compute_accuracy, load, save, train"
    )
