"""Plans made again: nothing changes for nothing, little changes for little, no rule ever breaks."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import county
import pytest
from planning import compiled

from drillctl.audit.audit import audit
from drillctl.explain.difference import difference
from drillctl.files.plan_text import plan_text
from drillctl.model.changes import absent
from drillctl.model.duration import Duration
from drillctl.model.plan import Absence
from drillctl.model.policy import Goal
from drillctl.model.scenario import After
from drillctl.planning.chains import fill_by_chain
from drillctl.planning.improve import construct
from drillctl.planning.plan import make_plan
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.search import Effort, Options

QUICK = Options(Effort.QUICK)


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    return county.problem(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def first(problem):
    return make_plan(problem, QUICK)


def again(problem, baseline, as_of=datetime(2027, 1, 1)):
    asked = replace(problem, baseline=baseline, as_of=as_of)
    made = make_plan(asked, QUICK)
    assert audit(asked, made) == ()
    return made


def test_a_replan_with_nothing_changed_changes_nothing(problem, first):
    for as_of in (datetime(2027, 1, 1), datetime(2027, 3, 6), datetime(2027, 6, 1)):
        made = again(problem, first, as_of)
        assert difference(first, made).sessions == ()
        # The measure of stability begins with the first replan.
        now = replace(made, revision=first.revision, goals=first.goals)
        assert plan_text(now) == plan_text(first)
    twice = again(problem, again(problem, first))
    assert plan_text(replace(twice, revision=2)) == plan_text(again(problem, first))


def test_a_baseline_that_seats_somebody_twice_is_mended(problem, first):
    flood = next(s for s in first.sessions if s.scenario == "flood")
    twice = flood.assigned["crew"][0]
    assigned = dict(flood.assigned) | {"leader": (twice,)}
    wrong = replace(flood, assigned=assigned)
    sessions = tuple(wrong if s.id == flood.id else s for s in first.sessions)
    made = again(problem, replace(first, sessions=sessions))
    assert {s.id for s in made.sessions} == {s.id for s in first.sessions}


def test_stability_is_proven_minimal_and_comes_before_all_but_fill(problem, first):
    someone = next(m for s in first.sessions for _, m in s.members())
    away = Absence(someone, datetime(2027, 3, 1), datetime(2027, 4, 5))
    made = again(absent(problem, away), first)
    goals = [goal.id for goal in made.goals]
    assert goals[:2] == [Goal.FILL, Goal.STABILITY]
    assert all(goal.value == goal.bound for goal in made.goals[:2])


def test_a_chain_of_drop_outs_and_returns(problem, first):
    """Fifty calls, as time goes on: no rule breaks, what is frozen stays, sequences only rise."""
    chance = random.Random(7)
    plan, away, as_of = first, [], datetime(2027, 2, 20)
    sequences: dict[str, int] = {}
    for _ in range(50):
        as_of += timedelta(hours=chance.randrange(4, 36))
        if away and chance.random() < 0.4:
            away.remove(chance.choice(away))
        else:
            start = as_of + timedelta(days=chance.randrange(0, 20))
            start = datetime(start.year, start.month, start.day)
            member = chance.choice(list(problem.roster.members))
            away.append(Absence(member, start, start + timedelta(days=chance.randrange(1, 9))))
        asked = problem
        for absence in away:
            asked = absent(asked, absence)
        made = again(asked, plan, as_of)
        assert made.revision == plan.revision + 1
        _frozen_stay(asked, plan, made, as_of)
        for session in (*made.sessions, *made.cancelled):
            assert session.sequence >= sequences.get(session.uid, 0)
            sequences[session.uid] = session.sequence
        for change in difference(plan, made).sessions:
            if change.before is not None and change.after is not None:
                assert change.after.sequence == change.before.sequence + 1
        plan = made


def _frozen_stay(asked, before, after, as_of):
    """What lies within the notice is where it was, with all of its people who are not away."""
    zone = before.sessions[0].start.tzinfo if before.sessions else None
    now = {session.id: session for session in after.sessions}
    for was in before.sessions:
        if was.start >= (as_of + timedelta(days=7)).replace(tzinfo=zone) or was.id not in now:
            continue
        assert (now[was.id].start, now[was.id].venue) == (was.start, was.venue)
        members = asked.roster.members
        local = was.start.replace(tzinfo=None), was.end.replace(tzinfo=None)
        gone = {
            m
            for m in members
            if any(b.start < local[1] and local[0] < b.end for b in members[m].busy)
        }
        if not gone & {m for _, m in was.members()}:
            assert set(now[was.id].members()) == set(was.members())


def test_a_drop_out_touches_only_the_sessions_it_must():
    """One scenario comes after another of a later id: what is kept may not hang on ids."""
    town = compiled.town()
    first, *_, last = town.scenarios.values()
    schedule = replace(first.schedule, after=(After(last.id, Duration()),))
    town = replace(
        town,
        scenarios=dict(town.scenarios) | {first.id: replace(first, schedule=schedule)},
        policy=replace(town.policy, goals=(Goal.FILL,)),
    )
    plan = make_plan(town, QUICK)
    assert {first.id, last.id} <= {session.scenario for session in plan.sessions}
    someone = next(
        member
        for member in town.roster.members
        if any(member in {m for _, m in s.members()} for s in plan.sessions)
    )
    theirs = {s.id for s in plan.sessions if someone in {m for _, m in s.members()}}
    days = [s.start.replace(tzinfo=None) for s in plan.sessions if s.id in theirs]
    away = Absence(someone, min(days), max(days) + timedelta(days=1))
    made = again(absent(town, away), plan)
    assert {change.id for change in difference(plan, made).sessions} == theirs
    stability = next(goal for goal in made.goals if goal.id is Goal.STABILITY)
    assert stability.value == stability.bound


def test_a_seat_is_filled_by_the_shortest_chain():
    """Where nobody is free, one of another session hands a seat on to one who is."""
    town = compiled.town()
    schedule = Schedule(compiled.compiled(town))
    construct(schedule)
    filled = 0
    for session, held in enumerate(list(schedule.held)):
        if held is None or not held.seats[0]:
            continue
        before = dict(enumerate(schedule.held))
        worth = schedule.measure(Goal.FILL)
        seats = ((), *held.seats[1:])
        schedule.remove(session)
        schedule.place(session, Held(held.at, held.venue, seats))
        short = schedule.measure(Goal.FILL)
        choice = schedule.instance.choices[session]
        if fill_by_chain(schedule, session, 0):
            assert schedule.measure(Goal.FILL) == short + choice.priority
            filled += 1
        else:
            assert schedule.held[session] == Held(held.at, held.venue, seats)
        schedule.restore(before)
        assert schedule.measure(Goal.FILL) == worth
    assert filled >= 10
