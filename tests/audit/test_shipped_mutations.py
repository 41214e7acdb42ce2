"""Corrupts a valid plan of the shipped county wherever a rule can be broken.

Each corruption is made from the files' data alone, and names the session where the audit must
find a breach of that very rule.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest
from planning.greedy import greedy

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.model.plan import NotHeld, Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind, Limits, Span
from drillctl.rules import all_rules

SCENARIOS = Path(__file__).parents[2] / "scenarios"
OF_EACH = 60
"""Corruptions tried of each rule, spread over all that there are."""

Corruption = tuple[str, Problem, Plan]
"""Session in which the breach must be found, problem, plan."""


@pytest.fixture(scope="module")
def county() -> tuple[Problem, Plan]:
    asked = load([SCENARIOS]).problem
    made = greedy(asked)
    assert audit(asked, made) == ()
    return asked, made


def put(plan: Plan, session: PlannedSession, **changes) -> Plan:
    """The plan with one session changed."""
    return replace(
        plan,
        sessions=tuple(replace(s, **changes) if s.id == session.id else s for s in plan.sessions),
    )


def seated(plan: Plan, session: PlannedSession, position: str, members: tuple[str, ...]) -> Plan:
    return put(plan, session, assigned={**session.assigned, position: members})


def swaps(asked: Problem, made: Plan) -> Iterator[tuple]:
    """(session, position, newcomer, plan in which the newcomer has the first seat of it)."""
    for session in made.sessions:
        inside = {m for _, m in session.members()} | {m for _, m in session.standbys()}
        for position in asked.scenarios[session.scenario].positions:
            sitting = session.assigned[position.id]
            if sitting:
                for newcomer in asked.roster.members.values():
                    if newcomer.id not in inside:
                        changed = seated(made, session, position.id, (newcomer.id, *sitting[1:]))
                        yield session, position, newcomer, changed


def at(session: PlannedSession, start: datetime) -> dict:
    return {"start": start, "end": start + (session.end - session.start)}


def certified(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session, position, newcomer, changed in swaps(asked, made):
        has = {c for held in newcomer.certifications for c in asked.roster.covers(held.id)}
        if set(position.needs) - has:
            yield session.id, asked, changed
    for session in made.sessions:  # what they held lapses the day before
        eve = session.start.date() - timedelta(days=1)
        for position, member_id in session.members():
            if asked.scenarios[session.scenario].position(position).needs:
                member = asked.roster.members[member_id]
                lapsed = tuple(replace(held, expires=eve) for held in member.certifications)
                yield session.id, with_member(asked, replace(member, certifications=lapsed)), made


def with_member(asked: Problem, member) -> Problem:
    members = {**asked.roster.members, member.id: member}
    return replace(asked, roster=replace(asked.roster, members=members))


def available(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        last_minute = session.end.replace(tzinfo=None)
        away = Span(last_minute - timedelta(minutes=1), last_minute)
        for _, member_id in (*session.members(), *session.standbys()):
            member = asked.roster.members[member_id]
            yield (
                session.id,
                with_member(asked, replace(member, busy=(*member.busy, away))),
                made,
            )


def one_seat(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        for position, member in session.members():
            if asked.scenarios[session.scenario].position(position) is not None:
                yield session.id, asked, put(made, session, standby={position: (member,)})
    for one, other in pairwise(made.sessions):
        shared = {m for _, m in one.members()} & {m for _, m in other.members()}
        if shared:
            late = one.end - timedelta(minutes=1)
            yield other.id, asked, put(made, other, **at(other, late))


def rest(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for one, other in pairwise(sorted(made.sessions, key=lambda s: s.start)):
        if {m for _, m in one.members()} & {m for _, m in other.members()}:
            soon = one.end + timedelta(minutes=asked.policy.rest - 1)
            yield other.id, asked, put(made, other, **at(other, soon))


def limits(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        lasts = asked.scenarios[session.scenario].duration
        for _, member_id in session.members():
            member = asked.roster.members[member_id]
            for limit in (
                Limits(minutes_per_7d=lasts - 1),
                Limits(minutes_per_28d=lasts - 1),
                Limits(sessions_per_7d=0),
                Limits(sessions_per_28d=0),
            ):
                yield session.id, with_member(asked, replace(member, limits=limit)), made


def lead(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session, position, newcomer, changed in swaps(asked, made):
        if position.lead and position.kind is None and newcomer.kind is Kind.VOLUNTEER:
            yield session.id, asked, changed


def kind(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session, position, newcomer, changed in swaps(asked, made):
        if position.kind not in (None, newcomer.kind):
            yield session.id, asked, changed


def joint(asked: Problem, made: Plan) -> Iterator[Corruption]:
    members = asked.roster.members
    for session in made.sessions:
        block = asked.scenarios[session.scenario].joint
        demands = {Kind.PROFESSIONAL: block.professional_min, Kind.VOLUNTEER: block.volunteer_min}
        if block.per_professional is not None:
            demands[Kind.PROFESSIONAL] = 1
        for gone, demand in demands.items():
            if demand:
                left = {
                    p: tuple(m for m in who if members[m].kind is not gone)
                    for p, who in session.assigned.items()
                }
                if gone is Kind.VOLUNTEER or any(left.values()):
                    yield session.id, asked, put(made, session, assigned=left)
        for team in {team for pair in block.meet for team in pair}:
            left = {
                p: tuple(m for m in who if members[m].team != team)
                for p, who in session.assigned.items()
            }
            yield session.id, asked, put(made, session, assigned=left)


def venue(asked: Problem, made: Plan) -> Iterator[Corruption]:
    venues = asked.roster.venues
    for session in made.sessions:
        wish = asked.scenarios[session.scenario].venue
        if wish is None:
            yield session.id, asked, put(made, session, venue=next(iter(venues)))
            continue
        yield session.id, asked, put(made, session, venue=None)
        yield session.id, asked, put(made, session, venue="nowhere")
        for place in venues.values():
            if not wish.features <= place.features or wish.id not in (None, place.id):
                yield session.id, asked, put(made, session, venue=place.id)
        place = venues[session.venue]
        people = sum(1 for _ in session.members())
        closed = Span(session.start.replace(tzinfo=None), session.end.replace(tzinfo=None))
        for worse in (
            replace(place, capacity=people - 1),
            replace(place, at_once=0),
            replace(place, busy=(*place.busy, closed)),
        ):
            roster = replace(asked.roster, venues={**venues, place.id: worse})
            yield session.id, replace(asked, roster=roster), made


def equipment(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        for item, used in asked.scenarios[session.scenario].equipment.items():
            fewer = replace(asked.roster.equipment[item], count=used - 1)
            roster = replace(asked.roster, equipment={**asked.roster.equipment, item: fewer})
            yield session.id, replace(asked, roster=roster), made


def schedule(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        scenario = asked.scenarios[session.scenario]
        wish, window = scenario.schedule, asked.window(scenario)
        wrong = [
            session.start + timedelta(minutes=1),
            session.start.replace(year=window.first.year - 1),
            session.start + (window.last - session.start.date()) + timedelta(days=1),
        ]
        if wish.weekdays is not None:
            days = (session.start + timedelta(days=n) for n in range(7))
            wrong += [day for day in days if day.weekday() not in wish.weekdays]
        if wish.hours is not None:
            midnight = session.start.replace(hour=0, minute=0)
            wrong.append(midnight + timedelta(minutes=wish.hours[0] - asked.policy.granularity))
        if asked.policy.holidays:  # 1 to 3 October and 1 May are holidays in China
            wrong.append(session.start.replace(month=10, day=1))
            wrong.append(session.start.replace(month=5, day=1))
        for start in wrong:
            yield session.id, asked, put(made, session, **at(session, start))
        longer = session.end + timedelta(minutes=asked.policy.granularity)
        yield session.id, asked, put(made, session, end=longer)
        for after in wish.after:
            others = [s for s in made.sessions if s.scenario == after.scenario]
            early = max(s.end for s in others) + timedelta(minutes=after.gap.elapsed_minutes - 1)
            yield session.id, asked, put(made, session, **at(session, early))
            none = [s for s in made.sessions if s.scenario != after.scenario]
            yield session.id, asked, replace(made, sessions=tuple(none))
        if session.number > 1 and wish.spacing.minutes + wish.spacing.days:
            one = next(s for s in made.sessions if s.id == f"{session.scenario}#1")
            yield session.id, asked, put(made, session, **at(session, one.start))


def run_or_not(asked: Problem, made: Plan) -> Iterator[Corruption]:
    for session in made.sessions:
        scenario = asked.scenarios[session.scenario]
        others = tuple(s for s in made.sessions if s.id != session.id)
        yield session.id, asked, replace(made, sessions=others)
        yield session.id, asked, replace(made, not_held=(*made.not_held, NotHeld(session.id)))
        yield session.id, asked, replace(made, sessions=(*made.sessions, session))
        unasked = f"{session.scenario}#{scenario.schedule.sessions + 1}"
        yield unasked, asked, replace(made, not_held=(*made.not_held, NotHeld(unasked)))
        yield session.id, asked, put(made, session, assigned={**session.assigned, "bystander": ()})
        for position in scenario.positions:
            sitting = session.assigned[position.id]
            if position.minimum:
                yield session.id, asked, seated(made, session, position.id, ())
            if sitting:
                yield session.id, asked, seated(made, session, position.id, sitting[:-1])
                stranger = (*sitting[:-1], "stranger")
                yield session.id, asked, seated(made, session, position.id, stranger)
            inside = {m for _, m in session.members()}
            outside = [m for m in asked.roster.members if m not in inside]
            many = (*sitting, *outside[: position.count - len(sitting) + 1])
            yield session.id, asked, seated(made, session, position.id, many)
            spare = {position.id: tuple(outside[: position.standby + 1])}
            yield session.id, asked, put(made, session, standby=spare)


CORRUPTIONS = {
    "certified": certified, "available": available, "one-seat": one_seat, "rest": rest,
    "limits": limits, "lead": lead, "kind": kind, "joint": joint, "venue": venue,
    "equipment": equipment, "schedule": schedule, "run-or-not": run_or_not,
}  # fmt: skip


@pytest.mark.parametrize("rule", CORRUPTIONS)
def test_each_corruption_is_caught_where_it_is(county, rule):
    corruptions = list(CORRUPTIONS[rule](*county))
    assert len(corruptions) >= 2, "the shipped county must exercise every rule"
    for session, asked, plan in islice(corruptions, 0, None, -(-len(corruptions) // OF_EACH)):
        found = {(breach.rule, breach.session) for breach in audit(asked, plan)}
        assert (rule, session) in found, (session, found)


def test_all_rules_are_corrupted():
    # What depends on a second plan is corrupted in tests/rules/test_frozen.py and
    # test_elsewhere.py.
    assert {rule.ID for rule in all_rules()} - {"frozen", "elsewhere"} == CORRUPTIONS.keys()
    assert Counter(CORRUPTIONS.values()).most_common(1)[0][1] == 1
