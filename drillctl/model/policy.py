"""How the coordinator wants to plan: period, grid, rest, limits, goals, seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drillctl.model.duration import Duration
from drillctl.model.expectation import Expectation
from drillctl.model.pin import Pin
from drillctl.model.roster import Limits
from drillctl.model.scenario import Window


class Goal(StrEnum):
    """What plans are compared by (design: Goals).

    `RETEST` (retests that open corrective actions demand, held in time) is planned for right after
    `FILL` where there are any and the policy does not place it. `STANDBY` (standbys named, weighted
    by priority) is planned for last where the policy does not place it, so that it never costs a
    goal the coordinator did name.
    """

    FILL = "fill"
    JOINT = "joint"
    RETEST = "retest"
    CURRENCY = "currency"
    STABILITY = "stability"
    FAIRNESS = "fairness"
    FEWEST_PEOPLE = "fewest_people"
    FINISH_EARLY = "finish_early"
    EARLINESS = "earliness"
    STANDBY = "standby"

    @property
    def maximised(self) -> bool:
        """True where more is better."""
        return self in (
            Goal.FILL,
            Goal.JOINT,
            Goal.RETEST,
            Goal.CURRENCY,
            Goal.STABILITY,
            Goal.STANDBY,
        )


DEFAULT_GOALS = (
    Goal.FILL,
    Goal.JOINT,
    Goal.CURRENCY,
    Goal.STABILITY,
    Goal.FAIRNESS,
    Goal.EARLINESS,
)


class Weighting(StrEnum):
    """How the goal `currency` weighs what is due."""

    EQUAL = "equal"
    WEAK_FIRST = "weak-first"


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who invites to the sessions: answers come to this address."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Planning policy; every key has a default.

    `granularity` and `rest` in minutes. `period` None: hull of all windows. `holidays`: codes
    of the countries whose statutory holidays are no exercise days, ``CN`` or with a
    subdivision ``DE-BY``. `currency`: how long a practice of a capability keeps it current; where
    `currency_holders` names certifications for it, only who holds one of them must stay current.
    `notice`: what a replan finds within so long from its date stays as it was agreed, as do `pins`.
    `remind`: so long before its start a calendar reminds of a session. `organizer` None: no
    invitations can be written. `hazards`: how heavy each weighs among risks (1 where not named).
    `show_up`: the probability with which a position keeps its minimum where its standbys are
    ``auto``. `weighting`: with `WEAK_FIRST` what was last rated low is due again, and weighs more.
    `expect`: checks of the whole plan.
    """

    period: Window | None = None
    granularity: int = 30
    rest: int = 660
    limits: Limits = Limits()
    holidays: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = DEFAULT_GOALS
    currency: Mapping[str, Duration] = field(default_factory=dict)
    currency_holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: Duration = Duration(days=7)
    pins: tuple[Pin, ...] = ()
    remind: tuple[Duration, ...] = (Duration(days=1), Duration(minutes=120))
    organizer: Organizer | None = None
    hazards: Mapping[str, float] = field(default_factory=dict)
    show_up: float = 0.95
    weighting: Weighting = Weighting.EQUAL
    expect: tuple[Expectation, ...] = ()
    seed: int = 1
