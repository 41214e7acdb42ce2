"""The balance relaxation: the least squared hours for what is filled, for one component.

Squared hours are least where the hours are spread evenly over everyone who could sit there at
some time and has not reached what their limits allow in the whole period; squares enter as the
convex hull of their whole multiples. Solved by GLOP, which is deterministic.
"""

from collections import defaultdict
from math import ceil, gcd
from typing import Any

import numpy as np

from drillctl.planning.instance import UNLIMITED, Instance, Numbers
from drillctl.planning.seat_types import SeatTypes
from drillctl.planning.timing import MARGIN

_STEPS = 48
"""Segments of the hull; beyond them a square grows as at the last one."""


def least_squares(
    instance: Instance, types: SeatTypes, part: dict[int, list[int]], filled: int
) -> int:
    """The least sum of squared minutes over the members, when the seats filled weigh `filled`."""
    from ortools.linear_solver import pywraplp

    unit = gcd(*(instance.choices[s].duration for s in part))
    demand: dict[tuple[int, int, int], int] = defaultdict(int)
    for session, positions in part.items():
        choice = instance.choices[session]
        for position in positions:
            seat_type = types.of_position[session][position]
            key = (seat_type, choice.priority, choice.duration)
            demand[key] += choice.positions[position].count
    kinds, counts = _kinds(instance, types, part, sorted({t for t, _, _ in demand}), unit)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    total = solver.Constraint(float(max(0, filled)), solver.infinity())
    # Units of work of each type, as the seats filled ask for them.
    hours: dict[int, Any] = {t: solver.Constraint(0, 0) for t, _, _ in demand}
    for (seat_type, priority, duration), count in demand.items():
        seats = solver.NumVar(0, count, "")
        total.SetCoefficient(seats, priority)
        hours[seat_type].SetCoefficient(seats, duration // unit)
    everything = sum(n * duration // unit for (_, _, duration), n in demand.items())
    objective = solver.Objective()
    of_kind = sorted(hours)
    for kind, size in zip(kinds.tolist(), counts.tolist(), strict=True):
        *able, most = kind
        load = solver.Constraint(0, 0)
        for seat_type, can in zip(of_kind, able, strict=True):
            if can:
                work = solver.NumVar(0, solver.infinity(), "")
                hours[seat_type].SetCoefficient(work, -1)
                load.SetCoefficient(work, 1)
        steps = min(everything + 1, _STEPS)
        for k in range(min(steps, most)):
            limit = size if k < steps - 1 else solver.infinity()
            segment = solver.NumVar(0, limit, "")
            load.SetCoefficient(segment, -1)
            objective.SetCoefficient(segment, 2 * k + 1)
    objective.SetMinimization()
    if solver.Solve() != 0:
        return 0
    value = float(objective.Value())
    return max(0, ceil(value - MARGIN * max(1.0, value))) * unit * unit


def _kinds(
    instance: Instance, types: SeatTypes, part: dict[int, list[int]], wanted: list[int], unit: int
) -> tuple[Numbers, Numbers]:
    """(kinds of member, how many): which types they can take, and the most units of work."""
    people = np.unique(np.concatenate([types.pools[t] for t in wanted]))
    table = np.zeros((len(people), len(wanted) + 1), dtype=np.int64)
    for column, t in enumerate(wanted):
        table[np.searchsorted(people, types.pools[t]), column] = 1
    most = np.full(len(people), UNLIMITED, dtype=np.int64)
    first, last = instance.horizon
    for number, (width, limits) in enumerate(instance.windows):
        # Minutes of work for each unit of the limit, in so many windows one after the other.
        rates = {(instance.choices[s].duration, instance.choices[s].spends[number]) for s in part}
        if any(not spent for _, spent in rates):
            continue
        windows = 1 if width is None else -(-(last - first + 1) // width)
        limit = limits[people]
        sums = np.zeros(len(people), dtype=np.int64)
        for duration, spent in rates:
            sums = np.maximum(sums, limit * windows * duration // spent)
        most = np.where(limit >= UNLIMITED, most, np.minimum(most, sums))
    table[:, -1] = most // unit
    kinds, counts = np.unique(table, axis=0, return_counts=True)
    return kinds, counts
