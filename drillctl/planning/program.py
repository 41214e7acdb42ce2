"""The constraint program: one CP-SAT model of timing and staffing together.

Second layer of planning. Variables: a slot and a start for each session, a venue, and for each
member who is eligible in at least one slot a seat (and a standby) per position. Constraints come
from the three shapes of rule alone. The model is a faithful image of the rules, so every bound
that the solver proves is a bound of the problem.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from drillctl.model.problem import SessionId
from drillctl.planning.candidates import Candidates
from drillctl.planning.capacity import add_capacities, always_overlap, crowds
from drillctl.planning.instance import Instance
from drillctl.planning.schedule import Held, Schedule
from drillctl.rules.rule import (
    Conflict,
    Context,
    DistinctQuota,
    Gap,
    InstantQuota,
    Keep,
    Order,
    Quota,
    Requires,
    SeatQuota,
    SessionQuota,
    WindowQuota,
    conflicts,
    quotas,
)

Literal = Any
"""A CP-SAT Boolean variable or expression."""


@dataclass
class SessionVariables:
    """What the solver decides of one session; instants are minutes after `Program.origin`.

    `day`: local date ordinal of the start, 0 where not held.
    """

    candidates: Candidates
    held: Literal
    start: Any
    day: Any
    slots: list[Literal]
    venues: dict[str | None, Literal]
    seats: dict[str, dict[str, Literal]] = field(default_factory=dict)
    standbys: dict[str, dict[str, Literal]] = field(default_factory=dict)
    seated: dict[str, Literal] = field(default_factory=dict)
    kept_free: dict[str, list[Literal]] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        """Minutes."""
        return self.candidates.scenario.duration

    @property
    def offset(self) -> Any:
        """Wall clock minus UTC at the start, in minutes; 0 where not held."""
        return cp_model.LinearExpr.weighted_sum(
            self.slots, [slot.offset for slot in self.candidates.slots]
        )


@dataclass
class Program:
    """The CP-SAT model and its variables; sessions that have no slot at all are left out.

    `gap`: minutes that any two assignments of one member lie apart; None: they may overlap.
    """

    context: Context
    model: Any
    origin: int
    sessions: dict[SessionId, SessionVariables]
    gap: int | None = None

    def all_seats(self) -> Iterable[tuple[SessionVariables, str, str, Literal]]:
        """(session, position, member, literal) of every seat variable."""
        for session in self.sessions.values():
            for position, seats in session.seats.items():
                for member, seat in seats.items():
                    yield session, position, member, seat

    def values_of(self, schedule: Schedule) -> list[int]:
        """Every decision of the schedule as values of the variables, by index."""
        values = [0] * len(self.model.proto.variables)
        members = list(self.context.problem.roster.members)
        venues = list(self.context.problem.roster.venues)
        for number, session in enumerate(self.context.problem.sessions()):
            variables = self.sessions.get(session)
            held, choice = schedule.held[number], schedule.instance.choices[number]
            if variables is None:
                continue
            if held is None:
                values[variables.start.index] = int(choice.starts[0]) - self.origin
                continue
            values[variables.held.index] = 1
            values[variables.slots[int(choice.group[held.at])].index] = 1
            values[variables.start.index] = int(choice.starts[held.at]) - self.origin
            values[variables.day.index] = int(choice.days[held.at])
            venue = None if held.venue < 0 else venues[held.venue]
            values[variables.venues[venue].index] = 1
            for literals, people in zip(variables.seats.values(), held.seats, strict=True):
                for member in people:
                    values[literals[members[member]].index] = 1
                    values[variables.seated[members[member]].index] = 1
        return values

    def schedule_of(self, values: list[int], instance: Instance) -> list[Held | None]:
        """The sessions as the values of the variables have them, standbys included."""
        number_of = {m: k for k, m in enumerate(self.context.problem.roster.members)}
        venue_of = {v: k for k, v in enumerate(self.context.problem.roster.venues)}
        result: list[Held | None] = []
        for number, session in enumerate(self.context.problem.sessions()):
            variables = self.sessions.get(session)
            if variables is None or not values[variables.held.index]:
                result.append(None)
                continue
            start = values[variables.start.index] + self.origin
            at = int(np.searchsorted(instance.choices[number].starts, start))
            venue = next(v for v, chosen in variables.venues.items() if values[chosen.index])
            seats, standbys = (
                tuple(
                    tuple(number_of[m] for m, literal in found.items() if values[literal.index])
                    for found in literals.values()
                )
                for literals in (variables.seats, variables.standbys)
            )
            result.append(Held(at, -1 if venue is None else venue_of[venue], seats, standbys))
        return result


def build(
    context: Context,
    candidates: dict[SessionId, Candidates],
    rules: tuple[Any, ...],
    *,
    numbered: bool = True,
) -> Program:
    """The program of this problem under `rules`.

    `numbered`: of a scenario's sessions the lower numbers are held first, which loses nothing.
    """
    model = cp_model.CpModel()
    possible = {session: c for session, c in candidates.items() if c.slots}
    origin = min((c.first for c in possible.values()), default=0)
    program = Program(context, model, origin, {})
    members = list(context.problem.roster.members)
    for session, choice in possible.items():
        program.sessions[session] = _session(model, origin, choice, members)
    for quota in quotas(rules, context):
        _add_quota(program, quota)
    found = conflicts(rules, context)
    _add_conflicts(program, found)
    program.gap = _seat_gap(found)
    add_capacities(program.model, list(program.sessions.values()), program.gap)
    if numbered:
        _add_numbering(program)
    return program


def _session(model: Any, origin: int, choice: Candidates, members: list[str]) -> SessionVariables:
    name = str(choice.session)
    held = model.new_bool_var(f"{name} held")
    slots = [model.new_bool_var(f"{name} slot {k}") for k in range(len(choice.slots))]
    model.add(sum(slots) == held)
    every = np.unique(np.concatenate([slot.starts for slot in choice.slots])) - origin
    start = model.new_int_var_from_domain(
        cp_model.Domain.from_values([int(t) for t in every]), f"{name} start"
    )
    for slot, chosen in zip(choice.slots, slots, strict=True):
        domain = cp_model.Domain.from_values([int(t) - origin for t in slot.starts])
        model.add_linear_expression_in_domain(start, domain).only_enforce_if(chosen)
    model.add(start == int(every[0])).only_enforce_if(~held)
    low = sum(int(s.starts[0] - origin) * y for s, y in zip(choice.slots, slots, strict=True))
    high = sum(int(s.starts[-1] - origin) * y for s, y in zip(choice.slots, slots, strict=True))
    model.add(start >= low)
    model.add(start <= high + int(every[0]) * (1 - held))
    days = [slot.day for slot in choice.slots]
    day = model.new_int_var_from_domain(cp_model.Domain.from_values([0, *days]), f"{name} day")
    model.add(day == cp_model.LinearExpr.weighted_sum(slots, days))
    venues = _venues(model, name, choice, held, slots)
    session = SessionVariables(choice, held, start, day, slots, venues)
    for place, position in enumerate(choice.scenario.positions):
        masks = choice.people(place)
        rows = np.array([slot.row for slot in choice.slots])
        able = masks[rows]
        session.seats[position.id] = {}
        session.standbys[position.id] = {}
        for index in np.flatnonzero(able.any(axis=0)):
            member = members[int(choice.who[index])]
            where = [slots[int(k)] for k in np.flatnonzero(able[:, index])]
            seat = model.new_bool_var(f"{name} {position.id} {member}")
            allowed = held if len(where) == len(slots) else sum(where)
            model.add(seat <= allowed)
            session.seats[position.id][member] = seat
            if position.standby and not position.standby_auto:
                standby = model.new_bool_var(f"{name} {position.id} standby {member}")
                model.add(standby <= allowed)
                session.standbys[position.id][member] = standby
        seats = list(session.seats[position.id].values())
        counts = np.minimum(able.sum(axis=1), position.count)
        model.add(sum(seats) <= sum(int(c) * y for c, y in zip(counts, slots, strict=True)))
        if session.standbys[position.id]:
            model.add(sum(session.standbys[position.id].values()) <= position.standby)
    _one_each(model, session)
    most = sum(slot.most * y for slot, y in zip(choice.slots, slots, strict=True))
    model.add(sum(s for seats in session.seats.values() for s in seats.values()) <= most)
    return session


def _venues(
    model: Any, name: str, choice: Candidates, held: Literal, slots: list[Literal]
) -> dict[str | None, Literal]:
    """One venue for a held session, among those open in the slot chosen."""
    hosts = sorted({v for slot in choice.slots for v in slot.venues if v is not None})
    if not hosts:
        return {None: held}
    venues: dict[str | None, Literal] = {}
    for venue in hosts:
        chosen = model.new_bool_var(f"{name} at {venue}")
        venues[venue] = chosen
        open_in = [y for y, slot in zip(slots, choice.slots, strict=True) if venue in slot.venues]
        if len(open_in) < len(slots):
            model.add(chosen <= sum(open_in))
    model.add(sum(venues.values()) == held)
    return venues


def _one_each(model: Any, session: SessionVariables) -> None:
    """Collects each member's literals; a member sits, or stands by, at most once."""
    seats: dict[str, list[Literal]] = defaultdict(list)
    for chosen in session.seats.values():
        for member, seat in chosen.items():
            seats[member].append(seat)
    for chosen in session.standbys.values():
        for member, standby in chosen.items():
            session.kept_free.setdefault(member, []).append(standby)
    for member, literals in seats.items():
        if len(literals) == 1:
            session.seated[member] = literals[0]
        else:
            seated = model.new_bool_var("")
            model.add(sum(literals) == seated)
            session.seated[member] = seated
        if member in session.kept_free:
            model.add_at_most_one([session.seated[member], *session.kept_free[member]])


