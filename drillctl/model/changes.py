"""The question put otherwise: the same problem without somebody, with more boats, and the like."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from drillctl.model.pin import Pin
from drillctl.model.plan import Absence
from drillctl.model.problem import Problem
from drillctl.model.roster import HeldCertification, Limits, Member, Span
from drillctl.model.scenario import Position, Scenario, Schedule, Window

Change = Callable[[Problem], Problem]


def absent(problem: Problem, absence: Absence) -> Problem:
    """With one member busy, if there is such a member."""
    members = dict(problem.roster.members)
    member = members.get(absence.member)
    if member is None:
        return problem
    span = Span(absence.start, absence.end, absence.why)
    members[member.id] = replace(member, busy=(*member.busy, span))
    return replace(problem, roster=replace(problem.roster, members=members))


def with_absences(problem: Problem) -> Problem:
    """With everybody busy whom the baseline knows to be away."""
    for absence in problem.baseline.away if problem.baseline else ():
        problem = absent(problem, absence)
    return problem


def also_away(problem: Problem, absences: Sequence[Absence]) -> Problem:
    """With these members busy too, which the baseline, and so the plan, then remembers."""
    for absence in absences:
        problem = absent(problem, absence)
    if problem.baseline is None:
        return problem
    away = tuple(dict.fromkeys((*problem.baseline.away, *absences)))
    return replace(problem, baseline=replace(problem.baseline, away=away))


def without_members(problem: Problem, ids: frozenset[str]) -> Problem:
    """Without these people."""
    members = {name: m for name, m in problem.roster.members.items() if name not in ids}
    return replace(problem, roster=replace(problem.roster, members=members))


def without_venue(problem: Problem, venue: str) -> Problem:
    """With a venue closed throughout; scenarios may still name it."""
    venues = dict(problem.roster.venues)
    period = problem.period
    first = date.fromordinal(max(period.first.toordinal() - 366, 1))
    closed = Span(_midnight(first), _midnight(period.last + timedelta(days=366)), "closed")
    venues[venue] = replace(venues[venue], busy=(*venues[venue].busy, closed))
    return replace(problem, roster=replace(problem.roster, venues=venues))


def with_equipment(problem: Problem, item: str, more: int) -> Problem:
    """With so many items more (or fewer) of one sort of equipment."""
    equipment = dict(problem.roster.equipment)
    count = max(0, equipment[item].count + more)
    equipment[item] = replace(equipment[item], count=count)
    return replace(problem, roster=replace(problem.roster, equipment=equipment))


def with_certification(problem: Problem, member: str, certification: str) -> Problem:
    """With one member certified throughout."""
    members = dict(problem.roster.members)
    held = HeldCertification(certification, date.min, None)
    certifications = (*members[member].certifications, held)
    members[member] = replace(members[member], certifications=certifications)
    return replace(problem, roster=replace(problem.roster, members=members))


def pinned(problem: Problem, pin: Pin) -> Problem:
    """With a session held fast; a pin of the policy for the same session gives way."""
    others = tuple(p for p in problem.policy.pins if p.session != pin.session)
    return replace(problem, policy=replace(problem.policy, pins=(*others, pin)))


def with_scenario(scenario: str, change: Callable[[Scenario], Scenario]) -> Change:
    """The problem with one scenario changed."""

    def changed(problem: Problem) -> Problem:
        scenarios = dict(problem.scenarios)
        scenarios[scenario] = change(scenarios[scenario])
        return replace(problem, scenarios=scenarios)

    return changed


def with_position(scenario: str, position: str, change: Callable[[Position], Position]) -> Change:
    """The problem with one position changed."""

    def changed(old: Scenario) -> Scenario:
        positions = (change(p) if p.id == position else p for p in old.positions)
        return replace(old, positions=tuple(positions))

    return with_scenario(scenario, changed)


def with_joint(scenario: str, **changed: Any) -> Change:
    """The problem with some fields of one scenario's joint block changed."""
    return with_scenario(scenario, lambda old: replace(old, joint=replace(old.joint, **changed)))


def with_schedule(scenario: str, change: Callable[[Schedule], Schedule]) -> Change:
    """The problem with one scenario's schedule changed."""
    return with_scenario(scenario, lambda old: replace(old, schedule=change(old.schedule)))


def with_window(scenario: str, first: date, last: date) -> Change:
    """The problem with one scenario's window stretched to hold both dates."""

    def changed(problem: Problem) -> Problem:
        window = problem.window(problem.scenarios[scenario])
        wider = Window(min(window.first, first), max(window.last, last))
        return with_schedule(scenario, lambda old: replace(old, window=wider))(problem)

    return changed


def undated(member: Member) -> Member:
    """The member with every certificate valid at any time."""
    held = (HeldCertification(c.id) for c in member.certifications)
    return replace(member, certifications=tuple(held))


def with_members(ids: Sequence[str], change: Callable[[Member], Member]) -> Change:
    """The problem with some members changed; asked again, the same members change alike."""
    known: dict[int, tuple[Member, Member]] = {}

    def once(member: Member) -> Member:
        if id(member) not in known:
            known[id(member)] = (member, change(member))
        return known[id(member)][1]

    def changed(problem: Problem) -> Problem:
        members = dict(problem.roster.members)
        for member in ids:
            members[member] = once(members[member])
        return replace(problem, roster=replace(problem.roster, members=members))

    return changed


def unlimited(member: Member) -> Member:
    """The member with limits that bind nobody; with none, the policy's would hold."""
    return replace(member, limits=Limits(*([10**9] * 4)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
