"""Bounds at every size: what no plan can beat, from linear relaxations of the problem.

Whatever a plan does, it also satisfies these aggregates, so their optimum bounds it:

- *timing*: each session is held, in part or whole, on days when it has candidates, and fills at
  most the seats that its people of that day can fill; order and lags hold on average.
- *staffing demand*: seats of one type (the positions whose needs are the same) that lie within a
  window of days are at most what all the members who could ever sit there may do in it; the same
  for every pair of types together.
- *balance*: squared hours are least where the hours are spread evenly over everyone who could
  sit there at some time; squares enter as the convex hull of their whole multiples.

Solved by GLOP, which is deterministic. Bounds are rounded outwards by a margin far above its
tolerance, and where it fails the bound without solving is returned.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations
from math import ceil, floor, gcd
from typing import Any

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.instance import UNLIMITED, Instance

_MARGIN = 1e-6
_LARGEST = 60_000
"""Variables of the timing relaxation beyond which days are merged into weeks."""


class Relaxation:
    """The bounds of one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._sessions = [s for s, c in enumerate(instance.choices) if len(c.starts)]
        self._known: dict[tuple[Goal, int], int] = {}

    def bound(self, goal: Goal, reached: dict[Goal, int]) -> int:
        """A bound of the goal in its smallest unit, given what earlier goals reached."""
        filled = reached.get(Goal.FILL, 0)
        if (goal, filled) not in self._known:
            self._known[goal, filled] = self._bound(goal, filled)
        return self._known[goal, filled]

    def _bound(self, goal: Goal, filled: int) -> int:
        match goal:
            case Goal.FILL:
                return self._fill()
            case Goal.FAIRNESS:
                return self._fairness(filled)
            case Goal.EARLINESS:
                return self._earliness(filled)
            case Goal.FEWEST_PEOPLE:
                return self._fewest_people(filled)
            case Goal.JOINT:
                return len(self._pairs())
            case Goal.CURRENCY:
                return self._currency()
            case Goal.STABILITY:
                return self._stability()
            case Goal.FINISH_EARLY:
                return self._finish_early(filled)
            case Goal.STANDBY:
                return sum(
                    c.priority * p.standby for c in self.instance.choices for p in c.positions
                )

    def _pairs(self) -> set[tuple[int, int]]:
        """Teams of the two kinds that some session could seat together."""
        instance = self.instance
        pairs: set[tuple[int, int]] = set()
        seen: set[int] = set()
        for session in self._sessions:
            choice = instance.choices[session]
            if id(choice.who) in seen:
                continue
            seen.add(id(choice.who))
            own = np.unique(instance.team[choice.who[instance.professional[choice.who]]]).tolist()
            others = np.unique(
                instance.team[choice.who[~instance.professional[choice.who]]]
            ).tolist()
            pairs |= {(one, other) for one in own for other in others}
        return pairs

    def _currency(self) -> int:
        instance = self.instance
        reachable: set[tuple[int, int]] = set()
        practised: set[int] = set()
        for session in self._sessions if instance.due_capabilities or instance.due_members else ():
            choice = instance.choices[session]
            practised |= instance.due_capabilities.intersection(choice.capabilities)
            for capability in choice.capabilities:
                reachable |= {(m, capability) for m in choice.who.tolist()}
        return len(practised) + len(reachable & instance.due_members)

    def _stability(self) -> int:
        count = 0
        for session in self._sessions:
            choice = self.instance.choices[session]
            sits = set(choice.who.tolist())
            count += choice.kept_start is not None and choice.kept_start in choice.starts
            count += sum(m in sits for _, m in choice.kept_people)
        return count

    def _finish_early(self, filled: int) -> int:
        """The longest chain of sessions that must all be held."""
        slack = sum(self.most) - filled
        ends = [
            int(c.starts[c.roomy[0]]) + c.duration - self.instance.first_instant
            for s in self._sessions
            if self.most[s] > slack and (c := self.instance.choices[s])
        ]
        return max(ends, default=0) if not slack else 0

    @cached_property
    def most(self) -> list[int]:
        """The most that each session can add to `fill`."""
        return [c.priority * int(c.most.max(initial=0)) for c in self.instance.choices]

    @cached_property
    def types(self) -> tuple[list[list[int]], list[np.ndarray[Any, Any]]]:
        """Seat types: (type of each position of each session, members who could ever sit)."""
        pools: dict[bytes, int] = {}
        members: list[np.ndarray[Any, Any]] = []
        of_position: list[list[int]] = []
        known: dict[int, np.ndarray[Any, Any]] = {}
        for choice in self.instance.choices:
            if id(choice.packed) not in known:
                known[id(choice.packed)] = np.unpackbits(
                    np.bitwise_or.reduce(choice.packed, axis=0)
                    if len(choice.packed)
                    else choice.packed.reshape(0, 0),
                    axis=-1,
                    count=len(choice.who) if len(choice.packed) else 0,
                ).astype(bool)
            row = []
            for able in known[id(choice.packed)]:
                pool = np.zeros(self.instance.members, dtype=bool)
                pool[choice.who[able]] = True
                key = np.packbits(pool).tobytes()
                row.append(pools.setdefault(key, len(pools)))
                if row[-1] == len(members):
                    members.append(pool)
            of_position.append(row)
        return _merged(of_position, members)

    def _windows(self) -> Iterable[tuple[int, int | None, np.ndarray[Any, Any]]]:
        for number, (days, limits) in enumerate(self.instance.windows):
            yield number, days, limits

    def _timing(self, filled: int | None) -> tuple[Any, dict[int, dict[int, Any]], Any]:
        """(solver, part of each session held on each day, weight filled)."""
        from ortools.linear_solver import pywraplp

        instance, solver = self.instance, pywraplp.Solver.CreateSolver("GLOP")
        of_position, pools = self.types
        parts: dict[int, dict[int, Any]] = {}
        seats: dict[tuple[int, int, int, int], list[tuple[int, Any]]] = defaultdict(list)
        pairs = sum(len(np.unique(instance.choices[s].days)) for s in self._sessions)
        step = 1 if pairs <= _LARGEST else 7
        value = []
        for session in self._sessions:
            choice = instance.choices[session]
            parts[session] = {}
            limit = solver.Constraint(0, 1)
            cap = solver.Constraint(-solver.infinity(), 0)
            best: dict[int, int] = {}
            for day, row in zip(choice.days.tolist(), choice.rows.tolist(), strict=True):
                day -= day % step
                best[day] = max(best.get(day, 0), int(choice.most[row]))
            for day, most in best.items():
                part = solver.NumVar(0, 1, "")
                parts[session][day] = part
                limit.SetCoefficient(part, 1)
                cap.SetCoefficient(part, -most)
                for place, seat_type in zip(choice.positions, of_position[session], strict=True):
                    key = (seat_type, choice.priority, choice.duration, day)
                    seats[key].append((place.count, part))
            # What this session fills, bounded by the best matching of its own people.
            own = solver.NumVar(0, solver.infinity(), "")
            cap.SetCoefficient(own, 1)
            value.append((choice.priority, own))
        filled_seats: dict[tuple[int, int, int, int], Any] = {}
        for key, terms in seats.items():
            variable = solver.NumVar(0, solver.infinity(), "")
            demand = solver.Constraint(-solver.infinity(), 0)
            demand.SetCoefficient(variable, 1)
            coefficients: dict[int, list[Any]] = {}
            for count, part in terms:
                entry = coefficients.setdefault(part.index(), [part, 0])
                entry[1] += count
            for part, count in coefficients.values():
                demand.SetCoefficient(part, -count)
            filled_seats[key] = variable
        self._add_staffing(solver, filled_seats, pools, step)
        total = solver.NumVar(0, sum(self.most), "filled")
        for terms in (value, [(k[1], v) for k, v in filled_seats.items()]):
            row = solver.Constraint(-solver.infinity(), 0)
            row.SetCoefficient(total, 1)
            for weight, variable in terms:
                row.SetCoefficient(variable, -weight)
        if filled is not None:
            total.SetLb(float(filled))
        return solver, parts, total

    def _add_staffing(
        self,
        solver: Any,
        filled: dict[tuple[int, int, int, int], Any],
        pools: list[np.ndarray[Any, Any]],
        step: int,
    ) -> None:
        by_type: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
        for (seat_type, _, duration, day), variable in filled.items():
            by_type[seat_type].append((day, duration, variable))
        sets: list[tuple[int, ...]] = [(t,) for t in by_type]
        small = sorted(by_type, key=lambda t: int(pools[t].sum()))[:12]
        sets += list(combinations(small, 2)) + list(combinations(small[:6], 3))
        spends = self._spends()
        for chosen in sets:
            pool = np.logical_or.reduce([pools[t] for t in chosen])
            terms = [term for t in chosen for term in by_type[t]]
            days = sorted({day for day, _, _ in terms})
            for number, width, limits in self._windows():
                most = limits[pool]
                if (most >= UNLIMITED).any() or number not in spends:
                    continue
                capacity, weight = int(most.sum()), spends[number]
                if sum(weight[d] for _, d, _ in terms) * 40 < capacity:
                    continue
                for first in days[:: max(1, (width or 1) // 7 // step)] if width else days[:1]:
                    row = solver.Constraint(-solver.infinity(), capacity)
                    for day, duration, variable in terms:
                        if width is None or (
                            first <= day and day + step <= first + max(width, step)
                        ):
                            row.SetCoefficient(variable, weight[duration])

    def _spends(self) -> dict[int, dict[int, int]]:
        """For each window, what a session of a duration spends, where that is all that counts."""
        found: dict[int, dict[int, int]] = {}
        for number in range(len(self.instance.windows)):
            spent: dict[int, set[int]] = defaultdict(set)
            for session in self._sessions:
                choice = self.instance.choices[session]
                spent[choice.duration].add(choice.spends[number])
            found[number] = {duration: min(weights) for duration, weights in spent.items()}
        return found

    def _fill(self) -> int:
        trivial = sum(self.most)
        solver, _, total = self._timing(None)
        solver.Maximize(total)
        if solver.Solve() != 0:
            return trivial
        value = float(solver.Objective().Value())
        return min(trivial, floor(value + _MARGIN * max(1.0, value)))

    def _earliness(self, filled: int) -> int:
        instance = self.instance
        solver, parts, _ = self._timing(filled)
        slack = sum(self.most) - filled
        day_of = {}
        for session, days in parts.items():
            earliest: dict[int, int] = {}
            for day in instance.choices[session].days.tolist():
                span = day - day % 7 if day not in days else day
                earliest[span] = min(day, earliest.get(span, day))
            day_of[session] = [(earliest[d] - instance.first_day, v) for d, v in days.items()]
            if self.most[session] > slack:  # it must be held
                held = solver.Constraint(1, 1)
                for _, part in day_of[session]:
                    held.SetCoefficient(part, 1)
        for session in self._sessions:
            for link in instance.choices[session].links:
                other = link.other
                if not link.after or other not in day_of:
                    continue
                if min(self.most[session], self.most[other]) <= slack:
                    continue
                lag = link.lag + (instance.choices[other].duration if link.from_end else 0)
                # Whole days between the dates, however late on its day the first one starts.
                apart = lag // 1440 if link.nominal and lag % 1440 == 0 else lag // 1440 - 1
                row = solver.Constraint(max(0, apart), solver.infinity())
                for day, part in day_of[session]:
                    row.SetCoefficient(part, day)
                for day, part in day_of[other]:
                    row.SetCoefficient(part, -day)
        objective = solver.Objective()
        for terms in day_of.values():
            for day, part in terms:
                objective.SetCoefficient(part, day)
        objective.SetMinimization()
        if solver.Solve() != 0:
            return 0
        value = float(objective.Value())
        return max(0, ceil(value - _MARGIN * max(1.0, value)))

    def _fairness(self, filled: int) -> int:
        """Minutes squared."""
        from ortools.linear_solver import pywraplp

        instance = self.instance
        of_position, pools = self.types
        unit = gcd(*(instance.choices[s].duration for s in self._sessions)) if self._sessions else 1
        demand: dict[tuple[int, int, int], int] = defaultdict(int)
        for session in self._sessions:
            choice = instance.choices[session]
            for place, seat_type in zip(choice.positions, of_position[session], strict=True):
                demand[seat_type, choice.priority, choice.duration] += place.count
        signature = np.array(pools, dtype=bool).T
        kinds, counts = np.unique(signature, axis=0, return_counts=True)
        solver = pywraplp.Solver.CreateSolver("GLOP")
        total = solver.Constraint(float(filled), solver.infinity())
        hours: dict[int, Any] = {}
        for seat_type in range(len(pools)):
            # Units of work of this type, as the seats filled ask for them.
            hours[seat_type] = solver.Constraint(0, 0)
        for (seat_type, priority, duration), count in demand.items():
            seats = solver.NumVar(0, count, "")
            total.SetCoefficient(seats, priority)
            hours[seat_type].SetCoefficient(seats, duration // unit)
        everything = sum(n * duration // unit for (_, _, duration), n in demand.items())
        objective = solver.Objective()
        for kind, size in zip(kinds, counts.tolist(), strict=True):
            if not kind.any():
                continue
            load = solver.Constraint(0, 0)
            for able_type in np.flatnonzero(kind):
                work = solver.NumVar(0, solver.infinity(), "")
                hours[int(able_type)].SetCoefficient(work, -1)
                load.SetCoefficient(work, 1)
            steps = min(everything + 1, 48)
            for k in range(steps):
                limit = size if k < steps - 1 else solver.infinity()
                segment = solver.NumVar(0, limit, "")
                load.SetCoefficient(segment, -1)
                objective.SetCoefficient(segment, 2 * k + 1)
        objective.SetMinimization()
        if solver.Solve() != 0:
            return 0
        value = float(objective.Value())
        # Squares have the parity of their roots, whose sum is the work done.
        return max(0, ceil(value - _MARGIN * max(1.0, value))) * unit * unit

    def _fewest_people(self, filled: int) -> int:
        """The most seats that must be filled at one moment, where all the seats must be."""
        if filled < sum(self.most):
            return 0
        events: list[tuple[int, int]] = []
        for session in self._sessions:
            choice = self.instance.choices[session]
            first, last = int(choice.starts[0]), int(choice.starts[-1])
            if last < first + choice.duration:  # runs from its last start to its first end anyhow
                seats = int(choice.most.max())
                events += [
                    (last, seats),
                    (first + choice.duration + max(0, self.instance.gap), -seats),
                ]
        now = most = 0
        for _, change in sorted(events):
            now += change
            most = max(most, now)
        return most


def _merged(
    of_position: list[list[int]], pools: list[np.ndarray[Any, Any]]
) -> tuple[list[list[int]], list[np.ndarray[Any, Any]]]:
    """Types whose pools nearly coincide become one, with the union of them as its pool."""
    if not pools:
        return of_position, pools
    order = sorted(range(len(pools)), key=lambda t: (-int(pools[t].sum()), t))
    merged: list[np.ndarray[Any, Any]] = []
    number: dict[int, int] = {}
    for t in order:
        for index, pool in enumerate(merged):
            both = int((pool & pools[t]).sum())
            if both >= 0.97 * int(pools[t].sum()) and both >= 0.85 * int(pool.sum()):
                merged[index] = pool | pools[t]
                number[t] = index
                break
        else:
            number[t] = len(merged)
            merged.append(pools[t])
    return [[number[t] for t in row] for row in of_position], merged
