"""Each picture of the book is drawn from live objects, and says in words what it shows."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from pt1h import neuron

matplotlib = pytest.importorskip("matplotlib", reason="needs matplotlib: nox -s tools")
figures = pytest.importorskip("pt1h_tools.figures")

WORDS = {
    "2-17": "w1 gives 2.2000, its gradient is -0.0898",
    "3-41a": "2213 parameters",
    "4-52": "drop_last drops batch 3",
    "4-53c": "0 workers, 6 batches",
    "5-57": "prints 0.75, 0.65, 0.44, 0.13, 0.03, 0.00",
    "5-68": "7 of 7 records lie on the side of their own class",
    "8-75d": "all 752 weights are the same in both",
}


@pytest.mark.parametrize("fact", figures.PICTURES)
def test_a_picture_says_what_it_shows(fact, loopback):
    chapter, number = fact.split("-")
    assert list(Path(__file__).parents[2].glob(f"{chapter}_*/test_{number}_*.py"))

    svg = ElementTree.fromstring(figures.draw(fact)["svg"])

    assert svg.attrib["role"] == "img"
    assert WORDS[fact] in svg.attrib["aria-label"]


def test_a_picture_is_drawn_from_live_objects(monkeypatch):
    def texts():
        return set(ElementTree.fromstring(figures.draw("2-17")["svg"]).itertext())

    assert {"2.4200", "-0.0898", "-0.0817"} <= texts()
    monkeypatch.setattr(neuron, "x1", torch.tensor([1.0]))
    assert {"2.4200", "-0.0898", "-0.0817"}.isdisjoint(texts())


def test_a_picture_ignores_the_settings_of_a_person(monkeypatch):
    picture = figures.draw("3-41a")
    monkeypatch.setitem(matplotlib.rcParams, "text.usetex", True)
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 40)
    assert figures.draw("3-41a") == picture
