"""pt1h: each picture of the book is drawn from live objects, and says in words what it shows."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from pt1h import neuron

SPEC = Path(__file__).parents[2]
WORDS = {
    "2_autograd/test_17_": "w1 gives 2.2000, its gradient is -0.0898",
    "3_network/test_41a_": "2213 parameters",
    "4_dataloader/test_52_": "drop_last leaves out batch 3",
    "4_dataloader/test_53b_": "0 workers, 6 batches",
    "5_training/test_57_": "The document prints 0.75, 0.65, 0.44, 0.13, 0.03, 0.00",
    "5_training/test_68_": "7 of 7 records lie on the side of their own class",
    "8_ddp/test_75d_": "all 752 weights are the same in both",
}


@pytest.fixture
def figures():
    return pytest.importorskip("pt1h_tools.figures", reason="needs matplotlib: nox -s book")


@pytest.mark.parametrize(("fact", "words"), WORDS.items(), ids=WORDS)
def test_pictures_say_in_words_what_they_show(figures, loopback, fact, words):
    (_module,) = SPEC.glob(f"{fact}*.py")
    picture = figures.PICTURES[f"{fact[0]}-{fact.split('_')[2]}"]
    svg = ElementTree.fromstring(figures.drawn(*picture)["svg"])

    assert svg.attrib["role"] == "img"
    assert words in svg.attrib["aria-label"]


def test_each_picture_is_looked_at(figures):
    assert len(WORDS) == len(figures.PICTURES)


def test_another_input_gives_another_picture(figures, monkeypatch):
    def shown():
        svg = figures.drawn(figures.computation_graph, 4)["svg"]
        return set(ElementTree.fromstring(svg).itertext())

    assert {"2.4200", "-0.0898", "-0.0817"} <= shown()
    monkeypatch.setattr(neuron, "x1", torch.tensor([1.0]))
    assert {"2.4200", "-0.0898", "-0.0817"}.isdisjoint(shown())
