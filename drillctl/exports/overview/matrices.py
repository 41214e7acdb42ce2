"""Three tables of a plan: who practises what, who meets whom, who works how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from drillctl.model.roster import Kind
from drillctl.readiness.currency import CurrencyState, currency
from drillctl.readiness.joint import Meeting, joint
from drillctl.readiness.known import Known
from drillctl.readiness.limits import NearLimit, fullest_windows

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Practice:
    """A team and a capability. `state` None: the policy doesn't ask to keep it current.

    `last`: local date of its last practice on record; `lapses`: the first date on which it is not
    current any more. `planned`: the first of `planned_times` sessions ahead that practise it with
    somebody of the team seated. Of the `members` who are to stay current so many are `current`,
    and so many of the others are seated in such a session (`refreshed`).
    """

    state: CurrencyState | None
    last: date | None
    lapses: date | None
    planned: date | None
    planned_session: str | None
    planned_times: int
    members: int
    current: int
    refreshed: int


@dataclass(frozen=True, slots=True)
class CapabilityMatrix:
    """`cells` by (capability, team), one for each pair."""

    capabilities: tuple[str, ...]
    teams: tuple[str, ...]
    cells: Mapping[Cell, Practice]


@dataclass(frozen=True, slots=True)
class JointMatrix:
    """`cells` by (professional team, volunteer team), one for each pair."""

    professional: tuple[str, ...]
    volunteer: tuple[str, ...]
    cells: Mapping[Cell, Meeting]


@dataclass(frozen=True, slots=True)
class Workload:
    """What the plan asks of a member from the day on: hours that pass, and sessions, of seats.

    `limits`: of each limit the fullest window that is ahead.
    """

    member: str
    hours: float
    sessions: int
    limits: tuple[NearLimit, ...]


def capability_matrix(known: Known) -> CapabilityMatrix:
    """Capabilities that the policy keeps current or a scenario practises, by every team.

    The policy's come first, then the others, each in order of id; professional teams first.
    """
    problem = known.problem
    kept = sorted(problem.policy.currency)
    practised = {c for scenario in problem.scenarios.values() for c in scenario.capabilities}
    names = (*kept, *sorted(practised.difference(kept)))
    teams = (*_teams(known, Kind.PROFESSIONAL), *_teams(known, Kind.VOLUNTEER))
    state = {(row.capability, row.team): row for row in currency(known) if row.member is None}
    members = problem.roster.members
    last: dict[Cell, date] = {}
    for record in known.records:
        here = {members[m].team for m in record.present if m in members}
        for capability in record.practised:
            last.update(dict.fromkeys(((capability, team) for team in here), record.start.date()))
    ahead: dict[Cell, list[tuple[date, str]]] = {}
    for planned in known.planned:
        seated = {members[m].team for m in planned.members if m in members}
        for capability in planned.capabilities:
            for team in seated:
                ahead.setdefault((capability, team), []).append((planned.day, planned.session.id))
    cells: dict[Cell, Practice] = {}
    for cell in ((name, team) for name in names for team in teams):
        row, times = state.get(cell), ahead.get(cell, [])
        cells[cell] = Practice(
            state=row.state if row else None,
            last=row.last if row else last.get(cell),
            lapses=row.lapses if row else None,
            planned=times[0][0] if times else None,
            planned_session=times[0][1] if times else None,
            planned_times=len(times),
            members=(row.members or 0) if row else 0,
            current=(row.current or 0) + (row.lapsing or 0) if row else 0,
            refreshed=(row.refreshed or 0) if row else 0,
        )
    return CapabilityMatrix(names, teams, cells)


def joint_matrix(known: Known) -> JointMatrix:
    """Every pair of a professional and a volunteer team, each in order of id."""
    cells = {(row.professional, row.volunteer): row for row in joint(known)}
    return JointMatrix(_teams(known, Kind.PROFESSIONAL), _teams(known, Kind.VOLUNTEER), cells)


def workload(known: Known) -> tuple[Workload, ...]:
    """Every member, in order of id."""
    minutes: dict[str, int] = {}
    times: dict[str, int] = {}
    for planned in known.planned:
        for member in planned.members:
            minutes[member] = minutes.get(member, 0) + planned.minutes
            times[member] = times.get(member, 0) + 1
    limits: dict[str, list[NearLimit]] = {}
    for row in fullest_windows(known):
        if row.ahead:
            limits.setdefault(row.member, []).append(row)
    return tuple(
        Workload(
            member,
            round(minutes.get(member, 0) / 60, 2),
            times.get(member, 0),
            tuple(limits.get(member, ())),
        )
        for member in known.problem.roster.members
    )


def _teams(known: Known, kind: Kind) -> tuple[str, ...]:
    return tuple(team.id for team in known.problem.roster.teams.values() if team.kind is kind)
