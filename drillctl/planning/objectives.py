"""The goals as linear expressions over the program's variables (design: Goals).

Each function returns an `Objective`: the expression in whole units, and the unit's size, so that
bounds can be compared as integers and printed in the goal's own unit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

from drillctl.model.policy import Goal
from drillctl.model.problem import SessionId
from drillctl.model.retest import retest_demands
from drillctl.model.roster import Kind
from drillctl.planning.capacity import crowds
from drillctl.planning.due import due
from drillctl.planning.program import Literal, Program

Values = Sequence[int]
"""A solution: the value of each variable of the program, by index."""

Measure = Callable[[Values], int]


@dataclass(frozen=True)
class Objective:
    """`expression` times `numerator / denominator` is the goal's value in its own unit.

    `limit` bounds the expression without solving: from above where maximised, else from below.
    `measure` gives the units of a solution from its decisions alone: auxiliary variables may be
    slack in a solution that was found for another goal.
    """

    goal: Goal
    expression: Any
    limit: int
    measure: Measure
    numerator: int = 1
    denominator: int = 1

    def tighter(self, bound: int | None) -> int:
        """The better of `limit` and a bound of the goal in its smallest unit (see `Schedule`)."""
        if bound is None:
            return self.limit
        if self.goal.maximised:
            return min(self.limit, bound // self.numerator)
        return max(self.limit, -(-bound // self.numerator))

    def value(self, units: int) -> float:
        """`units` of the expression in the goal's own unit; a whole number where it is one."""
        whole, rest = divmod(units * self.numerator, self.denominator)
        return whole if not rest else round(units * self.numerator / self.denominator, 4)


def _linear(terms: Iterable[tuple[int, Literal]]) -> tuple[Any, Measure]:
    pairs = list(terms)
    indices = [(weight, literal.index) for weight, literal in pairs]
    return (
        sum(weight * literal for weight, literal in pairs),
        lambda values: sum(weight * values[index] for weight, index in indices),
    )


def _any(groups: Iterable[Iterable[Literal]], weights: Iterable[int] = ()) -> Measure:
    """The weights (one each where left out) of the groups of which some literal is true."""
    indices = [[literal.index for literal in group] for group in groups]
    each = list(weights) or [1] * len(indices)
    return lambda values: sum(
        weight * any(values[i] for i in group) for weight, group in zip(each, indices, strict=True)
    )


def _reached(
    goal: Goal, program: Program, groups: list[list[Literal]], weights: list[int]
) -> Objective:
    """The weights of the groups of which some literal is true; only upper bounds are needed."""
    terms = []
    for weight, literals in zip(weights, groups, strict=True):
        reached = program.model.new_bool_var("")
        program.model.add(reached <= sum(literals))
        terms.append(weight * reached)
    return Objective(goal, sum(terms), sum(weights), _any(groups, weights))


def objective(goal: Goal, program: Program) -> Objective:
    """The expression of `goal`; adds the variables that it needs to the program."""
    return _GOALS[goal](program)


def _fill(program: Program) -> Objective:
    total, measure = _linear(
        (session.candidates.scenario.priority, seat) for session, _, _, seat in program.all_seats()
    )
    most = sum(
        s.candidates.scenario.priority * max(slot.most for slot in s.candidates.slots)
        for s in program.sessions.values()
    )
    return Objective(Goal.FILL, total, most, measure)


def _standby(program: Program) -> Objective:
    terms: list[tuple[int, Literal]] = []
    most = 0
    for session in program.sessions.values():
        scenario = session.candidates.scenario
        for position in scenario.positions:
            literals = session.standbys[position.id].values()
            terms += [(scenario.priority, standby) for standby in literals]
            if not position.standby_auto:
                most += scenario.priority * min(position.standby, len(literals))
    total, measure = _linear(terms)
    return Objective(Goal.STANDBY, total, most, measure)


