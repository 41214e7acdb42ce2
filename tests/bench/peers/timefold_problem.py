"""The Timefold peer's problem: from ours to its facts and entities; needs `timefold`, JVM 17."""

from itertools import combinations
from math import gcd
from typing import Any

import numpy as np
from bench.peers.finished import due
from bench.peers.places import Places, all_places
from bench.peers.timefold_domain import (
    Candidate,
    Due,
    Exercise,
    Follows,
    Moment,
    Order,
    Person,
    Place,
    Presence,
    Seat,
    Session,
    Use,
)

from drillctl.model.problem import Problem, SessionId
from drillctl.model.roster import Kind
from drillctl.rules.rule import Context, Mask

NO_LIMIT = 2**30


def exercise(context: Context) -> tuple[Exercise, list[SessionId]]:
    """The problem as Timefold takes it, and which session each number means.

    Sessions without any candidate are left out.
    """
    problem = context.problem
    people = _people(problem)
    made = Exercise([], [], [], [], [], [], [])
    ids: list[SessionId] = []
    unit = gcd(*(s.duration for s in problem.scenarios.values()))
    numbers = {scenario: number for number, scenario in enumerate(problem.scenarios)}
    shared: tuple[Places, list[Candidate]] | None = None
    for table in all_places(context):
        if len(table.starts):
            if shared is None or shared[0].starts is not table.starts:
                shared = table, _candidates(context, table)
            scenario, joint = table.scenario, table.scenario.joint
            session = Session(
                len(ids),
                numbers[scenario.id],
                scenario.duration,
                scenario.duration // unit,
                joint.professional_min,
                joint.volunteer_min,
                joint.teams_min,
                -1 if joint.per_professional is None else joint.per_professional,
                shared[1],
            )
            made.sessions.append(session)
            made.seats += _seats(table, session, people, len(made.seats))
            ids.append(table.session)
    _add_order(problem, made, ids, numbers)
    _add_needs(problem, made, ids)
    made.dues = [
        Due(numbers[scenario.id], place, number)
        for place, capability in enumerate(problem.policy.currency)
        for scenario in problem.scenarios.values()
        if capability in scenario.capabilities
        for number, member in enumerate(problem.roster.members)
        if (capability, member) in due(problem)
    ]
    return made, ids


def _people(problem: Problem) -> list[Person]:
    teams = list(problem.roster.teams)
    found = []
    for number, member in enumerate(problem.roster.members.values()):
        limits = member.limits.or_else(problem.policy.limits)
        most = (
            limits.minutes_per_7d,
            limits.minutes_per_28d,
            limits.sessions_per_7d,
            limits.sessions_per_28d,
        )
        found.append(
            Person(
                number,
                teams.index(member.team),
                int(member.kind is Kind.PROFESSIONAL),
                int(member.kind is Kind.VOLUNTEER),
                *(NO_LIMIT if limit is None else limit for limit in most),
            )
        )
    return found


def _candidates(context: Context, table: Places) -> list[Candidate]:
    problem, timeline, scenario = context.problem, context.timeline, table.scenario
    first = problem.period.first.toordinal()
    midnight = timeline.day_start(first)
    walls = (timeline.wall(table.starts) - midnight).tolist()
    ends = (timeline.wall(table.starts + scenario.duration) - midnight).tolist()
    days = (timeline.days(table.starts) - first).tolist()
    alike: dict[bytes, list[int]] = {}
    moments = []
    for index, start in enumerate((table.starts - midnight).tolist()):
        columns = [table.able[p.id][:, index] for p in scenario.positions]
        key = b"".join(column.tobytes() for column in columns)
        able = alike.setdefault(key, [_bits(column) for column in columns])
        likely = sum(
            min(p.count, who.bit_count()) for p, who in zip(scenario.positions, able, strict=True)
        )
        end = start + scenario.duration
        moments.append(
            Moment(
                start,
                end,
                end + problem.policy.rest,
                walls[index],
                ends[index],
                days[index],
                scenario.priority * likely,
                able,
            )
        )
    places = {None: Place(-1, NO_LIMIT, NO_LIMIT)}
    for number, venue in enumerate(problem.roster.venues.values()):
        capacity = NO_LIMIT if venue.capacity is None else venue.capacity
        places[venue.id] = Place(number, venue.at_once, capacity)
    return [Candidate(moments[index], places[venue]) for index, venue in table.candidates()]


def _bits(mask: Mask) -> int:
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def _seats(table: Places, session: Session, people: list[Person], first: int) -> list[Seat]:
    found: list[Seat] = []
    for place, position in enumerate(table.scenario.positions):
        able = [people[i] for i in table.able[position.id].any(axis=1).nonzero()[0].tolist()]
        for number in range(position.count):
            required = number < position.minimum
            seat = first + len(found)
            found.append(Seat(seat, session.id, place, required, table.scenario.priority, able))
    return found


def _add_order(
    problem: Problem, made: Exercise, ids: list[SessionId], numbers: dict[str, int]
) -> None:
    of: dict[str, list[int]] = {scenario: [] for scenario in problem.scenarios}
    for number, session in enumerate(ids):
        of[session.scenario].append(number)

    def order(first: int, second: int, lag: Any, *, from_end: bool) -> None:
        made.orders.append(Order(first, second, lag.elapsed_minutes, from_end, lag.nominal))

    for scenario in problem.scenarios.values():
        for first, second in combinations(of[scenario.id], 2):
            order(first, second, scenario.schedule.spacing, from_end=False)
        for after in scenario.schedule.after:
            for second in of[scenario.id]:
                made.follows.append(Follows(second, numbers[after.scenario]))
                for first in of[after.scenario]:
                    order(first, second, after.gap, from_end=True)


def _add_needs(problem: Problem, made: Exercise, ids: list[SessionId]) -> None:
    teams, items = list(problem.roster.teams), list(problem.roster.equipment)
    for number, session in enumerate(ids):
        scenario = problem.scenarios[session.scenario]
        for team in {team for pair in scenario.joint.meet for team in pair}:
            made.presences.append(Presence(number, teams.index(team)))
        for item, amount in scenario.equipment.items():
            count = problem.roster.equipment[item].count
            made.uses.append(Use(number, items.index(item), amount, count))
