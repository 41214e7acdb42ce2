"""The page opens anywhere, says nothing to the console, asks for nothing, and keeps its clock.

`opened` fails a test in which the page logs, throws, asks for an address or shows a dialog.
"""

from itertools import pairwise
from urllib.parse import quote

import pytest
from browser.hostile_plan import HOSTILE
from browser.page_parts import VIEWS, calendar_as, session, show, text_of, timeline_by, word


@pytest.mark.parametrize("plan", ["county", "hostile"])
@pytest.mark.parametrize("options", [{}, {"redact": True}], ids=["named", "redacted"])
def test_every_view_opens(opened, pages, plan, options):
    page = opened(pages(plan, **options))
    assert page.title().startswith(word("title"))
    for view in VIEWS:
        assert text_of(show(page, view))
    assert page.get_by_role("tab").count() == len(VIEWS)


def test_names_that_look_like_markup_stay_text(opened, pages):
    page = opened(pages("hostile"))
    for view in VIEWS:
        show(page, view)
    for key in ("week", "list"):
        calendar_as(page, key)
    for axis in ("person", "venue"):
        timeline_by(page, axis)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="screen")
    page.evaluate("drillctl.openSession(0)")
    for _ in HOSTILE[1:-1]:
        session(page).get_by_role("button", name=word("next_session")).click()
    made = page.evaluate(
        """() => [
          ...[...document.querySelectorAll("main img, main script, dialog script, dialog img, svg")],
          ...[...document.querySelectorAll("*")].filter((element) =>
            [...element.attributes].some(({ name }) => name.startsWith("on"))),
        ].map((element) => element.outerHTML.slice(0, 200))"""
    )
    assert made == []
    said = page.locator("body").evaluate("body => body.textContent")
    for name in HOSTILE:
        assert name in said


def test_names_from_right_to_left_leave_the_words_around_as_they_are(opened, pages):
    page = opened(pages("hostile"))
    show(page, "overview")
    widths = page.evaluate(
        """() => {
          const said = drillctl.t("of_position", {
            position: drillctl.plan.scenarios[11].positions[1].title, what: "1 seat" });
          const line = document.querySelector("main").appendChild(document.createElement("p"));
          line.textContent = said;
          const left = (from, to) => {
            const range = document.createRange();
            range.setStart(line.firstChild, from);
            range.setEnd(line.firstChild, to);
            return range.getBoundingClientRect().left;
          };
          return [left(0, said.indexOf(": 1")), left(said.indexOf("1 seat"), said.length),
            left(said.indexOf("seat"), said.length)];
        }"""
    )
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_a_link_can_bring_in_no_markup(opened, pages):
    text = "<img src=x onerror=alert(1)>"
    fragment = f"#text={quote(text)}&hazard=constructor&capability=__proto__&view=toString&lang=x"
    page = opened(pages("county"), fragment=fragment)
    assert page.locator("#person-search").input_value() == text
    assert page.locator("img").count() == 0
    assert word("shown", n=0, all=8) in text_of(page.locator("#shown"))
    assert page.locator("#tab-overview").get_attribute("aria-selected") == "true"


def test_no_script_but_the_pages_own_runs(opened, pages):
    page = opened(pages("county"))
    ran = page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective));
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          setTimeout(() => done(`ran: ${window.ran}`), 1000);
        })"""
    )
    assert ran == "script-src-elem"
    assert any("Content Security Policy" in said for said in opened.trouble)
    opened.trouble.clear()


def test_a_link_leads_to_what_was_shown(opened, pages):
    path = pages("county")
    page = opened(path)
    show(page, "timeline")
    page.locator("#filter-hazard").select_option("flood")
    page.locator("#language").click()
    there = page.evaluate("location.hash")
    again = opened(path, fragment=there)
    assert again.locator("#tab-timeline").get_attribute("aria-selected") == "true"
    assert again.locator("#filter-hazard").input_value() == "flood"
    assert again.locator("html").get_attribute("lang") == "zh-CN"
    deep = opened(path, fragment="#session=river-flood%231")
    assert "River flood" in text_of(session(deep).get_by_role("heading", level=2))
    nowhere = opened(path, fragment="#session=nobody%231&view=no&person=x&team=y&theme=z&hazard=q")
    assert session(nowhere).count() == 0
    assert nowhere.locator("#tab-overview").get_attribute("aria-selected") == "true"


def places(page) -> dict[str, list]:
    """Where everything that has a time stands, and what it says of it."""
    found: dict[str, list] = {}
    for key in ("month", "week", "list"):
        panel = calendar_as(page, key)
        found[key] = [
            (text_of(event), event.bounding_box())
            for event in panel.get_by_role("button").filter(has_text=":").all()
        ]
    found["timeline"] = timeline_by(page, "venue", 8).evaluate_all(
        "all => all.map((bar) => [bar.ariaLabel, JSON.stringify(bar.getBoundingClientRect())])"
    )
    page.evaluate("drillctl.openSession(1)")
    found["session"] = [text_of(session(page))]
    return found


def test_a_viewer_elsewhere_sees_the_rosters_local_times(opened, pages):
    path = pages("county")
    here = places(opened(path, timezone_id="Asia/Shanghai"))
    assert places(opened(path, timezone_id="America/New_York")) == here
    assert "09:00–13:00" in here["session"][0]
    assert "Asia/Shanghai" in here["session"][0]
    assert all(here.values())


def test_across_a_change_of_the_clocks(opened, pages):
    """On 14 March 2027 New York's clocks go forward; Shanghai's do not, nor do the wall times."""
    path = pages("hostile")
    for zone in ("America/New_York", "Asia/Shanghai"):
        page = opened(path, timezone_id=zone)
        lefts = timeline_by(page, "venue", len(HOSTILE) - 1).evaluate_all(
            "all => all.map((bar) => bar.getBoundingClientRect().left).sort((a, b) => a - b)"
        )
        steps = [b - a for a, b in pairwise(lefts)]
        assert len(steps) == len(HOSTILE) - 2
        assert max(steps) - min(steps) < 0.5


def test_a_province_opens(opened, pages):
    page = opened(pages("large"))
    show(page, "calendar")
    timeline_by(page, "person")
    assert pages("large").stat().st_size < 6_000_000
