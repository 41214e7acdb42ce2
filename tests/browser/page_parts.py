"""The parts of the page as a reader finds them: by role and by the words that they show."""

import re

from playwright.sync_api import expect

from drillctl.exports.page.texts import TEXTS
from drillctl.language import translated

VIEWS = ("overview", "calendar", "timeline", "matrices")


def word(key: str, language: str = "en", **values: object) -> str:
    """A fixed text of the page with its placeholders filled."""
    text = translated(TEXTS[key], language)
    return re.sub(r"\{\{?(\w+)\}?\}", lambda found: str(values[found[1]]), text)


def show(page, view: str):
    """Turns to a view by its tab; returns its panel."""
    page.locator(f"#tab-{view}").click()
    panel = page.locator(f"#panel-{view}")
    panel.wait_for()
    return panel


def session(page):
    """The dialog of a session."""
    return page.get_by_role("dialog")


def search(page):
    """The field in which people are searched."""
    return page.locator("#person-search")


def pick(page, text: str) -> None:
    """Searches for a person and takes the only one found."""
    search(page).fill(text)
    page.locator("#person-found").get_by_role("option").first.click()


def calendar_as(page, key: str, language: str = "en"):
    """Shows the calendar as ``month``, ``week`` or ``list``; returns its panel."""
    panel = show(page, "calendar")
    panel.get_by_role("button", name=word(key, language), exact=True).click()
    return panel


def timeline_by(page, axis: str, bars: int | None = None):
    """Shows the timeline by team, person or venue; returns its bars once they are drawn.

    `bars`: how many there must be; else any will do.
    """
    panel = show(page, "timeline")
    panel.locator(f"[data-axis={axis}]").click()
    drawn = panel.locator("[data-session]")
    if bars is None:
        drawn.first.wait_for()
    else:
        expect(drawn).to_have_count(bars)
    return drawn


def text_of(locator) -> str:
    """What is shown, on one line."""
    return " ".join(locator.inner_text().split())


def contrast(page) -> float:
    """The contrast of text on the page's background (WCAG 2.2, 1.4.3), 1 to 21."""
    return page.evaluate(
        """() => {
          const light = (colour) => {
            const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
              .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const style = getComputedStyle(document.body);
          const two = [light(style.color), light(style.backgroundColor)].sort((a, b) => a - b);
          return (two[1] + 0.05) / (two[0] + 0.05);
        }"""
    )
