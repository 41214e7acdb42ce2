"""Who and what there is: certifications, teams, members, venues, equipment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from drillctl.language import Message, tr
from drillctl.model.duration import Duration


class Kind(StrEnum):
    """Kind of a team, and so of its members."""

    PROFESSIONAL = "professional"
    VOLUNTEER = "volunteer"

    @property
    def word(self) -> Message:
        """The kind in a sentence."""
        return tr("professional") if self is Kind.PROFESSIONAL else tr("volunteer")


@dataclass(frozen=True, slots=True)
class Certification:
    """A qualification; whoever holds it also holds everything in `includes`, transitively."""

    id: str
    title: str
    valid_for: Duration | None = None
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldCertification:
    """A qualification of one member.

    `issued` None: held since ever. `expires` is the last valid day, already computed from
    `valid_for` where the file left it out; None: never expires.
    """

    id: str
    issued: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """Hours that recur on some weekdays (0 = Monday), in minutes of the local wall clock.

    `end` may exceed 1440: the slot then runs into the following day(s).
    """

    weekdays: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """An availability pattern: the union of its weekly slots and its recurrence, or always."""

    always: bool = False
    weekly: tuple[WeeklySlot, ...] = ()
    rrule: str | None = None
    lasting: Duration | None = None


ALWAYS = Pattern(always=True)


@dataclass(frozen=True, slots=True)
class Span:
    """Local wall time from `start` up to, not including, `end` (both naive, roster's zone)."""

    start: datetime
    end: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits of one member within any 7 or 28 consecutive local days; None: no limit.

    Hours are kept in minutes. A key left None falls back to the policy's limits.
    """

    minutes_per_7d: int | None = None
    minutes_per_28d: int | None = None
    sessions_per_7d: int | None = None
    sessions_per_28d: int | None = None

    def or_else(self, default: "Limits") -> "Limits":
        """These limits, with `default` for each one that is not stated."""
        return Limits(
            *(
                own if own is not None else other
                for own, other in (
                    (self.minutes_per_7d, default.minutes_per_7d),
                    (self.minutes_per_28d, default.minutes_per_28d),
                    (self.sessions_per_7d, default.sessions_per_7d),
                    (self.sessions_per_28d, default.sessions_per_28d),
                )
            )
        )


@dataclass(frozen=True, slots=True)
class Team:
    """A standing unit. `availability` None: always, for members that state none."""

    id: str
    title: str
    kind: Kind
    email: str | None = None
    availability: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in exactly one team. E-mail and phone are private.

    `availability` is resolved: the member's own, else the team's, else always.
    """

    id: str
    name: str
    team: str
    kind: Kind
    email: str | None = None
    phone: str | None = None
    certifications: tuple[HeldCertification, ...] = ()
    availability: Pattern = ALWAYS
    busy: tuple[Span, ...] = ()
    free: tuple[Span, ...] = ()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Location:
    """WGS 84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Venue:
    """A place for sessions. `capacity` None: unlimited."""

    id: str
    title: str
    features: frozenset[str] = frozenset()
    capacity: int | None = None
    at_once: int = 1
    availability: Pattern = ALWAYS
    busy: tuple[Span, ...] = ()
    free: tuple[Span, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Equipment:
    """So many interchangeable items."""

    id: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Roster:
    """All roster files merged. Every mapping is in order of id, whatever the files' order."""

    timezone: str
    certifications: Mapping[str, Certification] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    venues: Mapping[str, Venue] = field(default_factory=dict)
    equipment: Mapping[str, Equipment] = field(default_factory=dict)

    @property
    def uid_domain(self) -> str:
        """What makes sessions' UIDs unique over all rosters (RFC 7986, 5.3): a hash of team ids."""
        return f"{sha256(chr(10).join(self.teams).encode()).hexdigest()[:16]}.drillctl"

    def covers(self, held: str) -> frozenset[str]:
        """The ids that holding `held` satisfies: itself and all it includes, transitively."""
        found: set[str] = set()
        todo = [held]
        while todo:
            certification = todo.pop()
            if certification not in found:
                found.add(certification)
                if certification in self.certifications:
                    todo.extend(self.certifications[certification].includes)
        return frozenset(found)
