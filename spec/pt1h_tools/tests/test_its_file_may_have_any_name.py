"""pt1h: the file of another implementation may have any name, and hides no module of that name.

It imports what stands beside it, and nothing is written there but Python's own cache.
"""

import sys
from importlib.machinery import PathFinder

import pytest
import torch

import pt1h
from pt1h_tools.implementation import load


@pytest.mark.parametrize("name", ["mine.py", "pt1h.py", "data.py", "torch.py", "my own.py"])
def test_its_file_may_have_any_name(name, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    (tmp_path / "beside_it.py").write_text("number = 42")
    (tmp_path / name).write_text("import torch, pt1h.data\nfrom beside_it import number")

    mine = load(str(tmp_path / name))

    assert mine.number == 42
    assert mine.torch is torch
    assert mine.pt1h is pt1h
    for module in (torch, pt1h):
        assert PathFinder.find_spec(module.__name__).origin == module.__file__
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {name, "beside_it.py"}
