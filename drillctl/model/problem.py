"""The whole question put to the planner, and the sessions it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from drillctl.model.plan import Plan
from drillctl.model.policy import Policy
from drillctl.model.record import Record
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
    """Roster, scenarios (in order of id), policy, records of the past, and a baseline plan."""

    roster: Roster
    scenarios: Mapping[str, Scenario]
    policy: Policy = Policy()
    records: tuple[Record, ...] = ()
    baseline: Plan | None = None

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

    def window(self, scenario: Scenario) -> Window:
        """The scenario's own window, else the period."""
        return scenario.schedule.window or self.period

    def sessions(self) -> Iterator[SessionId]:
        """Every session asked for, in order of scenario id and number."""
        for scenario in self.scenarios.values():
            for number in range(1, scenario.schedule.sessions + 1):
                yield SessionId(scenario.id, number)
