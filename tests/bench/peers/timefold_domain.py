"""The Timefold peer's domain; needs the package `timefold` and a JVM 17.

Facts and entities hold plain numbers, since Timefold translates them, and the functions of the
constraint streams, to Java. A session that is not held leaves its seats without effect. Persons,
teams, venues, items, capabilities are numbers from 0; -1 is none. Times are minutes and days
from the period's begin.
"""

from dataclasses import dataclass
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore

from drillctl.model.policy import Goal

LEVELS = len(Goal)
"""Soft levels of the score; level k is the policy's goal number k."""


@dataclass(eq=False)
class Moment:
    """A start; `rested`: when its people may start again.

    `able[position]`: the persons who may sit there then, as the bits of a number (a number is
    carried to Java as one object, a set as many). `likely`: priority of the seats that somebody
    may fill.
    """

    start: int
    end: int
    rested: int
    wall: int
    wall_end: int
    day: int
    likely: int
    able: list[int]


@dataclass(eq=False)
class Place:
    """A venue."""

    venue: int
    at_once: int
    capacity: int


@dataclass(eq=False)
class Candidate:
    """A start and a venue."""

    at: Moment
    place: Place


@dataclass(eq=False)
class Person:
    """A member, with what fits into 7 and 28 days."""

    id: int
    team: int
    professional: int
    volunteer: int
    minutes_7: int
    minutes_28: int
    sessions_7: int
    sessions_28: int


@planning_entity
@dataclass(eq=False)
class Session:
    """Planned: where and when, None where it is not held. `load` in units for fairness."""

    id: Annotated[int, PlanningId]
    scenario: int
    minutes: int
    load: int
    professional_min: int
    volunteer_min: int
    teams_min: int
    per_professional: int
    candidates: Annotated[list[Candidate], ValueRangeProvider]
    candidate: Annotated[Candidate | None, PlanningVariable(allows_unassigned=True)] = None


@planning_entity
@dataclass(eq=False)
class Seat:
    """Planned: who sits there, if anybody. `required`: the session can't do without."""

    id: Annotated[int, PlanningId]
    session: int
    position: int
    required: bool
    priority: int
    people: Annotated[list[Person], ValueRangeProvider]
    person: Annotated[Person | None, PlanningVariable(allows_unassigned=True)] = None


@dataclass(eq=False)
class Order:
    """Session `second` starts at least `lag` after `first` starts (or ends)."""

    first: int
    second: int
    lag: int
    from_end: bool
    nominal: bool


@dataclass(eq=False)
class Follows:
    """`session` is only held where one of `scenario` is."""

    session: int
    scenario: int


@dataclass(eq=False)
class Use:
    """`session` uses `amount` of the `count` items."""

    session: int
    item: int
    amount: int
    count: int


@dataclass(eq=False)
class Presence:
    """`session` needs somebody of `team`."""

    session: int
    team: int


@dataclass(eq=False)
class Due:
    """`person` is due to practise `capability`, which `scenario` does."""

    scenario: int
    capability: int
    person: int


@planning_solution
@dataclass(eq=False)
class Exercise:
    """The whole problem; fills in who and when."""

    sessions: Annotated[list[Session], PlanningEntityCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    orders: Annotated[list[Order], ProblemFactCollectionProperty]
    follows: Annotated[list[Follows], ProblemFactCollectionProperty]
    uses: Annotated[list[Use], ProblemFactCollectionProperty]
    presences: Annotated[list[Presence], ProblemFactCollectionProperty]
    dues: Annotated[list[Due], ProblemFactCollectionProperty]
    score: Annotated[
        BendableScore | None,
        PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=LEVELS),
    ] = None