def _add_quota(program: Program, quota: Quota) -> None:
    match quota:
        case SeatQuota():
            if (session := program.sessions.get(quota.session)) is not None:
                total = sum(session.seats[quota.position].values())
                program.model.add(total >= quota.low * session.held)
                program.model.add(total <= quota.high * session.held)
        case SessionQuota():
            _add_session_quota(program, quota)
        case DistinctQuota():
            if (session := program.sessions.get(quota.session)) is not None:
                groups: dict[str, list[Literal]] = defaultdict(list)
                for member, seated in session.seated.items():
                    if member in quota.groups:
                        groups[quota.groups[member]].append(seated)
                present = []
                for literals in groups.values():
                    present.append(program.model.new_bool_var(""))
                    program.model.add(present[-1] <= sum(literals))
                program.model.add(sum(present) >= quota.low * session.held)
        case WindowQuota():
            _add_window_quota(program, quota)
        case InstantQuota():
            _add_instant_quota(program, quota)


def _add_session_quota(program: Program, quota: SessionQuota) -> None:
    session = program.sessions.get(quota.session)
    if session is None:
        return
    applies = session.held
    if quota.venue is not None:
        if quota.venue not in session.venues:
            return
        applies = session.venues[quota.venue]
    weights = {m: quota.weights[m] for m in session.seated if quota.weights.get(m)}
    total = sum(weight * session.seated[m] for m, weight in weights.items())
    lowest = sum(min(w, 0) for w in weights.values())
    highest = sum(max(w, 0) for w in weights.values())
    if quota.low is not None and quota.low > lowest:
        program.model.add(total >= lowest + (quota.low - lowest) * applies)
    if quota.high is not None and quota.high < highest:
        program.model.add(total <= highest - (highest - quota.high) * applies)


