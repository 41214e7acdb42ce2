"""What really happened at a session: attendance, ratings, findings, what became of earlier ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from drillctl.model.action import CorrectiveAction, FollowUp


class Attendance(StrEnum):
    """How a member took part."""

    PRESENT = "present"
    LATE = "late"
    SUBSTITUTE = "substitute"
    ABSENT = "absent"


class Rating(StrEnum):
    """HSEEP's ratings of a critical task or an objective (HSEEP doctrine, January 2020, 5)."""

    P = "P"
    S = "S"
    M = "M"
    U = "U"

    @property
    def weakness(self) -> int:
        """0 for performed without challenges, to 3 for unable to be performed."""
        return "PSMU".index(self.value)


@dataclass(frozen=True, slots=True)
class Attended:
    """What is known of one member. `status` None: not filled in yet.

    `minutes` None: the whole session, for who took part. `instead_of`: whose seat was taken.
    """

    status: Attendance | None = None
    minutes: int | None = None
    position: str | None = None
    instead_of: str | None = None
    note: str = ""

    @property
    def took_part(self) -> bool:
        """Whether the member was there at all."""
        return self.status not in (None, Attendance.ABSENT)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who took part and is in no roster."""

    name: str
    organisation: str = ""
    minutes: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskRating:
    """A critical task as an evaluator saw it."""

    task: str
    rating: Rating | None = None
    observed: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveRating:
    """An objective as its evaluator rates it; None: not filled in yet."""

    rating: Rating | None = None
    capability: str | None = None
    evaluator: str = ""
    note: str = ""
    tasks: tuple[TaskRating, ...] = ()


@dataclass(frozen=True, slots=True)
class InjectRun:
    """What became of the inject of that number; `at`: when it was given, as it was written."""

    number: int
    done: bool | None = None
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An observation or a strength."""

    text: str
    objective: str | None = None
    capability: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """An area for improvement: what was seen, what it is measured by, why it was so."""

    id: str
    text: str
    objective: str | None = None
    capability: str | None = None
    reference: str = ""
    analysis: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What somebody typed into a form and drillctl could not place, kept as it was.

    `place`: the cell, or line and column, of the form `file`.
    """

    file: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One session as it was: local naive `start` and `end`, the capabilities practised.

    `held` False: it did not take place after all. A record is `blank` until somebody fills it in.
    """

    session: str
    start: datetime
    capabilities: tuple[str, ...] = ()
    attendance: Mapping[str, Attended] = field(default_factory=dict)
    end: datetime | None = None
    title: str = ""
    venue: str | None = None
    hazard: str = ""
    exercise: str = ""
    held: bool = True
    guests: tuple[Guest, ...] = ()
    ratings: Mapping[str, ObjectiveRating] = field(default_factory=dict)
    injects: tuple[InjectRun, ...] = ()
    observations: tuple[Finding, ...] = ()
    strengths: tuple[Finding, ...] = ()
    areas: tuple[Area, ...] = ()
    actions: tuple[CorrectiveAction, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    notes: str = ""
    unread: tuple[Unread, ...] = ()

    @property
    def scenario(self) -> str:
        """Id of the scenario: the part of the session's id before ``#``."""
        return self.session.rpartition("#")[0]

    @property
    def blank(self) -> bool:
        """Whether it names people and says of none whether they came: a form not filled in."""
        return bool(self.attendance) and all(a.status is None for a in self.attendance.values())

    @property
    def practised(self) -> tuple[str, ...]:
        """The capabilities that this session practised; none where it was not held, or is blank."""
        return self.capabilities if self.held and not self.blank else ()

    @property
    def present(self) -> tuple[str, ...]:
        """The members who took part."""
        if not self.held:
            return ()
        return tuple(member for member, how in self.attendance.items() if how.took_part)

    def rated(self) -> Mapping[str, Rating]:
        """The worst rating of an objective, by capability."""
        worst: dict[str, Rating] = {}
        for objective in self.ratings.values():
            name, rating = objective.capability, objective.rating
            if self.held and name is not None and rating is not None:
                worst[name] = max(worst.get(name, rating), rating, key=lambda r: r.weakness)
        return worst


def latest_ratings(records: Iterable[Record]) -> dict[str, tuple[date, Rating]]:
    """Each rated capability's last rating and its day, local; of one day's, the worst."""
    latest: dict[str, tuple[date, Rating]] = {}
    for record in sorted(records, key=lambda r: (r.start, r.session)):
        day = record.start.date()
        for capability, rating in record.rated().items():
            known = latest.get(capability)
            if known is None or known[0] < day or known[1].weakness < rating.weakness:
                latest[capability] = (day, rating)
    return latest
