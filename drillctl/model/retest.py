"""The retests that open corrective actions demand of a plan."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from drillctl.model.action import OwedAction, open_retests
from drillctl.model.plan import PlannedSession

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


def retest_demands(problem: "Problem") -> tuple[RetestDemand, ...]:
    """The demands on a plan of this problem, in order of action id.

    What a session of a plan elsewhere answers is no demand here.
    """
    if not problem.records:
        return ()
    today = problem.as_of.date() if problem.as_of else problem.period.first
    zone = ZoneInfo(problem.roster.timezone)
    elsewhere = [(s.scenario, s.start.astimezone(zone).date()) for s in problem.held_elsewhere()]
    found = []
    for owed in open_retests(problem.records):
        retest, capability = owed.action.retest, owed.action.capability
        assert retest is not None
        scenarios = frozenset(
            scenario.id
            for scenario in problem.scenarios.values()
            if (retest.scenario or scenario.id) == scenario.id
            and (retest.scenario is not None or capability in scenario.capabilities)
        )
        late = retest.by < today
        last = problem.period.last if late else min(retest.by, problem.period.last)
        demand = RetestDemand(owed, scenarios, owed.seen, last, late)
        if not any(day >= today and demand.answered_on(s, day) for s, day in elsewhere):
            found.append(demand)
    return tuple(sorted(found, key=lambda demand: demand.owed.id))


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
