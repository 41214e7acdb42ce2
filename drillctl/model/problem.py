"""The whole question put to the planner, and the sessions it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from drillctl.model.pin import Pin
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.policy import Goal, Policy
from drillctl.model.record import Record
from drillctl.model.retest import retest_demands
from drillctl.model.roster import Roster
from drillctl.model.scenario import Scenario, Window


@dataclass(frozen=True, slots=True, order=True)
class SessionId:
    """``SCENARIO#N``, N from 1."""

    scenario: str
    number: int

    def __str__(self) -> str:
        return f"{self.scenario}#{self.number}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Roster, scenarios (in order of id), policy, records of the past, and a baseline plan.

    `as_of`: local wall time of a replan; what has begun by then or lies within the policy's
    notice is frozen. None: nothing is. `elsewhere`: plans of other levels or earlier times, which
    stay as they are: their sessions occupy members, venues and equipment, and are not planned.
    `show_up`: how likely each member is to appear, for standbys that are ``auto``.
    """

    roster: Roster
    scenarios: Mapping[str, Scenario]
    policy: Policy = Policy()
    records: tuple[Record, ...] = ()
    baseline: Plan | None = None
    as_of: datetime | None = None
    elsewhere: tuple[Plan, ...] = ()
    show_up: Mapping[str, float] = field(default_factory=dict)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The policy's goals; after `fill` retests, where any are owed and it does not place them.

        With a baseline stability comes next, after `fill` and the retests that follow it.
        """
        goals = list(self.policy.goals)
        place = goals.index(Goal.FILL) + 1 if Goal.FILL in goals else 0
        if Goal.RETEST not in goals and retest_demands(self):
            goals.insert(place, Goal.RETEST)
        if self.baseline is not None:
            goals = [goal for goal in goals if goal is not Goal.STABILITY]
            place = goals.index(Goal.FILL) + 1 if Goal.FILL in goals else 0
            place += Goal.RETEST in goals[place : place + 1]
            goals.insert(place, Goal.STABILITY)
        return tuple(goals)

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The policy's and the baseline's."""
        return (*self.policy.pins, *(self.baseline.pins if self.baseline else ()))

    @property
    def period(self) -> Window:
        """The policy's period, else the hull of all windows (and fixed starts).

        Raises
        ------
        ValueError
            Neither is given; reading files reports this before anyone asks.
        """
        if self.policy.period is not None:
            return self.policy.period
        days: list[date] = []
        for scenario in self.scenarios.values():
            window = scenario.schedule.window
            if window is not None:
                days += (window.first, window.last)
            days += (start.date() for start in scenario.schedule.fixed)
        if not days:
            raise ValueError("no period: neither the policy nor any scenario's window gives one")
        return Window(min(days), max(days))

    @property
    def today(self) -> date:
        """The local date of a replan, else the period's first: never the one on which it runs.

        Raises
        ------
        ValueError
            As `period`.
        """
        return self.as_of.date() if self.as_of else self.period.first

    def window(self, scenario: Scenario) -> Window:
        """The scenario's own window, else the period."""
        return scenario.schedule.window or self.period

    def sessions(self) -> Iterator[SessionId]:
        """Every session asked for, in order of scenario id and number.

        What a plan elsewhere lists, held or not, is that plan's affair.
        """
        listed = self.listed_elsewhere()
        for scenario in self.scenarios.values():
            for number in range(1, scenario.schedule.sessions + 1):
                session = SessionId(scenario.id, number)
                if not listed or str(session) not in listed:
                    yield session

    def must_practise(self, capability: str) -> frozenset[str]:
        """The members who are to stay current in a capability of the policy's `currency`.

        All, or those who hold one of the certifications that it names, lapsed or not: who lets
        one lapse does not forget that the practice is due.
        """
        members = self.roster.members
        wanted = self.policy.currency_holders.get(capability)
        if wanted is None:
            return frozenset(members)
        covers = {
            held.id: not self.roster.covers(held.id).isdisjoint(wanted)
            for member in members.values()
            for held in member.certifications
        }
        return frozenset(
            member.id
            for member in members.values()
            if any(covers[held.id] for held in member.certifications)
        )

    def held_elsewhere(self) -> Iterator[PlannedSession]:
        """The sessions that plans elsewhere hold."""
        for plan in self.elsewhere:
            yield from plan.sessions

    def listed_elsewhere(self) -> frozenset[str]:
        """The ids of all sessions that plans elsewhere hold, or say that they can't."""
        return frozenset(session for plan in self.elsewhere for session in plan.listed())
