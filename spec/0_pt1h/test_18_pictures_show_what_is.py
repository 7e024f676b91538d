"""pt1h: each picture of the book is drawn from live objects, and says in words what it shows."""

from xml.etree import ElementTree

import pytest
import torch

from pt1h import neuron
from spec.figures import PICTURES, computation_graph, drawn

WORDS = {
    "computation_graph": "w1 gives 2.2000, its gradient is -0.0898",
    "network": "2213 parameters",
    "loader": "drop_last leaves out batch 3",
    "workers": "0 workers, 6 batches",
    "losses": "The document prints 0.75, 0.65, 0.44, 0.13, 0.03, 0.00",
    "decision_boundary": "7 of 7 records lie on the side of their own class",
    "two_ranks": "all 752 weights are the same in both",
}
pictures = {draw.__name__: (draw, size) for some in PICTURES.values() for draw, size in some}


@pytest.mark.parametrize("name", pictures)
def test_pictures_say_in_words_what_they_show(name):
    svg = ElementTree.fromstring(drawn(*pictures[name])["svg"])

    assert svg.attrib["role"] == "img"
    assert WORDS[name] in svg.attrib["aria-label"]


def test_another_input_gives_another_picture(monkeypatch):
    def shown():
        return set(ElementTree.fromstring(drawn(computation_graph, 4)["svg"]).itertext())

    assert {"2.4200", "-0.0898", "-0.0817"} <= shown()
    monkeypatch.setattr(neuron, "x1", torch.tensor([1.0]))
    assert {"2.4200", "-0.0898", "-0.0817"}.isdisjoint(shown())
