"""The book has each fact once, with its verdict, and opens in a browser without an error."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pt1h_tools import book

SPEC = Path(__file__).parents[2]
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
REPORT = """<testsuites><testsuite>
<testcase classname="spec.1_tensors.test_05_integers_default_to_int64" name="test">
<properties><property name="verdict" value="holds" /></properties></testcase>
<testcase classname="spec.2_autograd.test_17_grad" name="test">
<properties><property name="verdict" value="holds" /></properties></testcase>
<testcase classname="spec.2_autograd.test_17_grad" name="test_2">
<properties><property name="verdict" value="fails" /></properties>
<failure>    assert printed() == transcript
E       assert &apos;1 &lt; 2&apos; == &apos;tensor&apos;
E         - tensor

spec/1_tensors/test_10_reshape.py:14: AssertionError</failure></testcase>
<testcase classname="spec.7_gpu.test_72_addition_on_the_gpu" name="test">
<properties><property name="verdict" value="needs a GPU" /></properties>
<skipped message="needs 1 GPU: torch" /></testcase>
<testcase classname="" name="spec.4_dataloader.test_53d_workers_change_no_batch">
<skipped message="needs 1 MiB that a GPU can see" /></testcase>
<testcase classname="" name="spec.6_checkpoint.test_70_all_keys_match">
<error message="collection failure">E   SyntaxError</error></testcase>
</testsuite></testsuites>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    figures = pytest.importorskip("pt1h_tools.figures", reason="needs matplotlib: nox -s tools")
    folder = tmp_path_factory.mktemp("book")
    (folder / "report.xml").write_text(REPORT)
    still = figures.PICTURES.keys() - {"4-53c", "8-75d"}  # these start processes
    pictures = {fact: figures.draw(fact) for fact in still}
    book.main(folder / "report.xml", folder / "book.html", pictures)
    return folder / "book.html"


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        pytest.skip("needs chromium or google-chrome")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: nox -s tools")
    with playwright.sync_playwright() as started:
        yield started.chromium.launch(executable_path=BROWSER)


def test_the_book_has_each_fact_once_with_its_verdict_and_its_code(page):
    text = page.read_text(encoding="utf-8")
    main = ElementTree.fromstring(text[text.index("<main>") : text.index("</main>") + 7])
    facts = list(main.iter("article"))
    details = {}
    for fact in facts:
        verdict = fact.find("p/span")
        assert fact.attrib["class"] == verdict.text
        detail = "".join(fact.find("pre").itertext()) if verdict.text == "fails" else verdict.tail
        details[fact.attrib["id"]] = (verdict.text, detail.strip())

    chapters = [*sorted(SPEC.glob("[1-9]_*")), SPEC / "0_pt1h"]
    modules = [path for chapter in chapters for path in sorted(chapter.glob("test_*.py"))]
    paths = [fact.findall("p/code")[-1].text for fact in facts]
    assert paths == [path.relative_to(SPEC.parent).as_posix() for path in modules]
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    without_link = [fact.attrib["id"] for fact in facts if fact.find("p/a") is None]
    assert [fact for fact in without_link if "1" <= fact[0] <= "8"] == []
    assert details.pop("1-05") == ("holds", "")
    assert details.pop("2-17") == ("fails", "assert '1 < 2' == 'tensor'\n  - tensor")
    assert details.pop("4-53d") == ("not run", "needs 1 MiB that a GPU can see")
    assert details.pop("6-70") == ("fails", "SyntaxError")
    assert details.pop("7-72") == ("needs a GPU", "needs 1 GPU: torch")
    assert details.pop("9-01") == ("not run", "left out of this run: nox -s faults runs it")
    assert details.pop("5-57") == ("not run", "left out of this run")
    assert {verdict for verdict, _ in details.values()} == {"not run"}

    # The first fact about a name of pt1h shows its code.
    sources = ["".join(code.itertext()) for code in main.iter("pre") if code.get("class") == "code"]
    for definition in ("class NeuralNetwork", "class ToyDataset", "def train(", "def save("):
        assert sum(source.startswith(definition) for source in sources) == 1
    assert "](" not in "".join(main.itertext()).partition("Declared, not tested")[0]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_book_opens_without_an_error(page, browser, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="nox -s tools")
    viewport = {"width": width, "height": 800}
    tab = browser.new_page(offline=True, viewport=viewport, color_scheme=scheme)
    messages, requests = [], []
    tab.on("console", lambda message: messages.append(message.text))
    tab.on("pageerror", lambda error: messages.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))

    tab.goto(page.as_uri())

    # Code looks alike in all facts, so that of three in each chapter is enough.
    most = {"exclude": [["article:nth-of-type(n + 4) .code"]]}
    barriers = axe.Axe().run(tab, most).response["violations"]
    assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in barriers] == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    overflows = "all => all.some(e => e.scrollWidth > e.clientWidth)"
    assert not tab.locator("pre, figure").evaluate_all(overflows)
    assert tab.locator("article figure").count() == 5
    sign = "e => getComputedStyle(e, '::before').content + getComputedStyle(e).color"
    assert len({each.evaluate(sign) for each in tab.locator("header .verdict").all()}) == 4
    tab.locator("article").last.scroll_into_view_if_needed()
    assert (tab.locator("nav").bounding_box()["y"] > 0) == (width == 1280)
    assert messages == []
    assert requests == [page.as_uri()]


def test_a_search_finds_facts_by_their_words(page, browser):
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.locator("header a").last.focus()
    tab.keyboard.press("Tab")
    tab.keyboard.type("Requires_grad graph")

    shown = tab.locator("article:visible")
    assert 1 < shown.count() < 10
    assert all("requires_grad" in text and "graph" in text for text in shown.all_text_contents())
    assert tab.locator("#found").inner_text() == f"{shown.count()} facts found"
    assert tab.locator("h2:visible").count() < 5

    # A link to a fact that the search does not show ends the search.
    tab.locator("#search").fill("integers default to int64")
    assert not tab.locator("[id='2-17']").is_visible()
    tab.locator("header").get_by_text("In [17]: ").click()
    assert tab.locator("#search").input_value() == ""
    assert shown.count() == tab.locator("article").count()
    assert 0 <= tab.locator("article:target").bounding_box()["y"] < 100


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("torch.tensor", "generated/torch.tensor.html"),
        ("torch.distributed.run", "elastic/run.html"),
        ("torch.utils.data.DataLoader", "data.html#torch.utils.data.DataLoader"),
        ("torch.nn.Module.eval", "generated/torch.nn.Module.html#torch.nn.Module.eval"),
    ],
)
def test_a_name_has_its_own_page(name, page):
    assert book.documentation(name) == f"https://docs.pytorch.org/docs/stable/{page}"


def test_a_name_that_torch_does_not_have_is_an_error():
    with pytest.raises(AttributeError):
        book.documentation("torch.nothing")
