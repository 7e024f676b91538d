"""pt1h: the book links each fact of the document to torch's own page on what it shows."""

from pathlib import Path

import pytest

from pt1h_tools.book import documentation

SPEC = Path(__file__).parents[2]


def test_a_fact_leads_to_torchs_page():
    for path in SPEC.glob("[1-8]_*/test_*.py"):
        docstring = path.read_text(encoding="utf-8").split('"""')[1]
        _, see, name = docstring.rpartition("\n\nSee ")
        assert see, path
        assert documentation(name.rstrip(".\n")).startswith("https://docs.pytorch.org/"), path


def test_a_name_leads_to_its_own_page():
    docs = "https://docs.pytorch.org/docs/stable/"
    assert documentation("torch.tensor") == f"{docs}generated/torch.tensor.html"
    assert documentation("torch.distributed.run") == f"{docs}elastic/run.html"
    assert documentation("torch.utils.data.DataLoader") == (
        f"{docs}data.html#torch.utils.data.DataLoader"
    )
    assert documentation("torch.nn.Module.eval") == (
        f"{docs}generated/torch.nn.Module.html#torch.nn.Module.eval"
    )
    with pytest.raises(AttributeError):
        documentation("torch.nothing")
