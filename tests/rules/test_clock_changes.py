"""Every rule that reads the clock, kept and broken, across every sort of clock and calendar change.

Each session lies across the change; each case is a plan that keeps the rule by the last half hour
and one that breaks it by half an hour or a day. Times are reckoned by the standard library alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from clock_changes import CHANGES, DAY, HOUR, LONG, STEP, clock, plan, problem, session

from drillctl.audit.audit import audit
from drillctl.model.pin import Pin
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.planning.stand_in import restaffed
from drillctl.rules import all_rules, frozen
from drillctl.rules.rule import Context
from drillctl.rules.sessions import minute
from drillctl.timeline.timeline import Timeline

QUICK = Options(Effort.QUICK)
NEVER = {"weekly": ["mon 00:00-00:01"]}


def certified_until(at, folder, kept):
    """Valid on the last day counts, the day before does not."""
    start = at.change - 2 * HOUR
    last = at.last_day(start) - (timedelta() if kept else DAY)
    member = {"certifications": [{"id": "ic", "issued": last - 90 * DAY, "expires": last}]}
    return problem(folder, at, member=member), plan(session(at, "a#1", start))


def certified_from(at, folder, kept):
    start = at.change - 2 * HOUR
    first = at.wall(start).date() + (timedelta() if kept else DAY)
    member = {"certifications": [{"id": "ic", "issued": first}]}
    return problem(folder, at, member=member), plan(session(at, "a#1", start))


def to_midnight(at, folder, kept):
    """What ends at midnight belongs to the day it ends, also where the clocks skip midnight."""
    day = at.wall(at.change).date()
    midnight = at.instant(at.wall(at.change).replace(hour=0, minute=0))
    member = {"certifications": [{"id": "ic", "issued": day - 90 * DAY, "expires": day - DAY}]}
    start = midnight - LONG + (timedelta() if kept else STEP)
    return problem(folder, at, member=member), plan(session(at, "a#1", start))


def _hours(at, kept, early=False):
    start, end = at.wall(at.change - 2 * HOUR), at.wall(at.change + 2 * HOUR)
    if not kept:
        start, end = (start + STEP, end) if early else (start, end - STEP)
    return {"from": start.isoformat(timespec="minutes"), "to": end.isoformat(timespec="minutes")}


def free_long_enough(at, folder, kept):
    member = {"availability": NEVER, "free": [_hours(at, kept)]}
    return problem(folder, at, member=member), plan(session(at, "a#1", at.change - 2 * HOUR))


def free_early_enough(at, folder, kept):
    member = {"availability": NEVER, "free": [_hours(at, kept, early=True)]}
    return problem(folder, at, member=member), plan(session(at, "a#1", at.change - 2 * HOUR))


def busy_only_afterwards(at, folder, kept):
    begin = at.wall(at.change + 2 * HOUR) - (timedelta() if kept else STEP)
    busy = {"from": begin.isoformat(), "to": (begin + 3 * HOUR).isoformat()}
    asked = problem(folder, at, member={"busy": [busy]})
    return asked, plan(session(at, "a#1", at.change - 2 * HOUR))


def one_place_at_a_time(at, folder, kept):
    second = at.change + 2 * HOUR - (timedelta() if kept else STEP)
    return problem(folder, at), plan(
        session(at, "a#1", at.change - 2 * HOUR), session(at, "b#1", second)
    )


def rested(at, folder, kept):
    """Eleven hours pass, whatever the clocks show."""
    second = at.change + 13 * HOUR - (timedelta() if kept else STEP)
    return problem(folder, at, policy={"rest": "11h"}), plan(
        session(at, "a#1", at.change - 2 * HOUR), session(at, "b#1", second)
    )


def within_seven_days(at, folder, kept):
    """Seven local days, by the days on which sessions start."""
    first = at.wall(at.change - 2 * HOUR)
    second = at.instant((first + (7 if kept else 6) * DAY).replace(hour=12, minute=0))
    asked = problem(folder, at, member={"limits": {"hours_per_7d": 7}})
    return asked, plan(session(at, "a#1", at.change - 2 * HOUR), session(at, "b#1", second))


def few_sessions(at, folder, kept):
    first = at.wall(at.change - 2 * HOUR)
    second = at.instant((first - (7 if kept else 6) * DAY).replace(hour=12, minute=0))
    asked = problem(folder, at, member={"limits": {"sessions_per_7d": 1}})
    return asked, plan(session(at, "b#1", second), session(at, "a#1", at.change - 2 * HOUR))


def venue_open(at, folder, kept):
    venue = {"availability": NEVER, "free": [_hours(at, kept)]}
    return problem(folder, at, venue=venue), plan(session(at, "a#1", at.change - 2 * HOUR))


def venue_for_one(at, folder, kept):
    second = at.change + 2 * HOUR - (timedelta() if kept else STEP)
    asked = problem(folder, at, schedule={"sessions": 2})
    return asked, plan(
        session(at, "a#1", at.change - 2 * HOUR),
        replace(session(at, "a#2", second, people=()), assigned={"one": ()}),
    )


def boats_enough(at, folder, kept):
    second = at.change + 2 * HOUR - (timedelta() if kept else STEP)
    return problem(folder, at, boats=1), plan(
        session(at, "a#1", at.change - 2 * HOUR), session(at, "b#1", second, people=())
    )


def lasts(at, folder, kept):
    """Four hours pass, whatever the clocks show."""
    start = at.change - 2 * HOUR
    return problem(folder, at), plan(
        session(at, "a#1", start, end=start + LONG + (timedelta() if kept else HOUR))
    )


def in_its_window(at, folder, kept):
    start = at.change - 2 * HOUR
    last = at.last_day(start) - (timedelta() if kept else DAY)
    window = {"from": at.wall(start).date() - DAY, "to": last}
    return problem(folder, at, schedule={"window": window}), plan(session(at, "a#1", start))


def on_its_weekday(at, folder, kept):
    start = at.change - 2 * HOUR
    day = at.wall(start).weekday() + (0 if kept else 1)
    days = [("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day % 7]]
    return problem(folder, at, schedule={"days": days}), plan(session(at, "a#1", start))


def within_its_hours(at, folder, kept):
    start = next(
        start
        for start in (at.change - 2 * HOUR, at.change, at.change - LONG)
        if at.wall(start).date() == at.last_day(start)
    )
    begin = at.wall(start)
    until = at.wall(start + LONG - timedelta(minutes=1)) + timedelta(minutes=1)
    less = timedelta() if kept else STEP
    hours = {"from": f"{begin + less:%H:%M}", "to": "24:00"}
    if begin.hour >= 12:
        until -= less
        hours = {"from": "00:00", "to": f"{until:%H:%M}" if until.hour else "24:00"}
    return problem(folder, at, schedule={"hours": hours}), plan(session(at, "a#1", start))


def on_the_grid(at, folder, kept):
    start = at.change - 2 * HOUR + (timedelta() if kept else timedelta(minutes=10))
    return problem(folder, at), plan(session(at, "a#1", start))


def as_fixed(at, folder, kept):
    start = at.change + 2 * HOUR
    fixed = [at.wall(start).isoformat(timespec="minutes")]
    asked = problem(folder, at, schedule={"fixed": fixed})
    return asked, plan(session(at, "a#1", start + (timedelta() if kept else STEP)))


def a_day_apart(at, folder, kept):
    """A day later on the local clock: 23 or 25 hours may pass."""
    start = at.change - 2 * HOUR
    second = at.instant(at.wall(start) + (2 if at.zone.key == "Pacific/Apia" else 1) * DAY)
    second -= timedelta() if kept else STEP
    spacing = "2d" if at.zone.key == "Pacific/Apia" else "1d"
    asked = problem(folder, at, schedule={"spacing": spacing})
    return asked, plan(session(at, "a#1", start), session(at, "a#2", second))


def a_day_of_hours_apart(at, folder, kept):
    """24 hours pass, whatever the clocks show."""
    start = at.change - 2 * HOUR
    asked = problem(folder, at, schedule={"spacing": "24h"})
    second = start + 24 * HOUR - (timedelta() if kept else STEP)
    return asked, plan(session(at, "a#1", start), session(at, "a#2", second))


def after_another(at, folder, kept):
    start = at.change - 2 * HOUR
    asked = problem(folder, at, schedule={"after": [{"scenario": "b", "gap": "12h"}]})
    second = start + LONG + 12 * HOUR - (timedelta() if kept else STEP)
    return asked, plan(session(at, "b#1", start), session(at, "a#1", second))


def not_elsewhere(at, folder, kept):
    """Rest holds around a session of a plan elsewhere too."""
    asked = problem(folder, at, policy={"rest": "11h"})
    other = plan(session(at, "z#1", at.change - 2 * HOUR, place="pond"))
    second = at.change + 13 * HOUR - (timedelta() if kept else STEP)
    return replace(asked, elsewhere=(other,)), plan(session(at, "a#1", second))


def as_agreed(at, folder, kept):
    """A day's notice is a day on the local clock; what begins sooner stays."""
    start = at.instant(at.wall(at.change) + 2 * DAY)
    asked = problem(folder, at, policy={"notice": "1d"})
    agreed = plan(session(at, "a#1", start))
    as_of = at.wall(start) - DAY + (timedelta() if kept else STEP)
    asked = replace(asked, baseline=agreed, as_of=as_of)
    return asked, plan(session(at, "a#1", start + 2 * DAY))


