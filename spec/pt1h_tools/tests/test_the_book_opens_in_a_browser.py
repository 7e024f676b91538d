"""pt1h: the book opens without an error, at phone and desktop width, in light and dark mode.

axe-core looks for what would bar a reader who does not see or uses no mouse.
"""

import re
import shutil

import pytest

from pt1h_tools.book import main

NEEDS = "needs axe, matplotlib and playwright: nox -s book"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium or google-chrome")

REPORT = """\
<testsuite>
<testcase file="spec/1_tensors/test_05_integers_default_to_int64.py" />
<testcase file="spec/2_autograd/test_17_grad.py"><failure>0.0898 != -0.0898</failure></testcase>
<testcase file="spec/7_gpu/test_72_addition_on_the_gpu.py"><skipped message="needs 1 GPU" />
</testcase></testsuite>"""
# Code looks alike in all: that of three facts in each chapter is enough for axe-core.
MOST = {"exclude": [["article:nth-of-type(n + 4) .code"]]}


def test_the_book_opens_in_a_browser(tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=NEEDS)
    figures = pytest.importorskip("pt1h_tools.figures", reason=NEEDS)
    playwright = pytest.importorskip("playwright.sync_api", reason=NEEDS)
    found, book = tmp_path / "found.xml", tmp_path / "book.html"
    found.write_text(REPORT)
    still = figures.PICTURES.keys() - {"4-53b", "8-75d"}  # these start processes
    main(found, book, {fact: figures.drawn(*figures.PICTURES[fact]) for fact in still})
    ids = re.findall(r'\bid="([^"]+)"', book.read_text(encoding="utf-8"))
    assert len(ids) == len(set(ids))
    noticed = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER)
        for width, scheme in ((390, "light"), (1280, "dark")):
            viewport = {"width": width, "height": 800}
            page = browser.new_page(offline=True, viewport=viewport, color_scheme=scheme)
            page.on("console", lambda message: noticed.append(message.text))
            page.on("pageerror", lambda error: noticed.append(str(error)))
            page.on("request", lambda request: noticed.append(request.url))
            page.goto(book.as_uri())

            barred = axe.Axe().run(page, MOST).response["violations"]
            assert [(bar["id"], bar["nodes"][0]["html"]) for bar in barred] == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
            cut = "all => all.some(e => e.scrollWidth > e.clientWidth)"
            assert not page.locator("pre, figure").evaluate_all(cut)
            assert page.locator("article figure").count() == len(still)
            sign = "e => getComputedStyle(e, '::before').content + getComputedStyle(e).color"
            verdicts = page.locator("header .verdict").all()
            assert len({verdict.evaluate(sign) for verdict in verdicts}) == 4
            page.locator("article").last.scroll_into_view_if_needed()
            assert (page.locator("nav").bounding_box()["y"] > 0) == (width == 1280)
    assert set(noticed) == {book.as_uri()}
