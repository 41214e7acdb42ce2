"""Frozen sessions and pins: what stays, what a broken rule releases, who steps in."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import county
import numpy as np
import pytest
from planning.compiled import compiled, context_of

from drillctl.audit.audit import audit
from drillctl.model.duration import Duration
from drillctl.model.pin import Pin
from drillctl.model.policy import Goal
from drillctl.model.problem import SessionId
from drillctl.model.roster import Span
from drillctl.planning.plan import make_plan
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.search import Effort, Options
from drillctl.rules import frozen
from drillctl.rules.rule import Keep

FRIDAY = datetime(2027, 3, 5, 12)
QUICK = Options(Effort.QUICK)


def asked(tmp_path, *, as_of=FRIDAY, pins=(), zone="Asia/Shanghai", **busy):
    """The county with its plan as baseline; `busy`: who is away, or which venue closed, on 6 March."""
    found = county.problem(tmp_path, zone=zone)
    day = Span(datetime(2027, 3, 6), datetime(2027, 3, 7))
    roster = found.roster
    members, venues = dict(roster.members), dict(roster.venues)
    for name in busy:
        if name in members:
            members[name] = replace(members[name], busy=(*members[name].busy, day))
        else:
            venues[name] = replace(venues[name], busy=(*venues[name].busy, day))
    return replace(
        found,
        roster=replace(roster, members=members, venues=venues),
        baseline=county.plan(tmp_path),
        as_of=as_of,
        policy=replace(found.policy, pins=tuple(pins)),
    )


def kept(problem):
    return frozen.commitments(context_of(problem))


def changed(plan, session, **changes):
    sessions = (replace(s, **changes) if s.id == session else s for s in plan.sessions)
    return replace(plan, sessions=tuple(sessions))


def test_nothing_is_frozen_without_a_baseline_or_a_date(tmp_path):
    problem = asked(tmp_path)
    assert kept(replace(problem, baseline=None)) == {}
    assert kept(replace(problem, as_of=None)) == {}


def test_what_has_begun_or_begins_within_the_notice_stays(tmp_path):
    found = kept(asked(tmp_path))
    assert found.keys() == {"table#1", "flood#1", "boats#1"}
    assert found["flood#1"].venue == "lake"
    assert found["flood#1"].people == {
        "leader": frozenset({"p2"}),
        "crew": frozenset({"v1", "p3"}),
        "shore": frozenset({"v2"}),
    }
    assert kept(asked(tmp_path, as_of=datetime(2027, 3, 14))).keys() == {
        "table#1", "flood#1", "boats#1", "flood#2",
    }  # fmt: skip


def test_who_drops_out_is_released_and_the_standby_steps_in(tmp_path):
    found = kept(asked(tmp_path, v1=True))["flood#1"]
    assert found.people["crew"] == {"p1", "p3"}
    assert found.all_sit


def test_without_a_standby_the_seat_is_open_to_others(tmp_path):
    problem = asked(tmp_path, v2=True)
    found = kept(problem)["flood#1"]
    assert found.people["shore"] == frozenset()
    assert found.seats["shore"] == 1
    assert not found.all_sit
    shore = problem.scenarios["flood"].position("shore")
    sitters = frozen.sitters(context_of(problem), SessionId("flood", 1), shore)
    assert sitters.only is None
    assert sitters.never == {"p2", "v1", "p3"}


def test_a_closed_venue_releases_the_session(tmp_path):
    assert kept(asked(tmp_path, lake=True)).keys() == {"table#1", "boats#1"}


def test_a_standby_steps_in_long_before_too(tmp_path):
    problem = asked(tmp_path, as_of=datetime(2027, 1, 1), v1=True)
    assert kept(problem).keys() == {"flood#1"}


def test_nobody_new_joins_what_has_begun(tmp_path):
    problem = asked(tmp_path, as_of=datetime(2027, 3, 6, 10), v2=True)
    assert kept(problem)["flood#1"].seats["shore"] == 0


def test_other_sessions_keep_their_date_or_lie_beyond_the_notice(tmp_path):
    problem = asked(tmp_path)
    context = context_of(problem)
    days = [date(2027, 3, d) for d in (6, 11, 12, 13, 20)]
    starts = np.array(
        [context.timeline.instant(datetime(d.year, d.month, d.day, 12)) for d in days]
    )
    flood = frozen.candidates(context, SessionId("flood", 2), None, starts, starts + 240)
    assert flood.tolist() == [False, False, True, True, True]
    only = frozen.candidates(context, SessionId("boats", 1), None, starts, starts + 180)
    assert not only.any()


def test_days_of_notice_count_on_the_local_clock(tmp_path):
    problem = asked(tmp_path, as_of=datetime(2027, 3, 27, 10), zone="Europe/Berlin")
    problem = replace(problem, policy=replace(problem.policy, notice=Duration(days=1)))
    context = context_of(problem)
    assert context.timeline.instant(datetime(2027, 3, 28, 10)) - context.timeline.instant(
        problem.as_of
    ) == timedelta(hours=23) // timedelta(minutes=1)
    starts = np.array(
        [context.timeline.instant(datetime(2027, 3, 28, h, m)) for h, m in ((9, 30), (10, 0))]
    )
    found = frozen.candidates(context, SessionId("flood", 2), None, starts, starts + 240)
    assert found.tolist() == [False, True]


def test_pins(tmp_path):
    pins = [
        Pin("flood#2"),
        Pin("boats#1", start=datetime(2027, 3, 21, 9), people={"helm": ("p3",)}),
    ]
    found = kept(asked(tmp_path, as_of=None, pins=pins))
    assert found["flood#2"].venue_stays
    assert found["flood#2"].people["crew"] == {"v1"}
    boats = found["boats#1"]
    assert not boats.venue_stays
    assert boats.people == {"helm": frozenset({"p3"})}


def test_the_standby_of_a_pinned_session_steps_in_too(tmp_path):
    found = kept(asked(tmp_path, as_of=None, pins=[Pin("flood#1")]))["flood#1"]
    assert found.standbys["crew"] == {"p1"}
    found = kept(asked(tmp_path, as_of=None, pins=[Pin("flood#1")], v1=True))["flood#1"]
    assert found.people["crew"] == {"p1", "p3"}
    seated = Pin("flood#1", people={"crew": ("p1",)})
    assert kept(asked(tmp_path, as_of=None, pins=[seated]))["flood#1"].people["crew"] == {"p1"}


def test_a_pin_holds_its_people_before_what_it_comes_after_is_planned(tmp_path):
    people = {"leader": ("p1",), "crew": ("v1",), "shore": ("v2",)}
    pin = Pin("flood#1", start=datetime(2027, 3, 20, 9), venue="lake", people=people)
    problem = replace(asked(tmp_path, as_of=None, pins=[pin]), baseline=None)
    assert kept(problem)["flood#1"].people == {p: frozenset(who) for p, who in people.items()}
    made = {s.id: s for s in make_plan(problem, QUICK).sessions}
    assert "table#1" in made
    assert all(set(who) <= set(made["flood#1"].assigned[p]) for p, who in people.items())


def test_what_is_agreed_is_to_be_held(tmp_path):
    assert set(frozen.conflicts(context_of(asked(tmp_path)))) == {
        Keep(SessionId("table", 1)), Keep(SessionId("flood", 1)), Keep(SessionId("boats", 1)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"start": datetime.fromisoformat("2027-03-06T10:00+08:00")},
        {"venue": "pond"},
        {"assigned": {"leader": ("p2",), "crew": ("v1",), "shore": ("v2",)}},
        {"assigned": {"leader": ("p2",), "crew": ("p3", "v1"), "shore": ("v2", "v3")}},
    ],
)
def test_the_audit_sees_what_is_not_as_agreed(tmp_path, changes):
    problem = asked(tmp_path)
    context = context_of(problem)
    assert list(frozen.breaches(context, problem.baseline)) == []
    again = changed(problem.baseline, "flood#1", **changes)
    assert {b.session for b in frozen.breaches(context, again)} == {"flood#1"}


def test_a_replan_moves_nothing_that_is_frozen(tmp_path):
    problem = asked(tmp_path, v1=True)
    was = {s.id: s for s in problem.baseline.sessions}
    made = make_plan(problem, QUICK)
    assert audit(problem, made) == ()
    now = {s.id: s for s in made.sessions}
    for session in ("table#1", "flood#1", "boats#1"):
        assert (now[session].start, now[session].venue) == (was[session].start, was[session].venue)
    assert now["flood#1"].assigned["crew"] == ("p1", "p3")
    assert now["flood#1"].sequence == was["flood#1"].sequence + 1
    assert now["boats#1"].sequence == was["boats#1"].sequence


def test_what_is_agreed_comes_before_all_goals(tmp_path):
    """Pinned where only few seats can be filled, a session is held there all the same."""
    pin = Pin("boats#1", start=datetime(2027, 3, 13, 9), people={"crew": ("v1",)})
    problem = replace(asked(tmp_path, pins=[pin]), baseline=None, as_of=None)
    made = make_plan(problem, QUICK)
    assert audit(problem, made) == ()
    [boats] = [s for s in made.sessions if s.id == "boats#1"]
    assert boats.start == datetime.fromisoformat("2027-03-13T09:00+08:00")
    assert boats.assigned["crew"] == ("v1",)


def test_a_position_left_without_seats_has_a_bound(tmp_path):
    problem = asked(tmp_path, as_of=datetime(2027, 3, 6, 10), v2=True)
    relaxation = Relaxation(compiled(problem))
    assert relaxation.bound(Goal.FILL, {}) > 0
