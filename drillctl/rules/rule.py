"""What a rule is, and the three shapes by which a planner takes one in.

Stands between the domain and the planners: a planner knows the shapes below and never a rule;
the audit knows `Rule.breaches` and never a shape. All instants are integer minutes since the
Unix epoch (UTC).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from drillctl.model.duration import Duration
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem, SessionId
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.timeline.timeline import Timeline

Instants = NDArray[np.int64]
Mask = NDArray[np.bool_]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What every rule may look at."""

    problem: Problem
    timeline: Timeline
    _cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def cached(self, key: Any, compute: Callable[[], T]) -> T:
        """What `compute` returned for `key` the first time."""
        if key not in self._cache:
            self._cache[key] = compute()
        found: T = self._cache[key]
        return found


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a plan breaks a rule; `text` says it to a person, with the figures.

    `until_held`: it is mended once some other session that is asked for is held, too.
    """

    rule: str
    text: str
    session: str | None = None
    member: str | None = None
    until_held: bool = False


class Shape(StrEnum):
    """How a planner takes a rule in."""

    ELIGIBILITY = "eligibility"
    CONFLICT = "conflict"
    QUOTA = "quota"


# --- eligibility: member x seat x time, or session x venue x time -----------------------------
SeatCheck = Callable[
    [Context, Scenario, Position, Sequence[Member], Instants, Instants], Mask | None
]
"""(context, scenario, position, members, starts, ends) -> mask members x starts; None: no say."""

PoolCheck = Callable[[Context, Position], frozenset[int] | None]
"""(context, position) -> roster indices of all who may ever be seated there; None: no say.

A coarse filter, so that a nation's roster is not looked at member by member for each session.
"""

VenuePoolCheck = Callable[[Context, Scenario], Collection[str] | None]
"""(context, scenario) -> ids of all venues that may ever host it; None: no say. Coarse, as above.
"""

CandidateCheck = Callable[[Context, SessionId, str | None, Instants, Instants], Mask | None]
"""(context, session, venue or None, starts, ends) -> mask over starts; None: no say."""


@dataclass(frozen=True, slots=True)
class Sitters:
    """Who may sit in a position of one session: of `only` (None: of all), but none of `never`."""

    only: frozenset[str] | None = None
    never: frozenset[str] = frozenset()


SitterCheck = Callable[[Context, SessionId, Position], Sitters | None]
"""(context, session, position) -> who may sit there, whenever it is; None: no say."""


# --- conflict: two commitments of one member, or two sessions ---------------------------------
@dataclass(frozen=True, slots=True)
class Gap:
    """Two commitments of one member lie at least `minutes` apart, end to start.

    `standby` True: standbys count as commitments too; False: only assignments do.
    """

    minutes: int
    standby: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Where both are held, `second` starts at least `lag` after `first`'s start or end.

    A `lag` with days counts on the local clock (elapsed time otherwise).
    """

    first: SessionId
    second: SessionId
    lag: Duration
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class Requires:
    """`session` can only be held where at least one of `any_of` is held."""

    session: SessionId
    any_of: tuple[SessionId, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """`session` is held wherever it can be, whatever that costs the goals."""

    session: SessionId


Conflict = Gap | Order | Requires | Keep


# --- quota: a sum within bounds ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SeatQuota:
    """Members seated in one position of one held session, between `low` and `high`."""

    session: SessionId
    position: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SessionQuota:
    """Weighted sum over the members seated in one held session, between `low` and `high`.

    Members not in `weights` weigh 0. `venue`: the quota holds only when held at that venue.
    """

    session: SessionId
    weights: Mapping[str, int]
    low: int | None = None
    high: int | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class DistinctQuota:
    """Number of different groups (member id -> group) seated in one held session: >= `low`."""

    session: SessionId
    groups: Mapping[str, str]
    low: int


@dataclass(frozen=True, slots=True)
class WindowQuota:
    """Sum over one member's assignments that start within any `days` consecutive local days.

    `weights` by scenario id (all sessions of a scenario weigh the same); `days` None: the whole
    period. `given`: (date ordinal, amount) of what counts in any case; where that alone is too
    much, nothing may be added.
    """

    member: str
    weights: Mapping[str, int]
    high: int
    days: int | None
    given: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class InstantQuota:
    """At each instant, the sum over the sessions running then is at most `high`.

    `uses` by scenario id. `venue`: only sessions held at that venue count. `given`: (start, end,
    amount) of what is in use in any case; where that alone is too much, nothing may be added.
    """

    resource: str
    uses: Mapping[str, int]
    high: int
    venue: str | None = None
    given: tuple[tuple[int, int, int], ...] = ()


Quota = SeatQuota | SessionQuota | DistinctQuota | WindowQuota | InstantQuota


class Rule(Protocol):
    """A module of this folder is a rule: these names at its top level, plus its shape's.

    ``SHAPE`` eligibility: `seats` and/or `candidates`, and with `seats` perhaps `pool` (who may
    ever sit there) or ``ANY_POSITION = True`` (the same for all positions), with `candidates`
    perhaps `venue_pool` (which venues may ever host it), or `sitters` (who may sit in one very
    session); conflict: `conflicts`; quota: `quotas`.
    A rule of one shape may also offer another's functions where its parts need them (the venue
    rule is eligibility by place and time, and quota by capacity).
    """

    @property
    def ID(self) -> str: ...  # noqa: N802
    @property
    def TITLE(self) -> str: ...  # noqa: N802
    @property
    def SHAPE(self) -> Shape: ...  # noqa: N802

    def breaches(self, context: Context, plan: Plan) -> Iterable[Breach]:
        """Where `plan` breaks the rule, by its plain definition."""
        ...


def seat_checks(rules: Iterable[Any]) -> list[SeatCheck]:
    """The member-eligibility functions among `rules`."""
    return [rule.seats for rule in rules if hasattr(rule, "seats")]


def pool_checks(rules: Iterable[Any]) -> list[PoolCheck]:
    """The coarse member filters among `rules`."""
    return [rule.pool for rule in rules if hasattr(rule, "pool")]


def venue_pool_checks(rules: Iterable[Any]) -> list[VenuePoolCheck]:
    """The coarse venue filters among `rules`."""
    return [rule.venue_pool for rule in rules if hasattr(rule, "venue_pool")]


def sitter_checks(rules: Iterable[Any]) -> list[SitterCheck]:
    """The member-eligibility functions for single sessions among `rules`."""
    return [rule.sitters for rule in rules if hasattr(rule, "sitters")]


def candidate_checks(rules: Iterable[Any]) -> list[CandidateCheck]:
    """The session-eligibility functions among `rules`."""
    return [rule.candidates for rule in rules if hasattr(rule, "candidates")]


def conflicts(rules: Iterable[Any], context: Context) -> list[Conflict]:
    """Every conflict that `rules` state for this problem."""
    return [c for rule in rules if hasattr(rule, "conflicts") for c in rule.conflicts(context)]


def quotas(rules: Iterable[Any], context: Context) -> list[Quota]:
    """Every quota that `rules` state for this problem."""
    return [q for rule in rules if hasattr(rule, "quotas") for q in rule.quotas(context)]
