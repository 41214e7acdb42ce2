"""A plan mended by hand-sized steps: each session that lost something, all others as they are.

Most absences are answered so, at a thousandth of the cost of planning again. What these steps
return may break rules where none of them helps; whoever asks has the plan audited.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from drillctl.model.changes import pinned
from drillctl.model.pin import Pin
from drillctl.model.plan import EmptySeats, NotHeld, Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.planning.alone import Spot, alone, spot_of
from drillctl.rules.sessions import minute
from drillctl.timeline.timeline import Timeline


def struck(problem: Problem, plan: Plan, members: Collection[str]) -> Plan:
    """The plan with these people nowhere in it, everything else as it is."""

    def without(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(member for member in people if member not in members)

    sessions = tuple(
        replace(
            session,
            assigned={p: without(people) for p, people in session.assigned.items()},
            standby={p: left for p, people in session.standby.items() if (left := without(people))},
        )
        for session in plan.sessions
    )
    return counted(problem, replace(plan, sessions=sessions))


def called_off(plan: Plan, sessions: Collection[str]) -> Plan:
    """The plan with these sessions not held."""
    held = tuple(session for session in plan.sessions if session.id not in sessions)
    absent = {entry.id: entry for entry in plan.not_held} | {s: NotHeld(s) for s in sessions}
    return replace(plan, sessions=held, not_held=tuple(absent[name] for name in sorted(absent)))


def restaffed(
    problem: Problem, plan: Plan, sessions: Iterable[str], rules: tuple[Any, ...], *, venue: bool
) -> Plan:
    """The plan with each of these sessions staffed anew, one after the other.

    At its start, with `venue` at its venue too; where that can't be, at any start and venue at
    which all others leave people and room; else it is not held. Within a session that is decided
    exactly.
    """
    timeline = Timeline(problem)
    fast = {pin.session for pin in problem.pins}
    for name in sessions:
        was = next(session for session in plan.sessions if session.id == name)
        others = [session for session in plan.sessions if session.id != name]
        found: Spot | None = None
        if name not in fast:
            start = was.start.astimezone(timeline.zone).replace(tzinfo=None)
            here = Pin(name, start=start, venue=was.venue if venue else None)
            found = spot_of(alone(pinned(problem, here), name, others), rules)
        found = found or spot_of(alone(problem, name, others), rules)
        if found is None:
            plan = called_off(plan, [name])
        else:
            now = _held_at(problem, was, found, timeline)
            held = sorted((*others, now), key=lambda session: (session.start, session.id))
            plan = replace(plan, sessions=tuple(held))
    return counted(problem, plan)


def counted(problem: Problem, plan: Plan) -> Plan:
    """The plan with its empty seats counted anew."""
    sessions = []
    for session in plan.sessions:
        scenario = problem.scenarios.get(session.scenario)
        positions = scenario.positions if scenario is not None else ()
        empty = tuple(
            EmptySeats(position.id, missing)
            for position in positions
            if (missing := position.count - len(session.assigned.get(position.id, ()))) > 0
        )
        sessions.append(replace(session, empty=empty))
    return replace(plan, sessions=tuple(sessions))


def _held_at(
    problem: Problem, was: PlannedSession, spot: Spot, timeline: Timeline
) -> PlannedSession:
    members = list(problem.roster.members)
    positions = problem.scenarios[was.scenario].positions
    end = spot.start + minute(was.end) - minute(was.start)
    return replace(
        was,
        start=timeline.local(spot.start),
        end=timeline.local(end),
        venue=spot.venue,
        assigned={
            position.id: tuple(sorted(members[m] for m in people))
            for position, people in zip(positions, spot.seats, strict=True)
        },
        standby={},
    )
