"""The timing relaxation: sessions to days, with aggregated staffing demand, for one component.

Whatever a plan does, it satisfies these aggregates, so their optimum bounds it:

- each session is held, in part or whole, on days when it has candidates, and fills at most the
  seats that its people of that day can fill; order and lags hold on average;
- seats of one type, or of two or three types together, that lie within a window of days are at
  most what all the members who could ever sit there may do in it;
- the scarcest types are seated by their members one by one, each within their own days and
  limits, and one session a day where the sessions of a day lie nearer than the rest.

Linear programs, solved by GLOP, which is deterministic. Large ones count in weeks.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import ceil, floor
from typing import Any

import numpy as np

from drillctl.planning.instance import UNLIMITED, Instance
from drillctl.planning.seat_types import SeatTypes

MARGIN = 1e-6
"""Bounds are rounded outwards by this part of themselves, far above the solver's tolerance."""
_BY_MEMBER = 15_000
"""Seats by member, type and day that the scarcest types may have in all components."""
_FEW_PEOPLE = 400
"""Pools beyond which nobody is looked at one by one where weeks are counted."""


@dataclass(frozen=True)
class Advice:
    """What a relaxation's optimum does about seats that can't all be filled.

    `days`: of each session; `people`: who sits in which session; `scarce`: who is wanted for such
    seats at all.
    """

    days: dict[int, range] = field(default_factory=dict)
    people: dict[int, list[int]] = field(default_factory=dict)
    scarce: set[int] = field(default_factory=set)