CASES: dict[Callable, str] = {
    certified_until: "certified",
    certified_from: "certified",
    to_midnight: "certified",
    free_long_enough: "available",
    free_early_enough: "available",
    busy_only_afterwards: "available",
    one_place_at_a_time: "one-seat",
    rested: "rest",
    within_seven_days: "limits",
    few_sessions: "limits",
    venue_open: "venue",
    venue_for_one: "venue",
    boats_enough: "equipment",
    lasts: "schedule",
    in_its_window: "schedule",
    on_its_weekday: "schedule",
    within_its_hours: "schedule",
    on_the_grid: "schedule",
    as_fixed: "schedule",
    a_day_apart: "schedule",
    a_day_of_hours_apart: "schedule",
    after_another: "schedule",
    not_elsewhere: "elsewhere",
    as_agreed: "frozen",
}
TIMELESS = {"lead", "kind", "joint", "run-or-not"}


def test_every_rule_is_asked_or_knows_no_time():
    assert set(CASES.values()) | TIMELESS == {rule.ID for rule in all_rules()}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_kept_and_broken(tmp_path, case, change):
    at = clock(change)
    for kept in (True, False):
        asked, made = case(at, tmp_path, kept)
        broken = {breach.rule for breach in audit(asked, made)} - {"run-or-not"}
        assert broken == (set() if kept else {CASES[case]}), "kept" if kept else "broken"
        if CASES[case] in ("certified", "available", "venue", "schedule", "elsewhere", "frozen"):
            assert all(planned(asked, made)) == kept or case in BETWEEN


