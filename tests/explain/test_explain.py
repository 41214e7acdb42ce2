"""Why a seat is empty, and what fills it: each step counted, each promise kept."""

from dataclasses import replace
from datetime import date

import county
import pytest
from planning import compiled

from drillctl.audit.audit import audit
from drillctl.explain.fixes import proven_fixes, suggestions
from drillctl.explain.funnel import funnel, only_missing
from drillctl.model.changes import pinned
from drillctl.model.pin import Pin
from drillctl.model.policy import Goal
from drillctl.model.roster import HeldCertification
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

QUICK = Options(Effort.QUICK)


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    """The county, with one more boat hand whose certificate lapses before the sessions."""
    found = county.problem(tmp_path_factory.mktemp("county"))
    members = dict(found.roster.members)
    lapsed = HeldCertification("boat-1", date(2026, 1, 1), date(2027, 3, 1))
    members["v2"] = replace(members["v2"], certifications=(lapsed,))
    return replace(found, roster=replace(found.roster, members=members))


@pytest.fixture(scope="module")
def plan(problem):
    return make_plan(problem, QUICK)


def seats_of(problem, plan):
    """(session, position) of each position of a held session."""
    for session in plan.sessions:
        for position in problem.scenarios[session.scenario].positions:
            yield session, position


def seen(problem, plan, session, position):
    context = Context(problem, Timeline(problem))
    return funnel(context, all_rules(), plan, session, position)


def test_each_step_loses_whom_it_stops_and_nobody_else(problem, plan):
    for session, position in seats_of(problem, plan):
        found = seen(problem, plan, session, position)
        left = set(problem.roster.members)
        assert found.of == len(left)
        for step in found.steps:
            stopped = {s.member for s in step.stopped}
            assert set(step.left) | stopped == left
            assert not set(step.left) & stopped
            left = set(step.left)


def test_who_is_left_at_the_end_breaks_no_rule_by_sitting_there(problem, plan):
    free = 0
    for session, position in seats_of(problem, plan):
        if len(session.assigned[position.id]) >= position.count:
            continue
        for member in seen(problem, plan, session, position).steps[-1].left:
            seated = tuple(sorted((*session.assigned[position.id], member)))
            empty = tuple(
                replace(e, seats=e.seats - (e.position == position.id)) for e in session.empty
            )
            empty = tuple(e for e in empty if e.seats)
            there = replace(
                session, assigned={**session.assigned, position.id: seated}, empty=empty
            )
            trial = tuple(there if s.id == session.id else s for s in plan.sessions)
            found = audit(problem, replace(plan, sessions=trial, goals=()))
            assert found == ()
            free += 1
    assert free == 0, "a best plan leaves nobody who could sit at no cost"


def test_a_lapsed_certificate_is_told_from_one_never_held(problem, plan):
    session = next(s for s in plan.sessions if s.scenario == "flood")
    crew = problem.scenarios["flood"].position("crew")
    steps = {step.title: step for step in seen(problem, plan, session, crew).steps}
    assert "v2" in steps["certified at any time"].left
    assert "v2" in {s.member for s in steps["certified on that very day"].stopped}


def test_what_a_rule_says_of_a_person_is_passed_on(problem, plan):
    reasons = [
        stopped.why
        for session, position in seats_of(problem, plan)
        for step in seen(problem, plan, session, position).steps
        if step.rule in ("rest", "limits", "one-seat")
        for stopped in step.stopped
    ]
    assert reasons
    assert all(reasons)


def test_every_fix_keeps_its_promise():
    """Applied by hand and planned again, each fills what it said, and the audit agrees."""
    town = compiled.town(tight=True)
    town = replace(town, policy=replace(town.policy, goals=(Goal.FILL,)))
    plan = make_plan(town, QUICK)
    before = fill(plan)
    short = [
        (session, position)
        for session, position in seats_of(town, plan)
        if len(session.assigned[position.id]) < position.count
    ]
    kept = set()
    for session, position in short[:2]:
        found = seen(town, plan, session, position)
        offered = {s.text: s for s in suggestions(town, plan, found)}
        for fix in proven_fixes(town, plan, found):
            suggestion = offered[fix.text]
            asked = suggestion.change(replace(town, baseline=plan))
            if suggestion.member is not None:
                pin = Pin(session.id, people={position.id: (suggestion.member,)})
                asked = pinned(asked, pin)
            made = make_plan(asked, QUICK)
            assert audit(asked, made) == ()
            assert fill(made) - before == fix.gain
            kept.add(fix.text.split()[0])
    assert "certify" in kept


def fill(plan):
    return next(goal.value for goal in plan.goals if goal.id is Goal.FILL)


def test_only_who_lacks_a_single_thing_is_suggested(problem, plan):
    context = Context(problem, Timeline(problem))
    for session, position in seats_of(problem, plan):
        missing = only_missing(context, all_rules(), plan, session, position)
        assert not set(missing) & {m for _, m in session.members()}
        assert set(missing.values()) <= {rule.ID for rule in all_rules()}
