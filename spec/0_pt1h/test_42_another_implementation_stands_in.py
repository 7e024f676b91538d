"""pt1h: a file that cannot stand in for pt1h's names is refused in a sentence, before any fact.

What the names have to do stands in pt1h's own docstring, with their parameters.
"""

import ast
import inspect
import re
import sys

import pytest
import torch

import pt1h
import pt1h.ddp
from spec.implementation import load, stand_in


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def f(:", r"does not import: SyntaxError: invalid syntax \(mine.py, line 1\)"),
        ("import missing_one", "does not import: ModuleNotFoundError: No module named 'missing_"),
        ("1 / 0", "does not import: ZeroDivisionError: division by zero"),
        ("exit(1)", "does not import: SystemExit: 1"),
        ("x = 1", "defines none of NeuralNetwork, ToyDataset, compute_accuracy, load, save, train"),
        (
            "from torch import *",
            "defines none of NeuralNetwork, ToyDataset, compute_accuracy, load",
        ),
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


def test_a_name_stands_in_wherever_pt1h_uses_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    users = [pt1h, pt1h.data, pt1h.ddp]
    for module in users:
        monkeypatch.setattr(module, "ToyDataset", pt1h.ToyDataset)  # to be as before afterwards
    (tmp_path / "mine.py").write_text("class ToyDataset: pass")

    assert stand_in(str(tmp_path / "mine.py")) == ["ToyDataset"]

    assert {module.ToyDataset.__module__ for module in users} == {"implementation"}
    assert pt1h.train.__module__ == "pt1h.training"


@pytest.mark.parametrize("name", ["mine.py", "pt1h.py", "data.py", "torch.py", "my own.py"])
def test_a_file_may_have_any_name(name, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    (tmp_path / "beside_it.py").write_text("number = 42")
    (tmp_path / name).write_text("import torch, pt1h.data\nfrom beside_it import number")

    mine = load(str(tmp_path / name))

    assert mine.number == 42
    assert mine.torch is torch
    assert mine.pt1h is pt1h
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {name, "beside_it.py"}


def test_the_contract_names_what_the_names_take():
    described = re.findall(r"^(?:class|def) (\w+)(\(.+\))", pt1h.__doc__, re.MULTILINE)

    assert sorted(name for name, _ in described) == pt1h.__all__
    for name, parameters in described:
        arguments = ast.parse(f"def f{parameters}: ...").body[0].args
        own = inspect.signature(vars(pt1h)[name]).parameters
        assert [a.arg for a in arguments.args] == list(own)[: len(arguments.args)]
        defaults = [own[a.arg].default for a in arguments.args[2:]]
        assert [d.value for d in arguments.defaults] == defaults
