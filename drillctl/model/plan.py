"""What is planned: sessions with start, venue, people, empty seats with reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from drillctl.language import Message, tr
from drillctl.model.pin import Pin
from drillctl.model.policy import Goal
from drillctl.model.record import Rating


@dataclass(frozen=True, slots=True)
class EmptySeats:
    """Seats of one position that nobody holds, and why."""

    position: str
    seats: int
    why: tuple[str, ...] = ()


class ParticipationStatus(StrEnum):
    """What an attendee says of an invitation (RFC 5545, 3.2.12, PARTSTAT)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"

    @property
    def word(self) -> Message:
        """The answer in a sentence."""
        match self:
            case ParticipationStatus.ACCEPTED:
                return tr("accepted")
            case ParticipationStatus.DECLINED:
                return tr("declined")
            case _:
                return tr("tentative")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an invitation, and the instant at which it was given, where that is known."""

    status: ParticipationStatus
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding of earlier sessions, and which of the plan's sessions answer it.

    Of a corrective action that demands a retest, `by` a local date: its id ``SESSION/ID``. Else
    of a capability: `rated` below P on the date `rated_on`, or current until `by` only. `why`:
    what is in the way where no session answers it.
    """

    action: str | None = None
    capability: str | None = None
    rated: Rating | None = None
    rated_on: date | None = None
    by: date | None = None
    sessions: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A held session. `start` and `end` are zone-aware, in the roster's zone.

    `assigned` and `standby`: position id to member ids, positions in the scenario's order,
    members in order of id. `equipment`: item to number held, so that a plan can be the context of
    another without its scenarios. `answers`: member id to what they said of the session as it is;
    a replan that changes it (and so its `sequence`) forgets them.
    """

    id: str
    uid: str
    sequence: int
    start: datetime
    end: datetime
    venue: str | None = None
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standby: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty: tuple[EmptySeats, ...] = ()
    equipment: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def scenario(self) -> str:
        """Id of the scenario: the part of the session's id before ``#``."""
        return self.id.rpartition("#")[0]

    @property
    def number(self) -> int:
        """N of ``SCENARIO#N``."""
        return int(self.id.rpartition("#")[2])

    def members(self) -> Iterator[tuple[str, str]]:
        """(position, member) of every assignment."""
        for position, members in self.assigned.items():
            for member in members:
                yield position, member

    def standbys(self) -> Iterator[tuple[str, str]]:
        """(position, member) of every standby."""
        for position, members in self.standby.items():
            for member in members:
                yield position, member

    def moved_from(self, was: "PlannedSession") -> bool:
        """True where everybody must come at another time or to another place than in `was`."""
        return (was.start, was.end, was.venue) != (self.start, self.end, self.venue)

    def changed_from(self, was: "PlannedSession") -> bool:
        """True where it moved or other people take part: what raises the sequence number."""
        return self.moved_from(was) or self._people() != was._people()

    def _people(self) -> tuple[frozenset[tuple[str, str]], ...]:
        return frozenset(self.members()), frozenset(self.standbys())


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A session that can't be held, and why; all its seats count as empty."""

    id: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A session of an earlier revision that fell away (RFC 5546, 3.2.5)."""

    id: str
    uid: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A member who has said so is away: local wall time from `start` up to, not including, `end`.

    A plan remembers it until the roster says so too, or a later plan forgets it.
    """

    member: str
    start: datetime
    end: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class GoalValue:
    """A goal's value and the bound proven for it, given the values of the goals before it.

    Units: fairness hours squared, finish_early hours, earliness days, the others counts.
    """

    id: Goal
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Relative distance of value and bound, 0 when proven optimal."""
        return relative_gap(self.value, self.bound)


def relative_gap(value: float, bound: float) -> float:
    """The distance of a value and its bound, relative to the larger of the two; 0: none."""
    if value == bound:
        return 0.0
    return abs(bound - value) / max(abs(value), abs(bound))


@dataclass(frozen=True, slots=True)
class Made:
    """How the plan came to be. `inputs`: file name to ``sha256:...``; `context`: likewise, the
    plans that it was made around. `note`: what a reader must know about it (interrupted,
    wall-clock limit), empty when all went its way. `effort`: how much work was spent. `baseline`:
    hash of the file of the plan that it was made from, and `as_of` the local wall time of that;
    empty and None where it was made from none."""

    by: str
    seed: int
    inputs: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    effort: str = ""
    baseline: str = ""
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The finished plan. Sessions in order of start, then id.

    `pins` are held by every replan and `away` kept from it. `findings`: what of earlier sessions
    it answers, and what not.
    """

    made: Made
    revision: int = 1
    goals: tuple[GoalValue, ...] = ()
    sessions: tuple[PlannedSession, ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()
    pins: tuple[Pin, ...] = ()
    away: tuple[Absence, ...] = ()
    findings: tuple[Answered, ...] = ()

    def listed(self) -> Iterator[str]:
        """The ids of all sessions that it holds, or says that it can't."""
        yield from (session.id for session in self.sessions)
        yield from (absent.id for absent in self.not_held)
