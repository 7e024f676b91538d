"""pt1h: the book opens without an error, at phone and desktop width, in light and dark mode.

axe-core looks for what would bar a reader who does not see or uses no mouse.
"""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from spec.book import main
from spec.figures import PICTURES, drawn

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium or google-chrome")

REPORT = """\
<testsuite>
<testcase file="spec/1_tensors/test_05_integers_default_to_int64.py" />
<testcase file="spec/2_autograd/test_17_grad.py"><failure>0.0898 != -0.0898</failure></testcase>
</testsuite>
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "found.xml").write_text(REPORT)
    pictures = {chapter: [drawn(*some[0])] for chapter, some in PICTURES.items()}
    main(folder / "found.xml", folder / "book.html", pictures)
    return (folder / "book.html").as_uri()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=BROWSER)


@pytest.fixture
def page(browser, book):
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(book)
        yield page


@pytest.mark.parametrize(("width", "height", "scheme"), [(390, 844, "light"), (1280, 900, "dark")])
def test_the_book_opens_in_a_browser(browser, book, width, height, scheme):
    viewport = {"width": width, "height": height}
    with browser.new_context(offline=True, viewport=viewport, color_scheme=scheme) as context:
        page = context.new_page()
        noticed = []
        page.on("console", lambda message: noticed.append(message.text))
        page.on("pageerror", lambda error: noticed.append(str(error)))
        page.on("request", lambda request: noticed.append(request.url))
        page.goto(book)

        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert noticed == [book]


def test_each_link_inside_leads_somewhere(page):
    links = page.locator("a[href^='#']")

    assert links.count() > 250
    nowhere = "links => links.filter(a => !document.getElementById(a.hash.slice(1))).length"
    assert links.evaluate_all(nowhere) == 0


def test_what_differs_stands_at_the_top(page):
    page.locator("header").get_by_text("In [17]: grad gives").click()

    assert page.url.endswith("#2-17")
    fact = page.locator("article:target")
    assert fact.locator(".verdict").inner_text() == "differs"
    assert fact.locator("pre").last.inner_text() == "0.0898 != -0.0898"


def test_search_finds_words_and_is_reached_by_keyboard(page):
    page.locator("header a").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Requires_grad leaf")

    shown = page.locator("article:visible")
    assert 1 < shown.count() < 10
    assert all("requires_grad" in text and "leaf" in text for text in shown.all_text_contents())
    assert page.locator("#found").inner_text() == f"{shown.count()} facts found"
    assert page.locator("h2:visible").count() < 4
    assert not page.locator("nav").is_visible()

    page.locator("#search").fill("")
    assert page.locator("article:visible").count() == page.locator("article").count()
    assert page.locator("nav").is_visible()
