"""pt1h: a file that cannot stand in for pt1h's names is refused in a sentence, before any fact."""

import subprocess
import sys
from pathlib import Path

import pytest

import pt1h
from pt1h_tools.implementation import stand_in

NONE = "defines none of NeuralNetwork, ToyDataset, compute_accuracy, load, save, train"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def f(:", r"does not import: SyntaxError: invalid syntax \(mine.py, line 1\)"),
        ("import missing_one", "does not import: ModuleNotFoundError: No module named 'missing_"),
        ("1 / 0", "does not import: ZeroDivisionError: division by zero"),
        ("exit(1)", "does not import: SystemExit: 1"),
        ("x = 1", NONE),
        ("from torch import *", NONE),
        ("class NeuralNetwork: pass", "^NeuralNetwork of .* is no torch.nn.Module"),
        ("def NeuralNetwork(a, b): pass", "^NeuralNetwork of .* is a function, not a class"),
        ("ToyDataset = []", "^ToyDataset of .* is a list, not a class"),
        ("import json as train", "^train of .* is a module, not a function"),
        (None, "does not import: FileNotFoundError: .* No such file or directory"),
    ],
)
def test_what_cannot_stand_in_is_refused(source, sentence, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    before = {name: vars(pt1h)[name] for name in pt1h.__all__}
    if source is not None:
        (tmp_path / "mine.py").write_text(source)

    with pytest.raises(pytest.UsageError, match=sentence):
        stand_in(str(tmp_path / "mine.py"))

    assert before == {name: vars(pt1h)[name] for name in pt1h.__all__}


@pytest.mark.faults
def test_a_refusal_is_one_sentence(tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text("x = 1")
    command = [sys.executable, "-m", "pytest", f"--implementation={mine}"]

    run = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )

    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert run.stderr.strip() == f"ERROR: {mine} {NONE}"
