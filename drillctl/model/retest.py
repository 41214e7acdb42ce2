"""The retests that open corrective actions demand of a plan."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from drillctl.model.action import OwedAction, open_retests
from drillctl.model.plan import PlannedSession
from drillctl.model.zone import zone_of

if TYPE_CHECKING:
    from drillctl.model.problem import Problem


@dataclass(frozen=True, slots=True)
class RetestDemand:
    """One demand: a session of one of `scenarios` that starts after `since`, by `last`.

    Local dates; `last` included. `late`: the action's own date has passed, so that any session of
    the period is better than none.
    """

    owed: OwedAction
    scenarios: frozenset[str]
    since: date
    last: date
    late: bool

    def answered_on(self, scenario: str, day: date) -> bool:
        """Whether a session of that scenario on that local day is such a retest."""
        return scenario in self.scenarios and self.since < day <= self.last


def retest_demand(problem: "Problem", owed: OwedAction, today: date) -> RetestDemand:
    """What an action that asks for a retest demands of the sessions from `today` on, local date.

    Raises
    ------
    ValueError
        The action asks for none.
    """
    retest, capability = owed.action.retest, owed.action.capability
    if retest is None:
        raise ValueError(f"{owed.id} asks for no retest")
    scenarios = frozenset(
        scenario.id
        for scenario in problem.scenarios.values()
        if (
            scenario.id == retest.scenario
            if retest.scenario is not None
            else capability in scenario.capabilities
        )
    )
    late = retest.by < today
    last = problem.period.last if late else min(retest.by, problem.period.last)
    return RetestDemand(owed, scenarios, owed.seen, last, late)


def retest_demands(problem: "Problem") -> tuple[RetestDemand, ...]:
    """The demands on a plan of this problem, in order of action id.

    What a session of a plan elsewhere answers is no demand here.
    """
    if not problem.records:
        return ()
    today = problem.today
    zone = zone_of(problem.roster.timezone)
    elsewhere = [(s.scenario, s.start.astimezone(zone).date()) for s in problem.held_elsewhere()]
    demands = (retest_demand(problem, owed, today) for owed in open_retests(problem.records))
    return tuple(
        sorted(
            (
                demand
                for demand in demands
                if not any(d >= today and demand.answered_on(s, d) for s, d in elsewhere)
            ),
            key=lambda demand: demand.owed.id,
        )
    )


def answering(
    demand: RetestDemand, sessions: tuple[PlannedSession, ...], zone: ZoneInfo
) -> list[str]:
    """The ids of the sessions that answer it, earliest first."""
    found = sorted(
        (session.start, session.id)
        for session in sessions
        if demand.answered_on(session.scenario, session.start.astimezone(zone).date())
    )
    return [session for _, session in found]
