"""The matrices hold what the data says: currency, joint practice, workload against limits."""

import pytest
from browser import county_plan
from browser.page_parts import pick, session, show, text_of, word

from drillctl.exports.overview.matrices import capability_matrix, joint_matrix, workload
from drillctl.readiness.known import known

ABOUT = known(county_plan.problem(), county_plan.AS_OF, county_plan.plan())
TEAMS = county_plan.TEAMS


def cells(page, title: str) -> dict[tuple[str, str], str]:
    """What a matrix says, by the head of the row and of the column."""
    show(page, "matrices")
    part = page.locator(".matrix-part").filter(
        has=page.get_by_role("heading", name=title, exact=True)
    )
    columns = [text_of(head) for head in part.locator("thead tr > *").all()][1:]
    found = {}
    for row in part.locator("tbody tr").all():
        name = text_of(row.locator("th"))
        for column, cell in zip(columns, row.locator("td").all(), strict=True):
            found[name, column] = text_of(cell)
    assert found
    return found


def day(date) -> str:
    """A date as the page writes it in British English."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
    return f"{date.day} {months[date.month - 1]} {date.year}"


def either(found, one: str, other: str) -> str:
    return found[one, other] if (one, other) in found else found[other, one]


def test_capabilities_by_team(opened, pages):
    found = cells(opened(pages("county")), word("practice_title"))
    matrix = capability_matrix(ABOUT)
    assert len(found) == len(matrix.capabilities) * len(TEAMS)
    states = set()
    for (capability, team), practice in matrix.cells.items():
        said = either(found, capability.replace("-", " "), TEAMS[team].title)
        if practice.state is not None:
            states.add(practice.state)
            assert word(f"practice_{practice.state}_state") in said
            assert word("practice_members", n=practice.current, all=practice.members) in said
        if practice.lapses:
            assert day(practice.lapses) in said
        if practice.planned:
            assert f"{word('matrix_planned')} {day(practice.planned)}" in said
        else:
            assert word("matrix_planned") + " " not in said
    assert len(states) == 3


def test_professional_by_volunteer_teams(opened, pages):
    page = opened(pages("county"))
    found = cells(page, word("joint_title"))
    matrix = joint_matrix(ABOUT)
    assert len(found) == len(matrix.cells) == 4
    for (professional, volunteer), meeting in matrix.cells.items():
        said = either(found, TEAMS[professional].title, TEAMS[volunteer].title)
        met = word("joint_met_one") if meeting.times == 1 else word("joint_met", n=meeting.times)
        assert (met in said) == (meeting.times > 0)
        assert (word("joint_demanded") in said) == meeting.demanded
        if meeting.planned:
            assert day(meeting.planned) in said
        if meeting.last:
            assert word("joint_last", date=day(meeting.last)) in said
    planned = page.locator(".matrix-part").get_by_role("button", name=day(meeting.planned)).first
    planned.click()
    assert session(page).get_by_role("heading", level=2).count() == 1


def test_workload_of_each_member(opened, pages):
    page = opened(pages("county"))
    found = cells(page, word("workload_title"))
    rows = workload(ABOUT)
    assert {name for name, _ in found} == {name for name, *_ in county_plan.PEOPLE.values()}
    for row in rows:
        name = county_plan.PEOPLE[row.member][0]
        said = {column.rstrip("▼▲ "): text for (who, column), text in found.items() if who == name}
        assert said[word("workload_by_hours")] == word("hours_short", hours=f"{row.hours:g}")
        assert said[word("workload_by_sessions")] == str(row.sessions)
        for limit in row.limits:
            kind = "hours" if limit.limit.startswith("hours") else "sessions"
            used = word(f"workload_{kind}", n=f"{limit.used:g}", all=f"{limit.allowed:g}")
            assert used in said[word(f"workload_by_{limit.limit}")]
    tom = " ".join(text for (who, _), text in found.items() if who == "Tom Baker")
    assert word("workload_near") in tom


def test_workload_is_sorted_by_its_heads(opened, pages):
    page = opened(pages("county"))
    show(page, "matrices")
    head = page.get_by_role("columnheader", name=word("workload_by_sessions"), exact=False).first
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    numbers = [
        int(text)
        for text in page.locator(".matrix-part")
        .last.locator("tbody td:nth-child(4)")
        .all_inner_texts()
    ]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 1


@pytest.mark.parametrize("options", [{}, {"redact": True}], ids=["named", "redacted"])
def test_a_chosen_team_and_nobody_where_redacted(opened, pages, options):
    page = opened(pages("county", **options))
    page.locator("#filter-team").select_option(str(list(TEAMS).index("ems")))
    heads = {name for pair in cells(page, word("practice_title")) for name in pair}
    assert TEAMS["ems"].title in heads
    assert TEAMS["county-fire"].title not in heads
    said = text_of(page.locator("#panel-matrices"))
    if options:
        assert word("workload_redacted") in said
    else:
        assert {name for name, _ in cells(page, word("workload_title"))} == {"陈杰", "张敏"}
        pick(page, "zhang-min")
        assert {name for name, _ in cells(page, word("workload_title"))} == {"张敏"}
