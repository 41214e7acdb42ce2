"""The monolithic peer's goals as expressions over its model (design: Goals)."""

from collections import defaultdict
from collections.abc import Iterable
from math import gcd
from typing import Any

from bench.peers.finished import due
from bench.peers.monolithic_model import Model, teams_present

from drillctl.model.policy import Goal
from drillctl.model.problem import SessionId
from drillctl.model.roster import Kind


def objective(model: Model, goal: Goal) -> tuple[Any, float]:
    """The goal as an expression in whole units, and the unit."""
    sessions = model.sessions.values()
    match goal:
        case Goal.FILL:
            return sum(s.table.scenario.priority * sum(s.seated.values()) for s in sessions), 1
        case Goal.JOINT:
            return _any(model, _meetings(model)), 1
        case Goal.CURRENCY:
            return _any(model, _practices(model)), 1
        case Goal.STABILITY:
            return sum(_kept(model)), 1
        case Goal.EARLINESS:
            return sum(s.day for s in sessions), 1
        case Goal.FINISH_EARLY:
            last = max((start for s in sessions for start, _, _ in s.places), default=0)
            longest = max((s.duration for s in sessions), default=0)
            finish_at = model.cp.new_int_var(0, max(0, last + longest), "finish")
            for s in sessions:
                end = s.start + s.duration
                model.cp.add(finish_at >= end).only_enforce_if(s.held)
            return finish_at, 1 / 60
        case _:
            return _loads(model, squared=goal is Goal.FAIRNESS)


def _any(model: Model, groups: Iterable[list[Any]]) -> Any:
    """Number of groups with a true Boolean."""
    reached = []
    for literals in groups:
        reached.append(model.cp.new_bool_var(""))
        model.cp.add(reached[-1] <= sum(literals))
    return sum(reached)


def _meetings(model: Model) -> Iterable[list[Any]]:
    """For each pair of a professional and a volunteer team, the sessions in which they meet."""
    teams = model.context.problem.roster.teams
    meetings: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for session in model.sessions.values():
        present = teams_present(model, session)
        for one in (t for t in present if teams[t].kind is Kind.PROFESSIONAL):
            for other in (t for t in present if teams[t].kind is Kind.VOLUNTEER):
                meet = model.cp.new_bool_var("")
                model.cp.add_implication(meet, present[one])
                model.cp.add_implication(meet, present[other])
                meetings[one, other].append(meet)
    return meetings.values()


def _practices(model: Model) -> Iterable[list[Any]]:
    """For each capability and member due, the Booleans by which it is practised."""
    wanted = due(model.context.problem)
    practices: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    for session in model.sessions.values():
        for capability in set(session.table.scenario.capabilities):
            for who, literal in ((None, session.held), *session.seated.items()):
                if (capability, who) in wanted:
                    practices[capability, who].append(literal)
    return practices.values()


def _kept(model: Model) -> Iterable[Any]:
    """Starts with venues, assignments, and both at once, that are the baseline's."""
    baseline = model.context.problem.baseline
    for was in baseline.sessions if baseline else ():
        session = model.sessions.get(SessionId(was.scenario, was.number))
        if session is not None:
            at = (int(was.start.timestamp()) // 60 - model.origin, was.venue)
            there = [x for start, venue, x in session.places if (start, venue) == at]
            yield from there
            for position, member in was.members():
                if member in session.seats.get(position, {}):
                    seat = session.seats[position][member]
                    yield seat
                    for place in there:
                        both = model.cp.new_bool_var("")
                        model.cp.add_implication(both, seat)
                        model.cp.add_implication(both, place)
                        yield both


def _loads(model: Model, *, squared: bool) -> tuple[Any, float]:
    """Squared time of each member (in units of the durations' common divisor), or who is used."""
    unit = gcd(*(s.duration for s in model.sessions.values())) or 60
    total = []
    for member in model.context.problem.roster.members:
        own = [s for s in model.sessions.values() if member in s.seated]
        if squared:
            most = sum(s.duration // unit for s in own)
            load = model.cp.new_int_var(0, most, "")
            model.cp.add(load == sum(s.duration // unit * s.seated[member] for s in own))
            total.append(model.cp.new_int_var(0, most * most, ""))
            model.cp.add_multiplication_equality(total[-1], [load, load])
        else:
            total.append(model.cp.new_bool_var(""))
            for s in own:
                model.cp.add_implication(s.seated[member], total[-1])
    return sum(total), unit * unit / 3600 if squared else 1
