"""When everything is: the calendar's month, week and list, and the timeline's three axes."""

from browser import county_plan
from browser.page_parts import calendar_as, session, show, text_of, timeline_by, word

SCENARIOS = {one.id: one for one in county_plan.SCENARIOS}


def test_the_list_holds_every_session_by_day(opened, pages):
    page = opened(pages("county"))
    said = text_of(calendar_as(page, "list"))
    at = -1
    for name, start, *_ in county_plan.CALENDAR:
        title = SCENARIOS[name.partition("#")[0]].title
        at = said.index(f"{start:%H:%M}", at + 1)
        assert title in said[at : at + 140]
    assert word("seats_empty_one") in said


def test_month_and_week_go_forward_and_back(opened, pages):
    page = opened(pages("county"))
    panel = calendar_as(page, "month")
    title = panel.locator(".ec-title")
    assert text_of(title) == "March 2027"
    for _ in range(2):
        panel.get_by_role("button", name=word("forward"), exact=True).click()
    assert text_of(title) == "May 2027"
    assert panel.locator(".ec-event").count() == 1
    panel.get_by_role("button", name=word("back"), exact=True).click()
    assert text_of(title) == "April 2027"
    panel.get_by_role("button", name=word("week"), exact=True).click()
    panel.get_by_role("button", name=word("month"), exact=True).click()
    assert text_of(title) == "April 2027"


def test_joint_sessions_and_empty_seats_are_marked_in_words(opened, pages):
    page = opened(pages("county"))
    panel = calendar_as(page, "month")
    flood = panel.locator(".ec-event").filter(has_text="09:00")
    assert word("joint") in text_of(flood)
    assert word("seats_empty_one") in text_of(flood)
    timeline_by(page, "venue")
    said = page.locator("[data-session][aria-label*='Sat, 6 Mar 2027']").get_attribute("aria-label")
    assert word("joint") in said
    assert word("seats_empty_one") in said


def test_types_have_colours_of_their_own(opened, pages):
    page = opened(pages("county"))
    colour = "event => getComputedStyle(event).borderInlineStartColor"
    panel = calendar_as(page, "list")
    listed = {e.evaluate(colour) for e in panel.locator(".ec-event").all()}
    assert len(listed) == len({one.exercise for one in county_plan.SCENARIOS}) == 7
    month = {e.evaluate(colour) for e in calendar_as(page, "month").locator(".ec-event").all()}
    assert month <= listed
    assert len(month) >= 5


def test_a_reader_moves_nothing(opened, pages):
    page = opened(pages("county"))
    panel = calendar_as(page, "month")
    event = panel.locator(".ec-event").first
    before = event.bounding_box()
    x, y = before["x"] + 20, before["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 200, y + 90, steps=12)
    page.mouse.up()
    assert event.bounding_box() == before
    assert panel.locator(".ec-resizer:visible").count() == 0


def test_a_row_for_each_team_person_and_venue(opened, pages):
    page = opened(pages("county"))
    seats = sum(
        len(who)
        for _, _, _, _, assigned, standby, _ in county_plan.CALENDAR
        for who in (*assigned.values(), *standby.values())
    )
    rows = page.locator(".timeline-row-title")
    timeline_by(page, "person", seats)
    assert sorted(rows.all_inner_texts()) == sorted(n for n, *_ in county_plan.PEOPLE.values())
    timeline_by(page, "venue", len(county_plan.CALENDAR))
    assert rows.all_inner_texts() == [
        "North Lake", "旧采石场", "Town hall", "Unused field", word("timeline_no_venue")
    ]  # fmt: skip
    teams = sum(
        len({county_plan.PEOPLE[p][1] for who in (*a.values(), *s.values()) for p in who})
        for _, _, _, _, a, s, _ in county_plan.CALENDAR
    )
    timeline_by(page, "team", teams)
    assert rows.all_inner_texts() == [
        "County fire brigade", "县急救中心", "蓝天救援队", "North Lake boat club"
    ]  # fmt: skip


def test_the_whole_plan_is_in_sight_at_first(opened, pages):
    page = opened(pages("county"))
    bars = timeline_by(page, "venue", len(county_plan.CALENDAR))
    centre = page.locator(".vis-panel.vis-center").bounding_box()
    left, right = centre["x"], centre["x"] + centre["width"]
    boxes = [bar.bounding_box() for bar in bars.all()]
    assert all(left <= box["x"] and box["x"] + box["width"] <= right for box in boxes)
    assert max(box["x"] for box in boxes) - min(box["x"] for box in boxes) > centre["width"] / 2


def test_zoom_and_pan(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "venue", len(county_plan.CALENDAR))
    bar = page.locator("[data-session][aria-label*='Mass casualty']")
    at_first = bar.bounding_box()

    def moved(condition: str) -> None:
        page.wait_for_function(
            "before => ((box) => " + condition + ")(document.querySelector("
            "\"[data-session][aria-label*='Mass casualty']\").getBoundingClientRect())",
            arg=at_first,
        )

    page.get_by_role("button", name=word("timeline_earlier")).click()
    moved("box.x > before.x + 50")
    page.get_by_role("button", name=word("timeline_fit")).click()
    moved("Math.abs(box.x - before.x) < 1")
    for _ in range(6):
        page.get_by_role("button", name=word("timeline_zoom_in")).click()
        bar.focus()
    moved("box.width > before.width")


def test_a_click_on_a_bar_opens_its_session(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "person")
    bar = page.get_by_role("button", name="Mass casualty").first
    bar.click()
    assert text_of(session(page).get_by_role("heading", level=2)) == "Mass casualty"
    page.keyboard.press("Escape")
    show(page, "overview")
    page.get_by_role("button", name="Quake game").first.click()
    assert "Quake game" in text_of(session(page))
