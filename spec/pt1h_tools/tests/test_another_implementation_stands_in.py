"""pt1h: a name of another implementation stands in for pt1h's in each module that uses it.

What it does not define stays pt1h's.
"""

import sys

import pt1h
import pt1h.ddp
from pt1h_tools.implementation import stand_in


def test_a_name_stands_in_wherever_pt1h_uses_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    users = [pt1h, pt1h.data, pt1h.ddp]
    for module in users:
        monkeypatch.setattr(module, "ToyDataset", pt1h.ToyDataset)  # to be as before afterwards
    (tmp_path / "mine.py").write_text("class ToyDataset: pass")

    assert stand_in(str(tmp_path / "mine.py")) == ["ToyDataset"]

    assert {module.ToyDataset.__module__ for module in users} == {"implementation"}
    assert pt1h.train.__module__ == "pt1h.training"
