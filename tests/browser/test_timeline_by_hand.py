"""The timeline under the reader's hands: by keyboard, by mouse, with thousands of rows."""

import json
import re

from browser import county_plan
from browser.page_parts import pick, session, text_of, timeline_by, word
from playwright.sync_api import expect

BARS = len(county_plan.CALENDAR)
AXIS = ".vis-time-axis .vis-text.vis-minor:not(.vis-measure)"


def axis(page) -> list[str]:
    """The words on the time axis."""
    return page.locator(AXIS).all_inner_texts()


def changed(page, before: list[str]) -> list[str]:
    """The words on the time axis once they are others."""
    page.wait_for_function(
        "([path, before]) => [...document.querySelectorAll(path)]"
        ".map((text) => text.innerText).join('|') !== before",
        arg=[AXIS, "|".join(before)],
    )
    return axis(page)


def focused(page) -> str:
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def overlapping(page) -> int:
    """How many pairs of bars of one row cover each other."""
    return page.evaluate(
        """() => {
          let found = 0;
          for (const row of document.querySelectorAll(".vis-foreground .vis-group")) {
            const boxes = [...row.querySelectorAll("[data-session]")]
              .map((bar) => bar.getBoundingClientRect());
            boxes.forEach((one, place) => boxes.slice(place + 1).forEach((other) => {
              found += one.left < other.right && other.left < one.right &&
                one.top < other.bottom && other.top < one.bottom;
            }));
          }
          return found;
        }"""
    )


def test_the_chart_is_panned_and_zoomed_by_keys(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "venue", BARS)
    whole = axis(page)
    page.locator(".timeline-chart").focus()
    page.keyboard.press("+")
    near = changed(page, whole)
    page.keyboard.press("ArrowRight")
    later = changed(page, near)
    page.keyboard.press("ArrowLeft")
    assert changed(page, later) == near
    page.keyboard.press("-")
    wide = changed(page, near)
    page.keyboard.press("-")
    # Not what is drawn between the two, from which the whole would be no change.
    far = changed(page, wide)
    page.keyboard.press("0")
    assert changed(page, far) == whole


def test_sessions_are_reached_and_opened_by_keys(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "venue", BARS)
    page.locator(".timeline-chart").focus()
    page.keyboard.press("Tab")
    assert focused(page).startswith("River flood")
    assert page.locator('[data-session][tabindex="0"]').count() == 1
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Search at night")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Mass casualty")
    for _ in range(8):
        page.keyboard.press("+")
    page.wait_for_function("() => document.querySelectorAll('[data-session]').length < 8")
    assert focused(page).startswith("Mass casualty")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "() => document.activeElement.getAttribute('aria-label')?.startsWith('Search at night')"
    )
    page.keyboard.press("Enter")
    assert text_of(session(page).get_by_role("heading", level=2)) == "Search at night"
    page.keyboard.press("Escape")
    assert focused(page).startswith("Search at night")
    page.keyboard.press("Tab")
    assert page.locator("[data-session]:focus").count() == 0


def test_a_drag_pans_and_opens_nothing(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "venue", BARS)
    bar = page.locator("[data-session][aria-label^='Mass casualty']")
    before = bar.bounding_box()
    x, y = before["x"] + 6, before["y"] + 6
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y, steps=8)
    page.mouse.up()
    page.wait_for_function(
        "x => document.querySelector(\"[data-session][aria-label^='Mass casualty']\")"
        ".getBoundingClientRect().x < x - 100",
        arg=before["x"],
    )
    assert session(page).count() == 0


def test_short_sessions_are_seen_and_cover_none(opened, pages):
    page = opened(pages("county"))
    for by in ("team", "person", "venue"):
        bars = timeline_by(page, by)
        page.wait_for_timeout(100)
        assert min(bar.bounding_box()["width"] for bar in bars.all()) >= 16
        assert overlapping(page) == 0


def test_the_window_of_time_outlives_a_change_of_language(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "venue", BARS)
    whole = axis(page)
    page.get_by_role("button", name=word("timeline_zoom_in")).click()
    english = changed(page, whole)
    page.locator("#language").click()
    expect(page.locator(AXIS).last).to_have_text(re.compile(r"\d+[日月]"))
    page.locator("#language").click()
    expect(page.locator(AXIS)).to_have_text(english)


def crowded(path, folder):
    """That page with 3,000 people of a made-up name more, without sessions."""
    before, data, after = re.split(
        r'(?<=id="plan">)(.*?)(?=</script>)', path.read_text(encoding="utf-8"), maxsplit=1
    )
    plan = json.loads(data)
    plan["people"] += [
        {"id": f"more-{n}", "name": f"More {n}", "team": 0, "certs": []} for n in range(3000)
    ]
    made = folder / "crowded.html"
    made.write_text(before + json.dumps(plan).replace("<", "\\u003c") + after, encoding="utf-8")
    return made


def test_thousands_of_rows_come_a_page_at_a_time(opened, pages, tmp_path):
    page = opened(crowded(pages("county"), tmp_path))
    people = len(county_plan.PEOPLE) + 3000
    timeline_by(page, "person")
    rows = page.locator(".timeline-row-title")
    told = page.locator("#panel-timeline .row-pages")
    assert word("rows_shown", first=1, last=50, n=f"{people:,}") in text_of(told)
    first = rows.all_inner_texts()
    assert len(first) == 50
    back, on = (told.get_by_role("button", name=word(key)) for key in ("rows_back", "rows_on"))
    assert back.is_disabled()
    on.click()
    assert word("rows_shown", first=51, last=100, n=f"{people:,}") in text_of(told)
    page.wait_for_function(
        "name => document.querySelector('.timeline-row-title').innerText !== name", arg=first[0]
    )
    second = rows.all_inner_texts()
    assert len(second) == 50
    assert not set(first) & set(second)
    pick(page, "tom-baker")
    page.wait_for_function("() => document.querySelectorAll('.timeline-row-title').length === 1")
    assert rows.all_inner_texts() == ["Tom Baker"]
    assert not told.is_visible()
