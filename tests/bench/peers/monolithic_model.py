"""The monolithic peer's CP-SAT model: variables and rules.

A Boolean for each (session, start, venue) and each (session, position, member); a seat implies
that its member is eligible at the start chosen. Rest and overlap are `no_overlap` over each
member's sessions, the rolling limits `cumulative` over days, venues and equipment sums at each
instant.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from bench.peers.places import Places, all_places
from ortools.sat.python import cp_model

from drillctl.model.duration import Duration
from drillctl.model.problem import SessionId
from drillctl.model.roster import Kind
from drillctl.rules.rule import Context, Instants

MOST_PAIRS = 30_000_000
"""Terms of the eligibility constraints, (candidate, seat and member), that still fit in memory."""


class TooLarge(Exception):  # noqa: N818
    """The model would not fit in memory."""


@dataclass
class Session:
    """One session's variables; instants are minutes, and days days, since the period's begin."""

    table: Places
    held: Any
    places: list[tuple[int, str | None, Any]]
    start: Any
    wall: Any
    day: Any
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)
    seated: dict[str, Any] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        """Minutes."""
        return self.table.scenario.duration


@dataclass
class Model:
    """The CP-SAT model, and the variables of the sessions that have a candidate at all."""

    context: Context
    cp: Any
    origin: int
    sessions: dict[SessionId, Session] = field(default_factory=dict)


def build(context: Context) -> Model:
    """The model without a goal.

    Raises
    ------
    TooLarge
        More than `MOST_PAIRS` pairs of candidates and seats.
    """
    first = context.timeline.day_start(context.problem.period.first.toordinal())
    model = Model(context, cp_model.CpModel(), first)
    members = list(context.problem.roster.members)
    pairs = 0
    for table in all_places(context):
        pairs += table.pairs
        if pairs > MOST_PAIRS:
            raise TooLarge(f"more than {MOST_PAIRS:,} pairs of candidates and seats")
    for table in all_places(context):
        if len(table.starts):
            model.sessions[table.session] = _session(model, table, members)
            _joint(model, model.sessions[table.session])
    _members(model)
    _order(model)
    _places(model)
    return model


def _session(model: Model, table: Places, members: list[str]) -> Session:
    """Candidates, seats for whoever is eligible at one of them, minimum and count."""
    cp, name, timeline = model.cp, str(table.session), model.context.timeline
    held = cp.new_bool_var(f"{name} held")
    candidates = table.candidates()
    columns = [index for index, _ in candidates]
    chosen = [cp.new_bool_var(f"{name} {table.starts[i]} {venue}") for i, venue in candidates]
    cp.add(sum(chosen) == held)

    def tied(numbers: Instants, what: str) -> Any:
        values = numbers[columns].tolist()
        domain = cp_model.Domain.from_values([0, *values])
        variable = cp.new_int_var_from_domain(domain, f"{name} {what}")
        cp.add(variable == cp_model.LinearExpr.weighted_sum(chosen, values))
        return variable

    starts = table.starts - model.origin
    first = model.context.problem.period.first.toordinal()
    session = Session(
        table,
        held,
        [(int(starts[i]), venue, x) for (i, venue), x in zip(candidates, chosen, strict=True)],
        start=tied(starts, "start"),
        wall=tied(timeline.wall(table.starts) - model.origin, "wall"),
        day=tied(timeline.days(table.starts) - first, "day"),
    )
    literals = np.array(chosen, dtype=object)
    by_member: dict[str, list[Any]] = defaultdict(list)
    for position in table.scenario.positions:
        able = table.able[position.id][:, columns]
        seats = session.seats[position.id] = {}
        for index in np.flatnonzero(able.any(axis=1)).tolist():
            seat = seats[members[index]] = cp.new_bool_var(f"{name} {position.id} {members[index]}")
            where = able[index]
            cp.add(seat <= (held if where.all() else sum(literals[where].tolist())))
            by_member[members[index]].append(seat)
        cp.add(sum(seats.values()) >= position.minimum * held)
        cp.add(sum(seats.values()) <= position.count * held)
    for member, seats in by_member.items():
        session.seated[member] = cp.new_bool_var(f"{name} {member}")
        cp.add(sum(seats) == session.seated[member])
    return session


def _joint(model: Model, session: Session) -> None:
    """The joint block, counted over the session's members."""
    cp, joint = model.cp, session.table.scenario.joint
    roster = model.context.problem.roster
    teams = teams_present(model, session)
    professionals = sum(
        y for m, y in session.seated.items() if roster.members[m].kind is Kind.PROFESSIONAL
    )
    volunteers = sum(session.seated.values()) - professionals
    cp.add(professionals >= joint.professional_min * session.held)
    cp.add(volunteers >= joint.volunteer_min * session.held)
    cp.add(sum(teams.values()) >= joint.teams_min * session.held)
    if joint.per_professional is not None:
        cp.add(volunteers <= joint.per_professional * professionals)
    for team in {team for pair in joint.meet for team in pair}:
        cp.add(teams.get(team, 0) >= session.held)


