"""How evenly the hours lie on people, within each kind of team.

``hours_squared`` is the goal `fairness` of plans: the sum of the members' squared hours, lower is
more even for the same work. ``gini`` is the Gini coefficient, the mean absolute difference of the
hours of two members, drawn with replacement, divided by twice the mean: 0 where all have the same,
near 1 where one has them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from drillctl.model.roster import Kind
from drillctl.readiness.attendance import Attended, attendance
from drillctl.readiness.known import Known


class Basis(StrEnum):
    """Which hours: those of the twelve months up to the day, or with those of the plan ahead."""

    RECORDED = "recorded"
    WITH_PLAN = "with plan"


@dataclass(frozen=True, slots=True)
class Fairness:
    """The hours of one kind's members. `sd`: of the population. `most`, `least`: per member."""

    kind: Kind
    basis: Basis
    members: int
    hours: float
    hours_squared: float
    mean: float
    sd: float
    gini: float
    least: float
    most: float


def fairness(known: Known) -> tuple[Fairness, ...]:
    """Each kind that has members; recorded, and with a plan also together with it."""
    rows = attendance(known)
    bases = (Basis.RECORDED, Basis.WITH_PLAN) if known.plan is not None else (Basis.RECORDED,)
    return tuple(
        _of(kind, basis, [_hours(row, basis) for row in rows if row.kind is kind])
        for kind in Kind
        for basis in bases
        if any(row.kind is kind for row in rows)
    )


def _hours(row: Attended, basis: Basis) -> float:
    return row.hours + (row.planned_hours if basis is Basis.WITH_PLAN else 0.0)


def _of(kind: Kind, basis: Basis, hours: Sequence[float]) -> Fairness:
    number, total = len(hours), sum(hours)
    mean = total / number
    return Fairness(
        kind=kind,
        basis=basis,
        members=number,
        hours=round(total, 2),
        hours_squared=round(sum(h * h for h in hours), 2),
        mean=round(mean, 2),
        sd=round(sqrt(sum((h - mean) ** 2 for h in hours) / number), 2),
        gini=round(gini(hours), 3),
        least=min(hours),
        most=max(hours),
    )


def gini(values: Sequence[float]) -> float:
    """The Gini coefficient of values that are not negative; 0 where they are all 0."""
    total, number = sum(values), len(values)
    if not total:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (number * total) - (number + 1) / number