def _joint(program: Program) -> Objective:
    """A pair meets where some session seats a member of each; only upper bounds are needed."""
    roster = program.context.problem.roster
    model = program.model
    meetings: dict[tuple[str, str], list[Literal]] = defaultdict(list)
    seen: dict[tuple[str, str], list[tuple[list[int], list[int]]]] = defaultdict(list)
    for session in program.sessions.values():
        present: dict[str, list[Literal]] = defaultdict(list)
        for member, seated in session.seated.items():
            present[roster.members[member].team].append(seated)
        here: dict[str, Literal] = {}
        for team, literals in present.items():
            here[team] = model.new_bool_var("")
            model.add(here[team] <= sum(literals))
        for one in here:
            for other in here:
                if (roster.teams[one].kind, roster.teams[other].kind) == (
                    Kind.PROFESSIONAL,
                    Kind.VOLUNTEER,
                ):
                    meet = model.new_bool_var("")
                    model.add_implication(meet, here[one])
                    model.add_implication(meet, here[other])
                    meetings[one, other].append(meet)
                    seen[one, other].append(
                        ([s.index for s in present[one]], [s.index for s in present[other]])
                    )
    pairs = []
    for literals in meetings.values():
        pairs.append(model.new_bool_var(""))
        model.add(pairs[-1] <= sum(literals))

    def measure(values: Values) -> int:
        return sum(
            any(any(values[i] for i in a) and any(values[i] for i in b) for a, b in sessions)
            for sessions in seen.values()
        )

    return Objective(Goal.JOINT, sum(pairs), len(pairs), measure)


def _currency(program: Program) -> Objective:
    capabilities, members = due(program.context.problem)
    practised: dict[str, list[Literal]] = defaultdict(list)
    attending: dict[tuple[str, str], list[Literal]] = defaultdict(list)
    for session in program.sessions.values():
        for capability in session.candidates.scenario.capabilities:
            practised[capability].append(session.held)
            for member, seated in session.seated.items():
                attending[member, capability].append(seated)
    found = [(practised[c], weight) for c, weight in capabilities.items() if c in practised]
    found += [(attending[p], members[p]) for p in sorted(members) if p in attending]
    return _reached(Goal.CURRENCY, program, [group for group, _ in found], [w for _, w in found])


def _retest(program: Program) -> Objective:
    """A retest is answered where one of its sessions starts on one of its days."""
    groups = []
    for demand in retest_demands(program.context.problem):
        first, last = demand.since.toordinal() + 1, demand.last.toordinal()
        groups.append(
            [
                chosen
                for session in program.sessions.values()
                if session.candidates.scenario.id in demand.scenarios
                for slot, chosen in zip(session.candidates.slots, session.slots, strict=True)
                if first <= slot.day <= last
            ]
        )
    groups = [group for group in groups if group]
    return _reached(Goal.RETEST, program, groups, [1] * len(groups))


def _stability(program: Program) -> Objective:
    """Dates kept, of sessions and of each person who stays, and assignments kept."""
    baseline = program.context.problem.baseline
    model, timeline = program.model, program.context.timeline
    terms: list[Literal] = []
    parts: list[tuple[int, int, int, list[int]]] = []
    most = 0
    for planned in baseline.sessions if baseline else ():
        session = program.sessions.get(SessionId(planned.scenario, planned.number))
        if session is None:
            continue
        staying = [
            session.seats[position][member]
            for position, member in planned.members()
            if member in session.seats.get(position, {})
        ]
        terms += staying
        most += len(staying)
        if planned.venue not in session.venues:
            parts.append((session.start.index, -1, session.held.index, [s.index for s in staying]))
            continue
        venue = session.venues[planned.venue]
        start = int(planned.start.timestamp()) // 60 - program.origin
        kept = model.new_bool_var("")
        model.add_implication(kept, venue)
        day = timeline.local(start + program.origin).date().toordinal()
        for slot, chosen in zip(session.candidates.slots, session.slots, strict=True):
            if slot.day != day:
                model.add_implication(kept, ~chosen)
        model.add(session.start == start).only_enforce_if(kept)
        undisturbed = model.new_int_var(0, len(staying), "")
        model.add(undisturbed <= len(staying) * kept)
        model.add(undisturbed <= sum(staying))
        terms += [kept, undisturbed]
        most += 1 + len(staying)
        parts.append((session.start.index, start, venue.index, [s.index for s in staying]))

    def measure(values: Values) -> int:
        total = 0
        for at, start, place, people in parts:
            stay = sum(values[i] for i in people)
            total += stay + (1 + stay if values[at] == start and values[place] else 0)
        return total

    return Objective(Goal.STABILITY, sum(terms), most, measure)


