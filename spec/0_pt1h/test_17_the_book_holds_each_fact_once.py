"""pt1h: the book holds each fact once, with its verdict, and a fact that differs shows how."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from spec.book import documentation, main

SPEC = Path(__file__).parents[1]
REPORT = """\
<testsuites><testsuite>
<testcase file="spec/1_tensors/test_05_integers_default_to_int64.py" name="a" />
<testcase file="spec/1_tensors/test_10_reshape.py" name="b">
<failure>    assert printed() == transcript
E       assert &apos;1 &lt; 2&apos; == &apos;tensor&apos;
E         - tensor

spec/1_tensors/test_10_reshape.py:14: AssertionError</failure></testcase>
<testcase file="spec/7_gpu/test_72_addition_on_the_gpu.py" name="c">
<skipped message="needs 1 GPU" /></testcase>
<testcase file="spec/0_pt1h/test_20_the_book_opens_in_a_browser.py" name="d">
<skipped message="needs chromium" /></testcase>
</testsuite></testsuites>
"""


def test_the_book_holds_each_fact_once(tmp_path):
    (tmp_path / "found.xml").write_text(REPORT)
    main(tmp_path / "found.xml", tmp_path / "book.html", {})
    page = (tmp_path / "book.html").read_text(encoding="utf-8")

    root = ElementTree.fromstring(page[page.index("<main>") : page.index("</main>") + 7])
    facts = {article.attrib["id"]: article for article in root.iter("article")}
    modules = [path.name for path in sorted(SPEC.glob("[0-9]_*/test_*.py"))]
    shown = [article.findall("p/a")[0].text for article in root.iter("article")]
    assert shown == modules
    assert len(facts) == len(modules)

    verdicts = {name: fact.findtext("p/span") for name, fact in facts.items()}
    assert verdicts.pop("1-05") == "holds"
    assert verdicts.pop("1-10") == "differs"
    assert verdicts.pop("7-72") == "needs a GPU"
    assert set(verdicts.values()) == {"not run"}
    assert facts["1-10"].findall("pre")[-1].text == "assert '1 < 2' == 'tensor'\n  - tensor"
    assert facts["7-72"].findall("pre")[-1].text == "needs 1 GPU"
    assert facts["0-20"].findall("pre")[-1].text == "needs chromium"

    targets = set(re.findall(r'id="([^"]+)"', page))
    inside = set(re.findall(r'href="#([^"]+)"', page))
    assert inside <= targets
    assert facts.keys() <= inside


def test_facts_of_the_document_lead_to_torchs_own_pages():
    for path in SPEC.glob("[1-8]_*/test_*.py"):
        assert "\n\nSee torch" in path.read_text(encoding="utf-8").split('"""')[1], path


def test_a_name_leads_to_its_own_page():
    docs = "https://docs.pytorch.org/docs/stable/"
    assert documentation("torch.tensor") == f"{docs}generated/torch.tensor.html"
    assert documentation("torch.distributed.run") == f"{docs}elastic/run.html"
    assert documentation("torch.utils.data.DataLoader") == (
        f"{docs}data.html#torch.utils.data.DataLoader"
    )
    with pytest.raises(AttributeError):
        documentation("torch.nothing")
