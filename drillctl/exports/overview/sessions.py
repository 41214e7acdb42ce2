"""The sessions of a plan with what a reader wants to know of each at a glance."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind
from drillctl.model.scenario import Scenario
from drillctl.model.zone import zone_of


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A held session. `start` and `end`: zone-aware, in the roster's zone.

    `venue`: its title; None: it needs none. `joint`: people of both kinds have seats. `teams`: ids
    of the teams that have somebody seated, in the roster's order.
    """

    session: PlannedSession
    scenario: Scenario
    start: datetime
    end: datetime
    venue: str | None
    joint: bool
    seats: int
    filled: int
    standbys: int
    teams: tuple[str, ...]

    @property
    def empty(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.filled

    @property
    def hours(self) -> float:
        """Hours that really pass."""
        return (self.end.timestamp() - self.start.timestamp()) / 3600


def sessions_shown(problem: Problem, plan: Plan) -> tuple[SessionShown, ...]:
    """Every held session, in the plan's order. All that the plan names is in the problem."""
    zone = zone_of(problem.roster.timezone)
    return tuple(_shown(problem, session, zone) for session in plan.sessions)


def _shown(problem: Problem, session: PlannedSession, zone: ZoneInfo) -> SessionShown:
    roster, scenario = problem.roster, problem.scenarios[session.scenario]
    seated = [roster.members[member] for _, member in session.members()]
    venue = roster.venues.get(session.venue or "")
    return SessionShown(
        session=session,
        scenario=scenario,
        start=session.start.astimezone(zone),
        end=session.end.astimezone(zone),
        venue=venue.title if venue else session.venue,
        joint=len({member.kind for member in seated}) == len(Kind),
        seats=scenario.seats,
        filled=len(seated),
        standbys=sum(1 for _ in session.standbys()),
        teams=tuple(sorted({member.team for member in seated})),
    )
