"""The page of each plan, and a browser in which nothing may go wrong unseen."""

from functools import cache
from pathlib import Path

import pytest
from browser import county_plan, hostile_plan
from browser.chromium import LAUNCH, need_chromium

from drillctl.exports.page.page import page


@cache
def _plans(name):
    if name == "large":
        from bench.page_instances import province

        return *province(), county_plan.AS_OF
    made = {"county": county_plan, "hostile": hostile_plan}[name]
    return made.problem(), made.plan(), made.AS_OF


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """``pages("county", private=True)``: the file of that plan's page; made once for each."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def made(plan: str, **options) -> Path:
        asked, planned, as_of = _plans(plan)
        path = folder / "-".join([plan, *(f"{k}-{v}" for k, v in options.items())])
        path = path.with_name(f"{path.name}.html")
        path.write_text(page(asked, planned, as_of=as_of, **options), encoding="utf-8")
        return path

    return made


@pytest.fixture(scope="module")
def tabs():
    """Chromium. Not for the whole run: the driver's event loop keeps others from theirs."""
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield Tabs(driver.chromium.launch(**LAUNCH))


class Tabs:
    """One tab for each set of options, which pages follow each other in; notes what none may do.

    `trouble`: what was logged, thrown, asked of the reader or of the network.
    """

    def __init__(self, browser) -> None:
        self._browser = browser
        self._open: dict = {}
        self._address = ""
        self.trouble: list[str] = []

    def __call__(self, path: Path, *, fragment: str = "", **options):
        """The page at `path`, loaded anew. `options`: of the browser's context."""
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options
        tab = self._tab(options)
        tab.goto("about:blank")
        tab.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
        self._address = path.as_uri()
        tab.goto(self._address + fragment)
        tab.get_by_role("main").wait_for()
        return tab

    def _tab(self, options: dict):
        key = repr(sorted(options.items()))
        if key not in self._open:
            context = self._browser.new_context(**options)
            context.set_default_timeout(20_000)
            context.on("request", lambda asked: self._requested(asked.url))
            tab = context.new_page()
            tab.on("console", lambda said: self.trouble.append(f"console {said.type}: {said.text}"))
            tab.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
            tab.on("dialog", self._asked)
            self._open[key] = tab
        return self._open[key]

    def _requested(self, asked: str) -> None:
        own = asked.partition("#")[0] in (self._address, "about:blank")
        if not own and not asked.startswith("data:"):
            self.trouble.append(f"request: {asked[:200]}")

    def _asked(self, dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def opened(tabs):
    """``opened(path)``: a page that may say, ask for, or be troubled by, nothing at all."""
    tabs.trouble.clear()
    yield tabs
    assert tabs.trouble == []