def _add_window_quota(program: Program, quota: WindowQuota) -> None:
    """A rolling sum is a cumulative resource that each commitment holds for `days` days."""
    weighed = [
        (session, quota.weights[session.candidates.scenario.id])
        for session in program.sessions.values()
        if quota.member in session.seated
        and quota.weights.get(session.candidates.scenario.id, 0) > 0
    ]
    for session, weight in weighed:
        if weight > quota.high:
            program.model.add(session.seated[quota.member] == 0)
    weighed = [(s, w) for s, w in weighed if w <= quota.high]
    spent = sum(amount for _, amount in quota.given)
    if sum(weight for _, weight in weighed) + spent <= quota.high:
        return
    if quota.days is None:
        total = sum(w * s.seated[quota.member] for s, w in weighed)
        program.model.add(total <= max(0, quota.high - spent))
        return
    intervals = [
        program.model.new_optional_fixed_size_interval_var(
            session.day, quota.days, session.seated[quota.member], ""
        )
        for session, _ in weighed
    ]
    days = [(day, day + quota.days, amount) for day, amount in quota.given]
    _add_cumulative(program, intervals, [w for _, w in weighed], quota.high, days)


def _add_cumulative(
    program: Program,
    intervals: list[Any],
    demands: list[int],
    high: int,
    given: Iterable[tuple[int, int, int]],
) -> None:
    """Intervals within `high`, beside (start, end, amount) that are given."""
    given = list(given)
    edges = sorted({edge for start, end, _ in given for edge in (start, end)})
    for start, end in pairwise(edges):
        amount = sum(n for begin, until, n in given if begin <= start < until)
        if amount:  # where more is given than there may be, nothing can be added
            intervals = [
                *intervals,
                program.model.new_fixed_size_interval_var(start, end - start, ""),
            ]
            demands = [*demands, min(amount, high)]
    program.model.add_cumulative(intervals, demands, high)


