"""Finding people, and narrowing every view to what concerns a person, team, hazard or capability."""

import pytest
from browser import county_plan
from browser.page_parts import calendar_as, pick, search, show, text_of, timeline_by, word

SCENARIOS = {one.id: one for one in county_plan.SCENARIOS}


def sessions_of(person: str) -> list[str]:
    return [
        name
        for name, _, _, _, assigned, standby, _ in county_plan.CALENDAR
        if any(person in who for who in (*assigned.values(), *standby.values()))
    ]


def listed(page) -> list[str]:
    """The titles of the sessions in the calendar's list, over all its pages."""
    panel = calendar_as(page, "list")
    return panel.locator(".ec-event .event-title").all_inner_texts()


def titles(names) -> list[str]:
    return [SCENARIOS[name.partition("#")[0]].title for name in names]


def test_people_are_found_by_name_part_or_id(opened, pages):
    page = opened(pages("county"))
    for typed, person in (
        ("anna", "anna-berger"),
        ("BERGER", "anna-berger"),
        ("伟", "li-wei"),
        ("zhao-lin", "zhao-lin"),
        ("tom b", "tom-baker"),
    ):
        search(page).fill(typed)
        found = page.locator("#person-found").get_by_role("option")
        assert county_plan.PEOPLE[person][0] in text_of(found.first)
        assert person in text_of(found.first)
        assert found.count() == 2
        assert page.locator("#announcement").inner_text() == word("people_found_one")


@pytest.mark.parametrize(("typed", "person"), [("anna", "anna-berger"), ("王芳", "wang-fang")])
def test_a_person_narrows_every_view(opened, pages, typed, person):
    page = opened(pages("county"))
    name, team, _ = county_plan.PEOPLE[person]
    pick(page, typed)
    assert search(page).input_value() == name
    sheet = text_of(page.locator("#person"))
    assert name in sheet
    assert county_plan.TEAMS[team].title in sheet
    wanted = titles(sessions_of(person))
    assert sorted(listed(page)) == sorted(wanted)
    assert word("shown", n=len(wanted), all=len(county_plan.CALENDAR)) in text_of(
        page.locator("#shown")
    )
    timeline_by(page, "person", len(wanted))
    assert page.locator(".timeline-row-title").all_inner_texts() == [name]
    page.get_by_role("button", name=word("clear")).click()
    assert len(listed(page)) == len(county_plan.CALENDAR)
    assert page.locator("#person").is_hidden()


def test_nobody_of_that_name(opened, pages):
    page = opened(pages("county"))
    search(page).fill("zzz")
    names = page.locator("#person-found").all_inner_texts()
    assert not any(name in "".join(names) for name, *_ in county_plan.PEOPLE.values())
    assert page.locator("#announcement").inner_text() == word("people_found", n=0)


def test_sessions_by_title_id_or_venue(opened, pages):
    page = opened(pages("county"))
    search(page).fill("TOWN hall")
    page.locator("#person-found").get_by_role("option").last.click()
    wanted = [name for name, _, _, venue, *_ in county_plan.CALENDAR if venue == "town-hall"]
    assert sorted(listed(page)) == sorted(titles(wanted))


def test_the_found_by_keyboard(opened, pages):
    page = opened(pages("county"))
    search(page).press_sequentially("blue")
    assert search(page).get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert search(page).get_attribute("aria-expanded") == "false"
    search(page).fill("")
    search(page).press_sequentially("li")
    page.keyboard.press("ArrowDown")
    pointed = search(page).get_attribute("aria-activedescendant")
    name = text_of(page.locator(f"#{pointed} span").first)
    page.keyboard.press("Enter")
    assert search(page).input_value() == name


def seated(assigned, standby) -> set[str]:
    return {p for who in (*assigned.values(), *standby.values()) for p in who}


@pytest.mark.parametrize(
    ("filter", "chosen", "passes"),
    [
        ("hazard", "earthquake", lambda one, people: one.hazard == "earthquake"),
        ("capability", "mass-care", lambda one, people: "mass-care" in one.capabilities),
        ("exercise", "full-scale", lambda one, people: one.exercise == "full-scale"),
        ("team", "ems", lambda one, people: any(county_plan.PEOPLE[p][1] == "ems" for p in people)),
    ],
)  # fmt: skip
def test_a_filter_narrows_every_view(opened, pages, filter, chosen, passes):
    page = opened(pages("county"))
    wanted = [
        name
        for name, _, _, _, assigned, standby, _ in county_plan.CALENDAR
        if passes(SCENARIOS[name.partition("#")[0]], seated(assigned, standby))
    ]
    value = str(list(county_plan.TEAMS).index(chosen)) if filter == "team" else chosen
    page.locator(f"#filter-{filter}").select_option(value)
    assert sorted(listed(page)) == sorted(titles(wanted))
    timeline_by(page, "venue", len(wanted))
    tiles = text_of(show(page, "overview"))
    assert f"{word('sessions_held')} {len(wanted)} " in tiles


def test_two_filters_that_nothing_passes(opened, pages):
    page = opened(pages("county"))
    page.locator("#filter-hazard").select_option("earthquake")
    page.locator("#filter-exercise").select_option("full-scale")
    assert word("shown", n=0, all=len(county_plan.CALENDAR)) in text_of(page.locator("#shown"))
    assert listed(page) == []
    timeline_by(page, "team", 0)
    assert word("timeline_none") in text_of(page.locator("#panel-timeline"))
    assert word("matrix_unheeded") in text_of(show(page, "matrices"))
    assert word("sessions_held") in text_of(show(page, "overview"))