def teams_present(model: Model, session: Session) -> dict[str, Any]:
    """A Boolean for each team that can only be true where the team has somebody there."""
    people: dict[str, list[Any]] = defaultdict(list)
    for member, seated in session.seated.items():
        people[model.context.problem.roster.members[member].team].append(seated)
    present = {team: model.cp.new_bool_var(f"{session.table.session} {team}") for team in people}
    for team, literals in people.items():
        model.cp.add(present[team] <= sum(literals))
    return present


def _members(model: Model) -> None:
    """One seat at a time with rest between, and the rolling limits."""
    policy, cp = model.context.problem.policy, model.cp
    for member in model.context.problem.roster.members.values():
        own = [s for s in model.sessions.values() if member.id in s.seated]
        cp.add_no_overlap(
            cp.new_optional_fixed_size_interval_var(
                s.start, s.duration + policy.rest, s.seated[member.id], ""
            )
            for s in own
        )
        limits = member.limits.or_else(policy.limits)
        minutes, ones = [s.duration for s in own], [1] * len(own)
        for days, weights, limit in (
            (7, minutes, limits.minutes_per_7d),
            (28, minutes, limits.minutes_per_28d),
            (7, ones, limits.sessions_per_7d),
            (28, ones, limits.sessions_per_28d),
        ):
            if limit is not None and sum(weights) > limit:
                window = [
                    cp.new_optional_fixed_size_interval_var(s.day, days, s.seated[member.id], "")
                    for s in own
                ]
                cp.add_cumulative(window, weights, limit)


def _order(model: Model) -> None:
    """Spacing of a scenario's sessions in the order of their numbers, and `after`."""
    of: dict[str, list[Session]] = defaultdict(list)
    for name, session in model.sessions.items():
        of[name.scenario].append(session)
    for scenario, own in list(of.items()):
        schedule = model.context.problem.scenarios[scenario].schedule
        for first, second in combinations(own, 2):
            _apart(model, first, second, schedule.spacing, 0)
        for after in schedule.after:
            others = of.get(after.scenario, [])
            for second in own:
                model.cp.add(second.held <= sum(other.held for other in others))
                for first in others:
                    _apart(model, first, second, after.gap, first.duration)


def _apart(model: Model, first: Session, second: Session, lag: Duration, lasting: int) -> None:
    begin, then = (first.wall, second.wall) if lag.nominal else (first.start, second.start)
    later = model.cp.add(then >= begin + lasting + lag.elapsed_minutes)
    later.only_enforce_if(first.held, second.held)


def _places(model: Model) -> None:
    """Venues: sessions at once and capacity. Equipment: items in use at once."""
    roster = model.context.problem.roster
    at: dict[str, list[tuple[int, int, int, Any]]] = defaultdict(list)
    using: dict[str, list[tuple[int, int, int, Any]]] = defaultdict(list)
    for session in model.sessions.values():
        here: dict[str, list[Any]] = defaultdict(list)
        for start, venue, chosen in session.places:
            end = start + session.duration
            if venue is not None:
                at[venue].append((start, end, 1, chosen))
                here[venue].append(chosen)
            for item, amount in session.table.scenario.equipment.items():
                using[item].append((start, end, amount, chosen))
        seats = session.table.scenario.seats
        for venue, chosen in here.items():
            room = roster.venues[venue].capacity
            if room is not None and room < seats:
                people = sum(session.seated.values())
                model.cp.add(people <= seats - (seats - room) * sum(chosen))
    for venue, uses in at.items():
        _at_once(model, uses, roster.venues[venue].at_once)
    for item, uses in using.items():
        _at_once(model, uses, roster.equipment[item].count if item in roster.equipment else 0)


def _at_once(model: Model, uses: list[tuple[int, int, int, Any]], most: int) -> None:
    """At each start, what runs uses at most `most`; `uses`: (start, end, amount, Boolean)."""
    starts = sorted({start for start, _, _, _ in uses})
    running: dict[int, list[Any]] = defaultdict(list)
    for start, end, amount, chosen in uses:
        for moment in starts[bisect_left(starts, start) : bisect_left(starts, end)]:
            running[moment].append(amount * chosen)
    for terms in running.values():
        model.cp.add(sum(terms) <= most)