BETWEEN = {lasts, venue_for_one, a_day_apart, a_day_of_hours_apart, after_another}
"""What no session is told of by itself; the planner has it as the distance of two."""


def planned(asked, made) -> Iterator[bool]:
    """Whether the planner's form of the rules allows each session of the plan by itself."""
    context = Context(asked, Timeline(asked))
    ids = {str(s): s for s in asked.sessions()}
    members = list(asked.roster.members.values())
    for one in made.sessions:
        starts = np.array([minute(one.start)])
        ends = starts + asked.scenarios[one.scenario].duration
        scenario = asked.scenarios[one.scenario]
        masks = []
        for rule in all_rules():
            if hasattr(rule, "candidates"):
                masks += [
                    rule.candidates(context, ids[one.id], v, starts, ends)
                    for v in (None, one.venue)
                ]
            if hasattr(rule, "seats") and one.assigned["one"]:
                masks.append(
                    rule.seats(context, scenario, scenario.positions[0], members, starts, ends)
                )
        yield all(bool(np.all(mask)) for mask in masks if mask is not None)


@pytest.mark.parametrize("change", ["half-an-hour-back", "midnight-forward", "a-day-that-is-not"])
def test_the_planner_finds_what_the_audit_passes(tmp_path, change):
    at = clock(change)
    night = at.wall(at.change - 2 * HOUR).date()
    window = {"from": night, "to": night + 3 * DAY}
    asked = problem(
        tmp_path,
        at,
        schedule={"window": window, "spacing": "1d"},
        policy={"rest": "11h", "goals": ["fill", "earliness"]},
    )
    made = make_plan(asked, QUICK)
    assert len(made.sessions) == 4
    assert audit(asked, made) == ()


@pytest.mark.parametrize("change", ["berlin-back", "half-an-hour-back"])
def test_a_pin_on_a_time_that_comes_twice_means_the_one_agreed(tmp_path, change):
    """A pin in a file says no more than the clocks do."""
    at = clock(change)
    for start in (at.change, at.change - STEP):
        agreed = plan(session(at, "a#1", start))
        pin = Pin("a#1", start=at.wall(start), venue="lake")
        asked = replace(problem(tmp_path, at), baseline=replace(agreed, pins=(pin,)))
        assert {b.rule for b in audit(asked, agreed)} == {"run-or-not"}
        assert pinned_start(asked) == minute(start)
        if start != at.change:
            continue
        moved = plan(session(at, "a#1", start - HOUR / 2), session(at, "b#1", start + DAY))
        assert "frozen" in {b.rule for b in audit(asked, moved)}


def pinned_start(asked):
    return frozen.commitments(Context(asked, Timeline(asked)))["a#1"].start


def test_a_time_that_comes_twice_means_the_first_without_a_plan_before(tmp_path):
    at = clock("berlin-back")
    pin = Pin("a#1", start=at.wall(at.change), venue="lake")
    asked = problem(
        tmp_path, at, policy={"pin": [{"session": "a#1", "start": pin.start.isoformat()}]}
    )
    assert pinned_start(asked) == minute(at.change - HOUR)


@pytest.mark.parametrize("change", ["berlin-forward", "berlin-back", "a-day-that-is-not"])
def test_a_session_staffed_anew_lasts_as_long(tmp_path, change):
    at = clock(change)
    before = plan(session(at, "a#1", at.change - 2 * HOUR))
    (after,) = restaffed(problem(tmp_path, at), before, ["a#1"], all_rules(), venue=True).sessions
    assert after.end - after.start == LONG
    assert (after.start, after.end) == (before.sessions[0].start, before.sessions[0].end)
