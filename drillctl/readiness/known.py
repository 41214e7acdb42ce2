"""What is known on a day: the records up to it, and what the plan holds from then on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.record import Attended, Record
from drillctl.model.zone import zone_of


@dataclass(frozen=True, slots=True)
class Planned:
    """A session that the plan still holds. `day`: local date of its start; `minutes` elapsed."""

    session: PlannedSession
    day: date
    minutes: int
    capabilities: tuple[str, ...] = ()
    hazard: str = ""

    @property
    def members(self) -> frozenset[str]:
        """Who has a seat."""
        return frozenset(member for _, member in self.session.members())


@dataclass(frozen=True, slots=True)
class Known:
    """A problem as it looks at the end of the local date `as_of`. `until`: the period's last one.

    `records`: those of sessions that took place by then, in order of start. `planned`: what lies
    ahead, in order of start. `unrecorded`: ids of the plan's sessions that lie behind and have no
    record.
    """

    problem: Problem
    as_of: date
    until: date
    records: tuple[Record, ...]
    plan: Plan | None = None
    planned: tuple[Planned, ...] = ()
    unrecorded: tuple[str, ...] = ()

    def hazard(self, record: Record) -> str:
        """The hazard that a record exercised: its own, else its scenario's; "" where unknown."""
        scenario = self.problem.scenarios.get(record.scenario)
        return record.hazard or (scenario.hazard if scenario is not None else "")

    def minutes(self, record: Record, how: Attended) -> int:
        """Elapsed minutes that somebody took part; 0 for who was absent, or where nothing says.

        The whole session where no hours are noted: to its end, else its scenario's duration.
        """
        if not how.took_part:
            return 0
        if how.minutes is not None:
            return how.minutes
        if record.end is not None:
            zone = zone_of(self.problem.roster.timezone)
            return _instant(record.end, zone) - _instant(record.start, zone)
        scenario = self.problem.scenarios.get(record.scenario)
        return scenario.duration if scenario is not None else 0

    def first_planned(self, capability: str) -> Planned | None:
        """The next planned session that practises `capability`."""
        return next((p for p in self.planned if capability in p.capabilities), None)


def known(problem: Problem, as_of: date, plan: Plan | None = None) -> Known:
    """The problem as it looks at the end of the local date `as_of`, with a plan where there is one.

    A session of that very day is ahead unless a filled-in record says what became of it.
    """
    filled = [r for r in problem.records if r.start.date() <= as_of and not r.blank]
    took_place = tuple(sorted((r for r in filled if r.held), key=lambda r: (r.start, r.session)))
    period = problem.period
    if plan is None:
        return Known(problem, as_of, period.last, took_place)
    told = {r.session for r in filled if period.first <= r.start.date() <= period.last}
    told_on = {(r.session, r.start.date()) for r in filled}
    ahead: list[Planned] = []
    behind: list[str] = []
    for planned in _planned(problem, plan):
        name = planned.session.id
        recorded = (name, planned.day) in told_on
        if planned.day > as_of or (planned.day == as_of and not recorded):
            ahead.append(planned)
        elif not recorded and name not in told:
            behind.append(name)
    return Known(problem, as_of, period.last, took_place, plan, tuple(ahead), tuple(behind))


def _planned(problem: Problem, plan: Plan) -> Iterator[Planned]:
    zone = zone_of(problem.roster.timezone)
    for session in sorted(plan.sessions, key=lambda s: (s.start.timestamp(), s.id)):
        scenario = problem.scenarios.get(session.scenario)
        yield Planned(
            session,
            session.start.astimezone(zone).date(),
            int(session.end.timestamp() - session.start.timestamp()) // 60,
            scenario.capabilities if scenario is not None else (),
            scenario.hazard if scenario is not None else "",
        )


def _instant(local: datetime, zone: ZoneInfo) -> int:
    """Minutes since the epoch of a local wall time; of two, the first."""
    return int(local.replace(tzinfo=zone).astimezone(UTC).timestamp()) // 60