class Timing:
    """One component. `part`: the positions of each session; `step`: days counted as one.

    `weight`: how much of `_BY_MEMBER` is for this component.
    """

    def __init__(
        self,
        instance: Instance,
        types: SeatTypes,
        part: dict[int, list[int]],
        step: int,
        weight: float,
    ) -> None:
        from ortools.linear_solver import pywraplp

        self.instance, self.types, self.part, self.step = instance, types, part, step
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._parts: dict[int, dict[int, Any]] = {}
        self._filled: dict[tuple[int, int, int, int], Any] = {}
        """By type, priority, duration and day."""
        self._sits: list[tuple[int, int, int, Any]] = []
        """Type, day and member of those who are seated one by one."""
        self.advice = Advice()
        self.most = 0
        self._total = self._add_sessions()
        self._add_members(self._scarcest(int(_BY_MEMBER * weight)))
        self._add_windows()

    def fill(self) -> int:
        """The most weight that this component's seats can be filled with."""
        self._solver.Maximize(self._total)
        if self._solver.Solve() != 0:
            return self.most
        value = float(self._solver.Objective().Value())
        self.advice = self._advice()
        return min(self.most, floor(value + MARGIN * max(1.0, value)))

    def _advice(self) -> "Advice":
        """What the solution at hand says of the seats that it can't all fill."""
        asked: dict[int, int] = defaultdict(int)
        filled: dict[int, float] = defaultdict(float)
        for session, positions in self.part.items():
            for position in positions:
                seat_type = self.types.of_position[session][position]
                asked[seat_type] += self.instance.choices[session].positions[position].count
        for (seat_type, _, _, _), variable in self._filled.items():
            filled[seat_type] += variable.solution_value()
        short = {t for t in asked if filled[t] < asked[t] - 0.5}
        sits = [entry for entry in self._sits if entry[0] in short]
        if not sits:
            return Advice()
        days = {}
        for session, parts in self._parts.items():
            day = max(parts, key=lambda d: (parts[d].solution_value(), -d))
            days[session] = range(day, day + self.step)
        return Advice(days, self._seated(days, sits), {member for _, _, member, _ in sits})

    def _seated(
        self, days: dict[int, range], sits: list[tuple[int, int, int, Any]]
    ) -> dict[int, list[int]]:
        """The members whom the solution seats, by session: the dearest sessions first."""
        waiting: dict[tuple[int, int], list[int]] = defaultdict(list)
        for seat_type, day, member, variable in sits:
            if variable.solution_value() > 0.5:
                waiting[seat_type, day].append(member)
        people: dict[int, list[int]] = defaultdict(list)
        choices = self.instance.choices
        for session in sorted(days, key=lambda s: (-choices[s].priority, s)):
            for position in self.part[session]:
                seat_type = self.types.of_position[session][position]
                ready = waiting[seat_type, days[session].start]
                for member in ready[: choices[session].positions[position].count]:
                    ready.remove(member)
                    people[session].append(member)
        return people

    def earliness(self, filled: int, held: set[int]) -> int:
        """The least sum of the days of this component's sessions, after the first of the period.

        `filled`: what is filled at least; `held`: sessions that must be held then.
        """
        instance, infinity = self.instance, self._solver.infinity()
        self._total.SetLb(float(max(0, filled)))
        days_of = {s: self._days_after_first(s) for s in self._parts}
        for session, terms in days_of.items():
            if session in held:
                row = self._solver.Constraint(1, 1)
                for _, part in terms:
                    row.SetCoefficient(part, 1)
        for session in held & set(days_of):
            for link in instance.choices[session].links:
                other = link.other
                if not link.after or other not in held or other not in days_of:
                    continue
                lag = link.lag + (instance.choices[other].duration if link.from_end else 0)
                # Whole days between the dates, however late on its day the first one starts.
                apart = lag // 1440 if link.nominal and lag % 1440 == 0 else lag // 1440 - 1
                row = self._solver.Constraint(max(0, apart), infinity)
                for day, part in days_of[session]:
                    row.SetCoefficient(part, day)
                for day, part in days_of[other]:
                    row.SetCoefficient(part, -day)
        objective = self._solver.Objective()
        objective.Clear()
        for session, terms in days_of.items():
            if 0 in self.part[session]:  # elsewhere it is a copy, counted once
                for day, part in terms:
                    objective.SetCoefficient(part, day)
        objective.SetMinimization()
        if self._solver.Solve() != 0:
            return 0
        value = float(objective.Value())
        return max(0, ceil(value - MARGIN * max(1.0, value)))

    def _days_after_first(self, session: int) -> list[tuple[int, Any]]:
        earliest: dict[int, int] = {}
        for day in self.instance.choices[session].days.tolist():
            span = day - day % self.step
            earliest[span] = min(day, earliest.get(span, day))
        return [
            (earliest[d] - self.instance.first_day, part)
            for d, part in self._parts[session].items()
        ]

    def _add_sessions(self) -> Any:
        instance, solver, step = self.instance, self._solver, self.step
        infinity = solver.infinity()
        seats: dict[tuple[int, int, int, int], dict[int, list[Any]]] = defaultdict(dict)
        value = []
        for session, positions in self.part.items():
            choice = instance.choices[session]
            asked = sum(choice.positions[p].count for p in positions)
            parts = self._parts[session] = {}
            best: dict[int, int] = {}
            for day, row in zip(choice.days.tolist(), choice.rows.tolist(), strict=True):
                day -= day % step
                best[day] = max(best.get(day, 0), min(asked, int(choice.most[row])))
            limit = solver.Constraint(0, 1)
            # What this session fills is bounded by the best matching of its own people.
            own = solver.NumVar(0, infinity, "")
            cap = solver.Constraint(-infinity, 0)
            cap.SetCoefficient(own, 1)
            value.append((choice.priority, own))
            self.most += choice.priority * max(best.values())
            for day, most in best.items():
                part = parts[day] = solver.NumVar(0, 1, "")
                limit.SetCoefficient(part, 1)
                cap.SetCoefficient(part, -most)
                for position in positions:
                    seat_type = self.types.of_position[session][position]
                    key = (seat_type, choice.priority, choice.duration, day)
                    entry = seats[key].setdefault(part.index(), [part, 0])
                    entry[1] += choice.positions[position].count
        for key, terms in seats.items():
            self._filled[key] = solver.NumVar(0, infinity, "")
            demand = solver.Constraint(-infinity, 0)
            demand.SetCoefficient(self._filled[key], 1)
            for part, count in terms.values():
                demand.SetCoefficient(part, -count)
        total = solver.NumVar(0, self.most, "filled")
        for terms_of in (value, [(key[1], v) for key, v in self._filled.items()]):
            row = solver.Constraint(-infinity, 0)
            row.SetCoefficient(total, 1)
            for weight, variable in terms_of:
                row.SetCoefficient(variable, -weight)
        return total

    @cached_property
    def _spends(self) -> list[dict[int, int]]:
        """For each window, the least that a session of a duration spends."""
        found: list[dict[int, int]] = []
        for number in range(len(self.instance.windows)):
            spent: dict[int, int] = {}
            for session in self.part:
                choice = self.instance.choices[session]
                least = spent.get(choice.duration, choice.spends[number])
                spent[choice.duration] = min(least, choice.spends[number])
            found.append(spent)
        return found

    @cached_property
    def _by_type(self) -> dict[int, list[tuple[int, int, Any]]]:
        found: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
        for (seat_type, _, duration, day), variable in self._filled.items():
            found[seat_type].append((day, duration, variable))
        return found

    def _scarcest(self, room: int) -> list[int]:
        """Types that are seated by member: those with fewest people for what is asked."""
        asked: dict[int, int] = defaultdict(int)
        for session, positions in self.part.items():
            for position in positions:
                seat_type = self.types.of_position[session][position]
                asked[seat_type] += self.instance.choices[session].positions[position].count
        chosen = []
        wanted = [t for t, seats in asked.items() if seats]
        for t in sorted(wanted, key=lambda t: (len(self.types.pools[t]) / asked[t], t)):
            if self.step > 1 and len(self.types.pools[t]) > _FEW_PEOPLE:
                continue
            room -= len({day for day, _, _ in self._by_type[t]}) * len(self.types.pools[t])
            if room < 0:
                break
            chosen.append(t)
        return chosen

    def _add_members(self, chosen: list[int]) -> None:
        """Each member of the chosen types, on each of their days, within their own limits."""
        solver, instance, step = self._solver, self.instance, self.step
        infinity, first = solver.infinity(), instance.horizon[0]
        available_of = self.types.available(self.part, chosen)
        seats: dict[int, dict[int, list[tuple[dict[int, int], Any]]]] = {}
        for t in chosen:
            by_day: dict[int, list[tuple[int, Any]]] = defaultdict(list)
            for day, duration, variable in self._by_type[t]:
                by_day[day].append((duration, variable))
            available = available_of[t]
            for day, filled in by_day.items():
                row = solver.Constraint(-infinity, 0)
                for _, variable in filled:
                    row.SetCoefficient(variable, 1)
                least = {k: min(self._spends[k][d] for d, _ in filled)
                         for k in range(len(instance.windows))}  # fmt: skip
                free = available[max(0, day - first) : day - first + step].sum(axis=0)
                for member, days in zip(self.types.pools[t].tolist(), free.tolist(), strict=True):
                    if not days:
                        continue
                    sits = solver.NumVar(0, infinity, "")
                    self._sits.append((t, day, member, sits))
                    row.SetCoefficient(sits, -1)
                    seats.setdefault(member, {}).setdefault(day, []).append((least, sits))
        for member, of_day in seats.items():
            if step == 1:
                for day, terms in of_day.items():
                    if day in self._restful_days and len(terms) > 1:
                        row = solver.Constraint(-infinity, 1)
                        for _, sits in terms:
                            row.SetCoefficient(sits, 1)
                    elif day in self._restful_days:
                        terms[0][1].SetUb(1)
            for number, (width, limits) in enumerate(instance.windows):
                limit = int(limits[member])
                if limit >= UNLIMITED:
                    continue
                self._add_rolling(
                    {d: [(w[number], v) for w, v in terms] for d, terms in of_day.items()},
                    width, limit)  # fmt: skip

    def _add_rolling(
        self, terms: dict[int, list[tuple[int, Any]]], width: int | None, limit: int
    ) -> None:
        """A sum within `limit` over every window of so many days (None: over all)."""
        days = sorted(terms)
        for index, first in enumerate(days):
            if width is None and index:
                break
            last = len(days)
            if width is not None:
                last = bisect_left(days, first + max(width, self.step) - self.step + 1)
            row = self._solver.Constraint(-self._solver.infinity(), limit)
            for day in days[index:last]:
                for weight, variable in terms[day]:
                    row.SetCoefficient(variable, weight)

    def _inside(self, day: int, first: int, width: int | None) -> bool:
        """Whether a day, or all the days counted as one from it on, lies in a window."""
        step = self.step
        return width is None or (first <= day and day + step <= first + max(width, step))

    def _add_windows(self) -> None:
        """Types, pairs and triples of them, within the summed limits of all who could sit there."""
        pools, step = self.types.pools, self.step
        sets: list[tuple[int, ...]] = [(t,) for t in self._by_type]
        small = sorted(self._by_type, key=lambda t: len(pools[t]))[:12]
        sets += list(combinations(small, 2)) + list(combinations(small[:6], 3))
        for chosen in sets:
            pool = pools[chosen[0]]
            if len(chosen) > 1:
                pool = np.unique(np.concatenate([pools[t] for t in chosen]))
            terms = [term for t in chosen for term in self._by_type[t]]
            days = sorted({day for day, _, _ in terms})
            for number, (width, limits) in enumerate(self.instance.windows):
                most, weight = limits[pool], self._spends[number]
                if (most >= UNLIMITED).any():
                    continue
                capacity = int(most.sum())
                if sum(weight[d] for _, d, _ in terms) * 40 < capacity:
                    continue
                for first in days[:: max(1, (width or 1) // 7 // step)] if width else days[:1]:
                    row = self._solver.Constraint(-self._solver.infinity(), capacity)
                    for day, duration, variable in terms:
                        if self._inside(day, first, width):
                            row.SetCoefficient(variable, weight[duration])

    @cached_property
    def _restful_days(self) -> set[int]:
        """Days on which any two sessions lie nearer than the rest: nobody takes two of them."""
        latest: dict[int, int] = {}
        earliest: dict[int, int] = {}
        for session in self.part:
            choice = self.instance.choices[session]
            for day, start in zip(choice.days.tolist(), choice.starts.tolist(), strict=True):
                latest[day] = max(start, latest.get(day, start))
                end = start + choice.duration
                earliest[day] = min(end, earliest.get(day, end))
        return {day for day in latest if latest[day] - earliest[day] < self.instance.gap}
