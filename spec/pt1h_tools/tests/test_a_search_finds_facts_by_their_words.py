"""pt1h: a search in the book finds facts by their words, and a link to another fact ends it."""

import shutil

import pytest

from pt1h_tools.book import main

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium or google-chrome")

REPORT = """\
<testsuite>
<testcase file="spec/2_autograd/test_17_grad.py"><failure>0.0898 != -0.0898</failure></testcase>
</testsuite>
"""


def test_a_search_finds_facts_by_their_words(tmp_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: nox -s book")
    found, book = tmp_path / "found.xml", tmp_path / "book.html"
    found.write_text(REPORT)
    main(found, book, {})
    with playwright.sync_playwright() as started:
        page = started.chromium.launch(executable_path=BROWSER).new_page()
        page.goto(book.as_uri())
        page.locator("header a").last.focus()
        page.keyboard.press("Tab")
        page.keyboard.type("Requires_grad leaf")

        shown = page.locator("article:visible")
        assert 1 < shown.count() < 10
        assert all("requires_grad" in text and "leaf" in text for text in shown.all_text_contents())
        assert page.locator("#found").inner_text() == f"{shown.count()} facts found"
        assert page.locator("h2:visible").count() < 5

        page.locator("#search").fill("integers default to int64")
        assert not page.locator("[id='2-17']").is_visible()
        page.locator("header").get_by_text("In [17]: grad gives").click()

        assert page.locator("#search").input_value() == ""
        assert shown.count() == page.locator("article").count()
        target = page.locator("article:target")
        assert target.locator(".verdict").inner_text() == "fails"
        assert target.locator("pre").first.inner_text().strip() == "0.0898 != -0.0898"
        assert 0 <= target.bounding_box()["y"] < 100
