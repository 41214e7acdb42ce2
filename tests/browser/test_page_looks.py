"""In Chinese, in the dark, on a phone, on paper."""

import re
import shutil
import subprocess

import pytest
from browser import county_plan
from browser.chromium import absent
from browser.page_parts import (
    VIEWS,
    calendar_as,
    contrast,
    session,
    show,
    text_of,
    timeline_by,
    word,
)
from playwright.sync_api import expect

from drillctl.exports.page.texts import TEXTS
from drillctl.language import translated

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SPOKEN = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .flatMap((element) => [
    ...["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name)),
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
  ]).filter((text) => text?.trim()).concat(document.title)"""


def spoken(page) -> set[str]:
    """All texts that are seen or read out in every view."""
    found = set(page.evaluate(SPOKEN))
    for view in VIEWS:
        show(page, view)
        found |= set(page.evaluate(SPOKEN))
    for button in page.locator("#panel-calendar .ec-toolbar .ec-end button").all():
        show(page, "calendar")
        button.click()
        found |= set(page.evaluate(SPOKEN))
    for axis in ("person", "venue"):
        timeline_by(page, axis)
        found |= set(page.evaluate(SPOKEN))
    for index in range(len(county_plan.CALENDAR)):
        page.evaluate("index => drillctl.openSession(index)", index)
        found |= set(page.evaluate(SPOKEN))
    page.keyboard.press("Escape")
    page.locator("#person-search").fill("li")
    return found | set(page.evaluate(SPOKEN))


def fixed(key: str, language: str) -> str:
    """A text of the page without its placeholders."""
    return re.sub(r"\{[^}]*\}+", " ", translated(TEXTS[key], language))


def words(texts) -> set[str]:
    return {one.lower() for text in texts for one in re.findall("[A-Za-z]{2,}", str(text))}


def data_words(page) -> set[str]:
    """The words of everything that people wrote in their files."""
    texts = page.evaluate(
        """() => {
          const { texts, ...data } = drillctl.plan;
          const found = [];
          JSON.stringify(data, (key, value) => {
            // Of a pair of texts only the Chinese one may be seen.
            if (Array.isArray(value) && value.length === 2 && value.every((v) => typeof v === "string"))
              return [value[1]];
            if (typeof value === "string") found.push(value);
            return value;
          });
          return found;
        }"""
    )
    return words(texts)


def test_all_fixed_words_change_with_the_language(opened, pages):
    page = opened(pages("county"))
    english = spoken(page)
    page.keyboard.press("Escape")
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    chinese = spoken(page)
    assert word("overview", "zh") in {text.strip() for text in chinese}
    # Such as the names of keys, which stay as they are on the keyboard.
    kept = words(fixed(key, "zh") for key in TEXTS)
    assert words(chinese) - data_words(page) - kept == {"english"}
    # An id is called so in both.
    same = [key for key in TEXTS if fixed(key, "zh") == fixed(key, "en")]
    assert same == ["session_id"]
    assert len(words(english) - data_words(page)) > 100


def test_the_readers_language_is_the_first(opened, pages):
    assert opened(pages("county"), locale="zh-CN").title().startswith(word("title", "zh"))
    assert opened(pages("county"), locale="fr-FR").title().startswith(word("title", "en"))
    fixed = pages("county", language="zh")
    assert opened(fixed, locale="en-US").title().startswith(word("title", "zh"))


def test_dark_as_the_system_is_or_as_chosen(opened, pages):
    page = opened(pages("county"))
    body, theme = page.locator("body"), page.locator("#theme")
    light = body.evaluate("body => getComputedStyle(body).backgroundColor")
    assert contrast(page) > 7
    page.emulate_media(color_scheme="dark")
    expect(body).not_to_have_css("background-color", light)
    dark = body.evaluate("body => getComputedStyle(body).backgroundColor")
    assert contrast(page) > 7
    theme.click()
    expect(body).to_have_css("background-color", light)
    theme.click()
    expect(body).to_have_css("background-color", dark)
    page.emulate_media(color_scheme="light")
    expect(theme).to_have_text(word("theme_dark"))
    expect(body).to_have_css("background-color", dark)
    theme.click()
    expect(body).to_have_css("background-color", light)


def states(page):
    """Every view in every form, one after the other."""
    for view in VIEWS:
        yield view, show(page, view)
    for key in ("month", "week", "list"):
        yield key, calendar_as(page, key)
    for axis in ("team", "person", "venue"):
        timeline_by(page, axis)
        yield axis, page.locator("#panel-timeline")


@pytest.mark.parametrize("plan", ["county", "hostile"])
def test_nothing_hangs_over_the_edge_of_a_phone(opened, pages, plan):
    page = opened(pages(plan), **PHONE)
    wide = "document.documentElement.scrollWidth"
    for name, _ in states(page):
        assert (name, page.evaluate(wide)) == (name, 360)
    page.evaluate("drillctl.openSession(1)")
    box = session(page).bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    inner = session(page).evaluate("dialog => dialog.scrollWidth")
    assert inner <= 360
    page.keyboard.press("Escape")
    page.evaluate("drillctl.pickPerson(0)")
    assert page.evaluate(wide) == 360


def test_the_first_session_of_a_week_is_in_sight_on_a_phone(opened, pages):
    page = opened(pages("county"), **PHONE)
    page.locator("#more-filters").tap()
    page.locator("#filter-exercise").select_option("game")
    event = calendar_as(page, "week").locator(".ec-event")
    page.wait_for_function("() => document.querySelector('.ec-main').scrollLeft > 0")
    box = event.bounding_box()
    assert 60 < box["x"] < box["x"] + box["width"] <= 360


def test_controls_are_big_enough_to_tap(opened, pages):
    """At least 24 by 24 CSS pixels each (WCAG 2.2, 2.5.8); what leads the way, 36 high."""
    page = opened(pages("county"), **PHONE)
    for name, _ in states(page):
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                "button, select, input, [role=tab], [role=button], summary")]
              .filter((element) => element.checkVisibility({ visibilityProperty: true }))
              .map((element) => [element, element.getBoundingClientRect()])
              .filter(([element, box]) => box.width && (box.height < 24 || box.width < 24) &&
                !element.matches(".link, [data-session], summary"))
              .map(([element, box]) => `${element.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""
        )
        assert (name, small) == (name, [])
    for control in ("#language", "#theme", "#more-filters", "#tab-calendar", "#person-search"):
        assert page.locator(control).bounding_box()["height"] >= 36


def test_a_tap_opens_a_session_and_filters(opened, pages):
    page = opened(pages("county"), **PHONE)
    calendar_as(page, "list").locator(".ec-event").first.tap()
    assert session(page).is_visible()
    session(page).get_by_role("button", name=word("close")).tap()
    assert not page.locator("#filter-team").is_visible()
    page.locator("#more-filters").tap()
    page.locator("#filter-hazard").select_option("earthquake")
    assert word("shown", n=3, all=len(county_plan.CALENDAR)) in text_of(page.locator("#shown"))


def paper(page, tmp_path) -> tuple[str, int]:
    """The text of the page as it is printed, and the number of sheets."""
    for program in ("pdftotext", "pdfinfo"):
        if shutil.which(program) is None:
            absent(f"{program} is not installed: apt-get install poppler-utils")
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    told = subprocess.run(["pdfinfo", path], capture_output=True, check=True, text=True)
    return text.stdout.decode(), int(re.search(r"Pages:\s+(\d+)", told.stdout)[1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_is_everything_and_no_control(opened, pages, tmp_path, scheme):
    page = opened(pages("county"), color_scheme=scheme)
    show(page, "timeline")
    text, sheets = paper(page, tmp_path)
    flat = " ".join(text.split())
    for name, start, _, _, assigned, standby, _ in county_plan.CALENDAR:
        assert name in flat
        assert re.search(rf"{start.day} {start:%b} {start.year}, {start:%H:%M} ?–", flat)
        for person in (p for who in (*assigned.values(), *standby.values()) for p in who):
            assert county_plan.PEOPLE[person][0] in flat
    assert "river-flood#3" in flat
    assert "5 left by 'certified'" in flat
    for key in (
        "clear",
        "print",
        "skip",
        "theme_auto",
        "person_placeholder",
        "timeline_fit",
        "why",
    ):
        assert not re.search(rf"\b{re.escape(word(key))}\b(?! it)", flat), key
    assert sheets <= 6
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 33, 48)"


def test_the_matrices_are_printed_where_they_are_shown(opened, pages, tmp_path):
    page = opened(pages("county"))
    assert word("practice_title") not in paper(page, tmp_path)[0]
    show(page, "matrices")
    text, sheets = paper(page, tmp_path)
    for key in ("practice_title", "joint_title", "workload_title"):
        assert word(key) in text
    assert word("practice_never_state") in text
    assert sheets <= 9


def test_only_what_is_filtered_is_printed(opened, pages, tmp_path):
    page = opened(pages("county"))
    page.locator("#filter-hazard").select_option("earthquake")
    text, _ = paper(page, tmp_path)
    assert "mass-casualty#1" in text
    assert "flood-tabletop#1" not in text
    assert page.locator("#printed").inner_text() == ""
