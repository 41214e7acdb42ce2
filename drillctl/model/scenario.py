"""One exercise design: what is practised, when it may be held, who takes part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from drillctl.model.duration import Duration
from drillctl.model.expectation import Expectation
from drillctl.model.roster import Kind


class ExerciseType(StrEnum):
    """HSEEP's seven exercise types (HSEEP doctrine, January 2020, chapter 2)."""

    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    TABLETOP = "tabletop"
    GAME = "game"
    DRILL = "drill"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full-scale"


@dataclass(frozen=True, slots=True)
class Window:
    """Local dates, both included. A session lies wholly inside."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class After:
    """Every session starts at least `gap` after the end of `scenario`'s last held session."""

    scenario: str
    gap: Duration = Duration()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the sessions of a scenario may be held.

    `weekdays` None: all (0 = Monday). `hours`: local minutes of the day that bound the whole
    session, which then lies on one local day. `fixed`: local starts of the first sessions.
    """

    sessions: int = 1
    window: Window | None = None
    weekdays: frozenset[int] | None = None
    hours: tuple[int, int] | None = None
    spacing: Duration = Duration()
    fixed: tuple[datetime, ...] = ()
    after: tuple[After, ...] = ()


@dataclass(frozen=True, slots=True)
class VenueWish:
    """What the venue must be: this `id`, or any that has all `features`."""

    id: str | None = None
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Position:
    """A role in a session. `minimum`: smallest number with which the session may run.

    `standby`: how many stand by; with `standby_auto` at most so many, as many as it takes to keep
    the minimum with the policy's probability.
    """

    id: str
    title: str
    count: int
    minimum: int
    needs: tuple[str, ...] = ()
    kind: Kind | None = None
    lead: bool = False
    standby: int = 0
    standby_auto: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """What makes a session joint, counted over its assigned members.

    `per_professional`: at most so many volunteers to each professional; None: no bound.
    """

    professional_min: int = 0
    volunteer_min: int = 0
    teams_min: int = 0
    per_professional: int | None = None
    meet: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What the exercise must show, tied to a capability where one is named."""

    id: str
    text: str
    capability: str | None = None
    critical_tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inject:
    """One line of the Master Scenario Events List; `at` in minutes from the session's start."""

    at: int
    text: str
    sender: str = ""
    recipient: str = ""
    expect: str = ""
    objective: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One exercise design. `duration` is exact elapsed minutes.

    `purpose`, `narrative` (the situation at the start) and `safety` (rules for all who take part)
    go into its documents.
    """

    id: str
    title: str
    hazard: str
    exercise: ExerciseType
    duration: int
    positions: tuple[Position, ...]
    priority: int = 5
    capabilities: tuple[str, ...] = ()
    schedule: Schedule = Schedule()
    venue: VenueWish | None = None
    equipment: Mapping[str, int] = field(default_factory=dict)
    joint: Joint = Joint()
    objectives: tuple[Objective, ...] = ()
    injects: tuple[Inject, ...] = ()
    expect: tuple[Expectation, ...] = ()
    purpose: str = ""
    narrative: str = ""
    safety: tuple[str, ...] = ()

    @property
    def seats(self) -> int:
        """Seats of one session."""
        return sum(position.count for position in self.positions)

    def position(self, position_id: str) -> Position | None:
        """The position of that id, or None."""
        return next((p for p in self.positions if p.id == position_id), None)