def _add_instant_quota(program: Program, quota: InstantQuota) -> None:
    using = []
    for session in program.sessions.values():
        use = quota.uses.get(session.candidates.scenario.id, 0)
        present = session.held if quota.venue is None else session.venues.get(quota.venue)
        if use > 0 and present is not None:
            using.append((session, use, present))
    for _, use, present in using:
        if use > quota.high:
            program.model.add(present == 0)
    using = [entry for entry in using if entry[1] <= quota.high]
    most = sum(use for _, use, _ in using) + sum(amount for _, _, amount in quota.given)
    if most <= quota.high:
        return
    intervals = [
        program.model.new_optional_fixed_size_interval_var(s.start, s.duration, present, "")
        for s, _, present in using
    ]
    origin = program.origin
    given = [(start - origin, end - origin, amount) for start, end, amount in quota.given]
    _add_cumulative(program, intervals, [use for _, use, _ in using], quota.high, given)


def _seat_gap(found: Iterable[Conflict]) -> int | None:
    """Minutes that any two assignments of one member lie apart, None where they may overlap."""
    return max((gap.minutes for gap in found if isinstance(gap, Gap)), default=None)


def _add_conflicts(program: Program, found: Iterable[Conflict]) -> None:
    gaps: list[Gap] = []
    for conflict in found:
        match conflict:
            case Gap():
                gaps.append(conflict)
            case Order():
                _add_order(program, conflict)
            case Keep():
                pass  # only who knows of a plan that holds it can demand it
            case Requires():
                if (session := program.sessions.get(conflict.session)) is not None:
                    others = [program.sessions[s] for s in conflict.any_of if s in program.sessions]
                    program.model.add(session.held <= sum(other.held for other in others))
    pairs = list(program.sessions.values())
    seat_gap = _seat_gap(gaps)
    standby_gap = max((gap.minutes for gap in gaps if gap.standby), default=None)
    for crowd in crowds(pairs, seat_gap):
        for member in dict.fromkeys(m for session in crowd for m in session.seated):
            here = [s.seated[member] for s in crowd if member in s.seated]
            if len(here) > 1:
                program.model.add_at_most_one(here)
    for index, first in enumerate(pairs):
        for second in pairs[index + 1 :]:
            if seat_gap is not None and not always_overlap(first, second, seat_gap):
                _keep_apart(program, first, second, seat_gap, standby=False)
            if standby_gap is not None and (first.kept_free or second.kept_free):
                _keep_apart(program, first, second, standby_gap, standby=True)


def _keep_apart(
    program: Program, first: SessionVariables, second: SessionVariables, gap: int, *, standby: bool
) -> None:
    """Members of both sessions need the one to end `gap` minutes before the other starts."""
    a, b = first.candidates, second.candidates
    if a.last + first.duration + gap <= b.first or b.last + second.duration + gap <= a.first:
        return
    shared = [m for m in first.seated if m in second.seated]
    if not shared:
        return
    model = program.model
    earlier, later = model.new_bool_var(""), model.new_bool_var("")
    both = [first.held, second.held]
    model.add(second.start >= first.start + first.duration + gap).only_enforce_if(earlier, *both)
    model.add(first.start >= second.start + second.duration + gap).only_enforce_if(later, *both)
    for member in shared:
        if standby:
            free = [*first.kept_free.get(member, []), *second.kept_free.get(member, [])]
            if not free:
                continue
            busy = sum([first.seated[member], second.seated[member], *free])
        else:
            busy = first.seated[member] + second.seated[member]
        model.add(busy <= 1 + earlier + later)


def _add_order(program: Program, order: Order) -> None:
    first, second = program.sessions.get(order.first), program.sessions.get(order.second)
    if first is None or second is None:
        return
    begin = first.start + (first.duration if order.from_end else 0)
    then = second.start
    if order.lag.nominal:
        begin, then = begin + first.offset, then + second.offset
    program.model.add(then >= begin + order.lag.elapsed_minutes).only_enforce_if(
        first.held, second.held
    )


def _add_numbering(program: Program) -> None:
    """Of interchangeable sessions of a scenario, the lower numbers are held first.

    Not with a baseline, in which the numbers mean dates that people already have, nor where one of
    them is pinned.
    """
    problem = program.context.problem
    if problem.baseline is not None:
        return
    promised = {pin.session.rpartition("#")[0] for pin in problem.pins}
    for session, variables in program.sessions.items():
        before = SessionId(session.scenario, session.number - 1)
        fixed = len(variables.candidates.scenario.schedule.fixed)
        interchangeable = before.number > fixed and session.scenario not in promised
        if interchangeable and before in program.sessions:
            program.model.add(program.sessions[before].held >= variables.held)
