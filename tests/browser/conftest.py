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
def browser():
    """Chromium. Not for the whole run: the driver's event loop keeps others from theirs."""
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver.chromium.launch(**LAUNCH)


class Watched:
    """Opens pages and takes down what none of them may do."""

    def __init__(self, browser) -> None:
        self._browser, self._contexts = browser, []
        self.trouble: list[str] = []

    def __call__(self, path: Path, *, fragment: str = "", **options):
        """The page at `path`, loaded. `options`: of the browser's context."""
        address = path.as_uri()
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", lambda asked: self._requested(asked.url, address))
        opened = context.new_page()
        opened.on("console", lambda said: self.trouble.append(f"console {said.type}: {said.text}"))
        opened.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        opened.on("dialog", self._asked)
        opened.goto(address + fragment)
        opened.get_by_role("main").wait_for()
        return opened

    def _requested(self, asked: str, own: str) -> None:
        if asked.partition("#")[0] != own and not asked.startswith("data:"):
            self.trouble.append(f"request: {asked[:200]}")

    def _asked(self, dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def close(self) -> None:
        """Closes all that was opened."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def opened(browser):
    """``opened(path)``: a page that may say, ask for, or be troubled by, nothing at all."""
    watched = Watched(browser)
    yield watched
    watched.close()
    assert watched.trouble == []