def _fairness(program: Program) -> Objective:
    """Squares as the convex hull of their integer points, which is exact and has a tight LP."""
    durations = [session.duration for session in program.sessions.values()]
    unit = gcd(*durations) if durations else 60
    loads: dict[str, list[tuple[int, Literal]]] = defaultdict(list)
    most: dict[str, int] = defaultdict(int)
    for session in program.sessions.values():
        for member, seated in session.seated.items():
            loads[member].append((session.duration // unit, seated))
            most[member] += session.duration // unit
    squares = []
    for member, terms in loads.items():
        load = program.model.new_int_var(0, most[member], "")
        program.model.add(load == sum(weight * seated for weight, seated in terms))
        square = program.model.new_int_var(0, most[member] ** 2, "")
        for k in range(most[member]):
            program.model.add(square >= (2 * k + 1) * load - k * (k + 1))
        squares.append(square)
    indices = [[(weight, s.index) for weight, s in terms] for terms in loads.values()]

    def measure(values: Values) -> int:
        return sum(sum(weight * values[i] for weight, i in terms) ** 2 for terms in indices)

    return Objective(Goal.FAIRNESS, sum(squares), 0, measure, unit * unit, 3600)


def _fewest_people(program: Program) -> Objective:
    seats: dict[str, list[Literal]] = defaultdict(list)
    for session in program.sessions.values():
        for member, seated in session.seated.items():
            seats[member].append(seated)
    used = []
    for literals in seats.values():
        used.append(program.model.new_bool_var(""))
        for seated in literals:
            program.model.add_implication(seated, used[-1])
    for crowd in crowds(list(program.sessions.values()), program.gap):
        for member, one in zip(seats, used, strict=True):
            here = [s.seated[member] for s in crowd if member in s.seated]
            if len(here) > 1:
                program.model.add(sum(here) <= one)
    return Objective(Goal.FEWEST_PEOPLE, sum(used), 0, _any(seats.values()))


def _finish_early(program: Program) -> Objective:
    timeline = program.context.timeline
    zero = timeline.day_start(program.context.problem.period.first.toordinal()) - program.origin
    latest = max((s.candidates.last + s.duration for s in program.sessions.values()), default=0)
    finish = program.model.new_int_var(0, max(0, latest - program.origin - zero), "finish")
    for session in program.sessions.values():
        end = session.start + session.duration - zero
        program.model.add(finish >= end).only_enforce_if(session.held)
    ends = [(s.held.index, s.start.index, s.duration - zero) for s in program.sessions.values()]

    def measure(values: Values) -> int:
        return max((values[start] + more for held, start, more in ends if values[held]), default=0)

    return Objective(Goal.FINISH_EARLY, finish, 0, measure, 1, 60)


def _earliness(program: Program) -> Objective:
    first = program.context.problem.period.first.toordinal()
    total, measure = _linear(
        (slot.day - first, chosen)
        for session in program.sessions.values()
        for slot, chosen in zip(session.candidates.slots, session.slots, strict=True)
    )
    return Objective(Goal.EARLINESS, total, 0, measure)


_GOALS: dict[Goal, Callable[[Program], Objective]] = {
    Goal.FILL: _fill,
    Goal.JOINT: _joint,
    Goal.CURRENCY: _currency,
    Goal.RETEST: _retest,
    Goal.STABILITY: _stability,
    Goal.FAIRNESS: _fairness,
    Goal.FEWEST_PEOPLE: _fewest_people,
    Goal.FINISH_EARLY: _finish_early,
    Goal.EARLINESS: _earliness,
    Goal.STANDBY: _standby,
}
