"""What changed between two plans: said of each session and each person, no more, no less."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import county
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillctl.cli.difference import SHOWN
from drillctl.explain.difference import Change, Role, difference
from drillctl.model.plan import Made, Plan, PlannedSession

PEOPLE = ("a", "b", "c", "d")


@pytest.fixture
def plan(tmp_path):
    return county.plan(tmp_path)


def changed(plan, session, **changes):
    sessions = [replace(s, **changes) if s.id == session else s for s in plan.sessions]
    return replace(plan, revision=2, sessions=tuple(sessions))


def test_nothing_changed(plan):
    assert difference(plan, replace(plan, revision=2)).sessions == ()


def test_another_person_in_a_seat(plan):
    after = changed(plan, "boats#1", assigned={"helm": ("p3",), "crew": ("v1",)})
    [session] = difference(plan, after).sessions
    assert session.change is Change.RESTAFFED
    told = {p.member: (p.change, p.was, p.now) for p in session.people}
    assert told == {
        "v1": (Change.ASKED, None, Role("crew")),
        "v3": (Change.RELEASED, Role("crew"), None),
    }


def test_a_standby_steps_in(plan):
    after = changed(
        plan,
        "flood#1",
        assigned={"leader": ("p2",), "crew": ("p1", "v1"), "shore": ("v2",)},
        standby={},
    )
    people = difference(plan, after).people
    assert {m: [c.change for c in changes] for m, changes in people.items()} == {
        "p1": [Change.ANOTHER_ROLE],
        "p3": [Change.RELEASED],
    }


def test_a_session_moved_tells_all_of_its_people(plan):
    before = next(s for s in plan.sessions if s.id == "boats#1")
    day = timedelta(days=7)
    after = changed(plan, "boats#1", start=before.start + day, end=before.end + day)
    found = difference(plan, after)
    assert [s.change for s in found.sessions] == [Change.MOVED]
    assert {m: c[0].change for m, c in found.people.items()} == {
        "p3": Change.ANOTHER_TIME,
        "v3": Change.ANOTHER_TIME,
    }


def test_who_is_released_hears_the_old_date_and_who_moves_both(plan):
    before = next(s for s in plan.sessions if s.id == "boats#1")
    week = timedelta(days=7)
    after = changed(
        plan,
        "boats#1",
        start=before.start + week,
        end=before.end + week,
        assigned={"helm": ("p3",), "crew": ("v1",)},
    )
    text = SHOWN["text"](difference(plan, after), {})
    assert "released as crew: boats#1, Sun 2027-03-07 09:00 at pond" in text
    assert "asked as crew: boats#1, Sun 2027-03-14 09:00 at pond" in text
    assert "moved, as helm: boats#1, Sun 2027-03-14 09:00 at pond (was Sun 2027-03-07" in text


def test_cancelled_and_new(plan):
    after = replace(plan, sessions=plan.sessions[1:])
    assert difference(plan, after).sessions[0].change is Change.CANCELLED
    [back] = difference(after, plan).sessions
    assert back.change is Change.NEW
    assert {p.change for p in back.people} == {Change.ASKED}


@st.composite
def sessions(draw):
    """None, or one session on one of two days, with some of four people in it."""
    if draw(st.booleans()):
        return None

    start = datetime(2027, 3, draw(st.integers(6, 7)), 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    order = draw(st.permutations(PEOPLE))
    cuts = sorted(draw(st.lists(st.integers(0, 4), min_size=3, max_size=3)))
    return PlannedSession(
        "x#1", "x@y", 0, start, start + timedelta(hours=2), draw(st.sampled_from([None, "hall"])),
        {"one": tuple(sorted(order[: cuts[0]])), "two": tuple(sorted(order[cuts[0] : cuts[1]]))},
        {"one": tuple(sorted(order[cuts[1] : cuts[2]]))},
    )  # fmt: skip


def parts(session):
    if session is None:
        return {}
    return {m: Role(p) for p, m in session.members()} | {
        m: Role(p, True) for p, m in session.standbys()
    }


@given(sessions(), sessions())
def test_the_changes_lead_from_one_plan_to_the_other_and_back(before, after):
    one, other = (Plan(Made("", 0), sessions=(s,) if s else ()) for s in (before, after))
    found = difference(one, other)
    part = parts(before)
    for changes in found.people.values():
        for change in changes:
            assert part.pop(change.member, None) == change.was
            if change.now is not None:
                part[change.member] = change.now
    assert part == parts(after)
    mirrored = {(p.member, p.now, p.was) for s in difference(other, one).sessions for p in s.people}
    assert mirrored == {(p.member, p.was, p.now) for s in found.sessions for p in s.people}
    same = (before is None) == (after is None) and (
        before is None
        or after is None
        or (before.start, before.venue, parts(before)) == (after.start, after.venue, parts(after))
    )
    assert (found.sessions == ()) == same


def test_what_is_shown_names_people_and_cannot_break_the_table(plan, tmp_path):
    members = dict(county.problem(tmp_path).roster.members)
    members["v1"] = replace(members["v1"], name="王|芳 <b>")
    after = changed(plan, "boats#1", assigned={"helm": ("p3",), "crew": ("v1",)})
    found = difference(plan, after)
    text = SHOWN["text"](found, members)
    assert "1 session(s) differ: 1 restaffed; 2 people: 1 asked, 1 released" in text
    assert "+ crew: 王|芳 <b> (v1)" in text
    rows = [row for row in SHOWN["markdown"](found, members).splitlines() if "(v1)" in row]
    assert len(rows) == 2
    for row in rows:
        assert "王\\|芳 \\<b\\>" in row
    data = json.loads(json.dumps(SHOWN["json"](found, members)))
    assert data["people"]["v3"][0]["change"] == "released"
    assert data["sessions"][0]["people"][0]["name"] == "王|芳 <b>"
