"""When and where one session could be held by itself, all others as they are: exactly.

The others are plans elsewhere, so what is left is one session: at each start it is settled who is
free, rested and within limits, and whether these can staff it is a small assignment. What the
staffing heuristic does not find is decided by CP-SAT.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from drillctl.model.plan import Made, NotHeld, Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.planning.candidates import find_candidates
from drillctl.planning.instance import UNLIMITED, Choice, Mask, compile_instance
from drillctl.planning.schedule import Schedule, Seats
from drillctl.planning.staffing import staff
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Spot:
    """A start (minutes since the epoch) and venue at which the session can be held, and by whom."""

    start: int
    venue: str | None
    seats: Seats


def alone(problem: Problem, session: str, others: Iterable[PlannedSession]) -> Problem:
    """The problem of one session, with `others` as they are; the rest of its plan is not held."""
    held = tuple(other for other in others if other.id != session)
    known = {other.id for other in held} | {session}
    absent = (NotHeld(str(s)) for s in problem.sessions() if str(s) not in known)
    plan = Plan(Made("", 0), sessions=held, not_held=tuple(absent))
    return replace(problem, baseline=None, as_of=None, elsewhere=(*problem.elsewhere, plan))


def spots(problem: Problem, rules: tuple[Any, ...]) -> Iterator[Spot]:
    """Every start, in order, at which the one session of `problem` can be held, with a venue."""
    context = Context(problem, Timeline(problem))
    candidates = find_candidates(context, rules)
    schedule = Schedule(compile_instance(context, candidates, rules))
    venues = list(problem.roster.venues)
    known: dict[tuple[bytes, int], Seats | None] = {}
    [choice] = schedule.instance.choices
    rooms: dict[int, Mask] = {}
    key = np.zeros(len(choice.who))
    if not schedule.permitted(0).any():
        return
    for at, start in enumerate(choice.starts.tolist()):
        able = choice.able(int(choice.rows[at])) & schedule.free(0, at, rooms)
        for venue in schedule.open_venues(0, at):
            case = (able.tobytes(), venue)
            if case not in known:
                known[case] = staff(choice, venue, able, key) or _staffed(choice, venue, able)
            seats = known[case]
            if seats is not None:
                yield Spot(start, None if venue < 0 else venues[venue], seats)
                break


def spot_of(problem: Problem, rules: tuple[Any, ...]) -> Spot | None:
    """The first such start; None proves that there is none."""
    return next(spots(problem, rules), None)


def _staffed(choice: Choice, venue: int, able: Mask) -> Seats | None:
    """A staffing of the session's minima within its quotas; None proves that there is none."""
    sizes = able.sum(axis=1)
    if any(int(n) < p.minimum for n, p in zip(sizes, choice.positions, strict=True)):
        return None
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken: dict[int, list[Any]] = {}
    seats: list[dict[int, Any]] = []
    for place, position in enumerate(choice.positions):
        mine = {int(k): model.new_bool_var("") for k in np.flatnonzero(able[place])}
        model.add_linear_constraint(sum(mine.values()), position.minimum, position.count)
        for k, seat in mine.items():
            taken.setdefault(k, []).append(seat)
        seats.append(mine)
    for literals in taken.values():
        model.add_at_most_one(literals)
    for weighed in choice.sums:
        if weighed.venue in (None, venue):
            total = sum(int(weighed.weights[k]) * sum(literals) for k, literals in taken.items())
            low, high = max(weighed.low, -UNLIMITED), min(weighed.high, UNLIMITED)
            model.add_linear_constraint(total, low, high)
    for groups, low in choice.distinct:
        present: dict[int, list[Any]] = {}
        for k, literals in taken.items():
            if groups[k] >= 0:
                present.setdefault(int(groups[k]), []).extend(literals)
        there = [model.new_bool_var("") for _ in present]
        for one, literals in zip(there, present.values(), strict=True):
            model.add(one <= sum(literals))
        model.add(sum(there) >= low)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return tuple(
        tuple(int(choice.who[k]) for k, seat in mine.items() if solver.value(seat))
        for mine in seats
    )
