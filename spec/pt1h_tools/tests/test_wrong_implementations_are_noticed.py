"""pt1h: each wrong implementation turns a fact of the document red, and two right ones turn none.

The wrong ones stand in spec/wrong.diff, the right ones in spec/right.
"""

import faulthandler
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

SPEC = Path(__file__).parents[2]


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


@pytest.mark.parametrize("right", ["plain.py", "other.py"])
def test_the_right_ones_hold(right):
    mine = SPEC / "right" / right
    run = subprocess.run(
        [sys.executable, "-m", "pytest", f"--implementation={mine}"],
        cwd=SPEC.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    assert ", 0 fail\n" in run.stdout
    assert f"from {mine}: NeuralNetwork, ToyDataset, compute_accuracy" in run.stdout
    assert "chapters 0 and 9 are left out" in run.stdout
