"""A served page in a browser: it follows the files, and keeps what its reader was at."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from browser.chromium import LAUNCH, need_chromium
from serving.running import running

ROSTER = Path("roster.yaml")
FOUND = "#view=calendar&team=blue-sky&theme=dark"


@pytest.fixture(scope="module")
def browser():
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver.chromium.launch(**LAUNCH)


@contextmanager
def opened(browser, at, path="/"):
    """The page, in a low window that scrolls; nothing may go wrong in it."""
    page = browser.new_page(locale="en-GB", viewport={"width": 900, "height": 400})
    trouble = []
    page.on("console", lambda said: trouble.append(said.text) if said.text != "newer" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.set_default_timeout(8_000)
    page.goto(f"http://127.0.0.1:{at.port}{path}")
    page.get_by_role("main").wait_for()
    try:
        yield page
        assert trouble == []
    finally:
        page.close()


def change(old, new):
    ROSTER.write_text(ROSTER.read_text("utf-8").replace(old, new), "utf-8")


def banner(page):
    return page.locator("#live")


def test_it_follows_the_files_and_stays_where_its_reader_was(browser, place):
    with running(place) as at, opened(browser, at, f"/{FOUND}") as page:
        page.get_by_role("tab", name="Calendar").focus()
        page.evaluate("window.scrollTo({ top: 120, behavior: 'instant' })")
        with page.expect_navigation():
            change("Blue Sky rescue", "Blue Sky <b>rescuers</b>")
        page.get_by_role("main").wait_for()
        assert "<b>rescuers</b>" in page.evaluate("drillctl.plan.teams[0].title")
        assert page.url.endswith(FOUND)
        assert page.evaluate("drillctl.filters.team") == 0
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate("document.activeElement.getAttribute('role')") == "tab"
        assert page.evaluate("new Promise(f => setTimeout(() => f(scrollY), 300))") == 120


def test_it_says_what_is_wrong_in_its_language_until_it_is_mended(browser, place):
    with running(place) as at, opened(browser, at) as page:
        assert banner(page).is_hidden()
        change("kind: professional", "kind: <img src=x>")
        banner(page).wait_for()
        said = banner(page).inner_text()
        assert "There are mistakes in the files" in said
        assert "roster.yaml:5:" in said
        assert "<img src=x>" in said
        assert banner(page).locator("img").count() == 0
        page.evaluate("drillctl.useLanguage('zh')")
        assert "is not allowed here" in said
        assert "is not allowed here" not in banner(page).inner_text()
        change("kind: <img src=x>", "kind: professional")
        banner(page).wait_for(state="hidden")


def test_it_waits_until_its_reader_has_typed(browser, place):
    with running(place) as at, opened(browser, at) as page:
        field = page.locator("#person-search")
        field.focus()
        page.evaluate("window.same = true")
        with page.expect_event("console", lambda said: said.text == "newer"):
            page.evaluate(
                "new EventSource(drillctl.plan.live).addEventListener('newer',"
                " () => console.log('newer'))"
            )
            change("Anna Berger", "Anna Schmidt")
        field.press_sequentially("li")
        assert page.evaluate("window.same && document.activeElement.value") == "li"
        with page.expect_navigation():
            field.blur()
        assert "Anna Schmidt" in page.content()


def test_a_lost_connection_is_said(browser, place):
    page = browser.new_page()
    page.clock.install()
    with running(place) as at:
        page.goto(f"http://127.0.0.1:{at.port}/")
        page.get_by_role("main").wait_for()
        page.clock.run_for(10_000)
        assert banner(page).is_hidden()
    for _ in range(50):
        page.clock.run_for(5_000)
        if banner(page).is_visible():
            break
    assert "The connection to drillctl is lost" in banner(page).inner_text()
    page.close()
