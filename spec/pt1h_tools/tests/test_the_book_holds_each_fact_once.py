"""pt1h: the book holds each fact once, with its verdict, and the document's chapters first."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from pt1h_tools.book import main

SPEC = Path(__file__).parents[2]
REPORT = """\
<testsuites><testsuite>
<testcase file="spec/1_tensors/test_05_integers_default_to_int64.py" />
<testcase file="spec/1_tensors/test_10_reshape.py"><failure>    assert printed() == transcript
E       assert &apos;1 &lt; 2&apos; == &apos;tensor&apos;
E         - tensor

spec/1_tensors/test_10_reshape.py:14: AssertionError</failure></testcase>
<testcase file="spec/7_gpu/test_72_addition_on_the_gpu.py"><skipped message="needs 1 GPU" />
</testcase>
<testcase file="spec/8_ddp/test_75j_two_gpus.py"><failure>needs 2 GPUs</failure></testcase>
<testcase file="spec/0_pt1h/test_20_the_book_opens_in_a_browser.py">
<skipped message="needs a browser that can show a GPU" /></testcase>
</testsuite></testsuites>
"""


@pytest.fixture(scope="module")
def main_part(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("book")
    (tmp_path / "found.xml").write_text(REPORT)
    main(tmp_path / "found.xml", tmp_path / "book.html", {})
    page = (tmp_path / "book.html").read_text(encoding="utf-8")
    return ElementTree.fromstring(page[page.index("<main>") : page.index("</main>") + 7])


def test_the_book_holds_each_fact_once(main_part):
    chapters = [*sorted(SPEC.glob("[1-9]_*")), SPEC / "0_pt1h"]
    modules = [path for chapter in chapters for path in sorted(chapter.glob("test_*.py"))]
    shown = [article.findall("p/code")[-1].text for article in main_part.iter("article")]

    assert shown == [path.relative_to(SPEC.parent).as_posix() for path in modules]


def test_each_fact_has_a_verdict(main_part):
    said = {}
    for fact in main_part.iter("article"):
        verdict = fact.find("p/span")
        assert fact.attrib["class"] == verdict.text
        detail = "".join(fact.find("pre").itertext()) if verdict.text == "fails" else verdict.tail
        said[fact.attrib["id"]] = (verdict.text, detail.strip())

    assert said.pop("1-05") == ("holds", "")
    assert said.pop("1-10") == ("fails", "assert '1 < 2' == 'tensor'\n  - tensor")
    assert said.pop("7-72") == ("needs a GPU", "needs 1 GPU")
    assert said.pop("8-75j") == ("needs a GPU", "needs 2 GPUs")
    assert said.pop("0-20") == ("not tried", "needs a browser that can show a GPU")
    assert said.pop("9-01") == ("not tried", "left out of this run: nox -s faults runs it")
    assert said.pop("5-57") == ("not tried", "left out of this run")
    assert {verdict for verdict, _ in said.values()} == {"not tried"}
