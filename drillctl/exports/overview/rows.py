"""The rows of a timeline: one for each team, person or venue, with its sessions on one axis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from drillctl.exports.overview.sessions import SessionShown, sessions_shown
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind


class Axis(StrEnum):
    """Whose rows they are."""

    TEAM = "team"
    PERSON = "person"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Bar:
    """A session in a row. `standby`: of a person, or of all of a team there: kept free only."""

    shown: SessionShown
    standby: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`kind`, `team`: of a team and of a person; None of a venue. `bars` in order of start."""

    id: str
    title: str
    kind: Kind | None
    team: str | None
    bars: tuple[Bar, ...]


def timeline_rows(problem: Problem, plan: Plan, axis: Axis) -> tuple[Row, ...]:
    """A row for everyone of the roster, whether or not there are sessions.

    Teams: professional ones first, then by id. Persons: by team in that order, then by id. Venues
    by id.
    """
    roster = problem.roster
    bars: dict[str, list[Bar]] = {}
    for shown in sorted(sessions_shown(problem, plan), key=lambda s: (s.start, s.session.id)):
        for name, standby in _concerned(problem, shown, axis):
            bars.setdefault(name, []).append(Bar(shown, standby))
    teams = sorted(roster.teams.values(), key=lambda t: (t.kind is Kind.VOLUNTEER, t.id))
    rows: Iterable[tuple[str, str, Kind | None, str | None]]
    match axis:
        case Axis.TEAM:
            rows = ((team.id, team.title, team.kind, team.id) for team in teams)
        case Axis.PERSON:
            place = {team.id: number for number, team in enumerate(teams)}
            people = sorted(roster.members.values(), key=lambda m: (place[m.team], m.id))
            rows = ((member.id, member.name, member.kind, member.team) for member in people)
        case Axis.VENUE:
            rows = ((venue.id, venue.title, None, None) for venue in roster.venues.values())
    return tuple(Row(*row, tuple(bars.get(row[0], ()))) for row in rows)


def _concerned(problem: Problem, shown: SessionShown, axis: Axis) -> Iterator[tuple[str, bool]]:
    """(id, whether on standby only) of the rows that a session is in."""
    session, members = shown.session, problem.roster.members
    match axis:
        case Axis.TEAM:
            yield from ((team, False) for team in shown.teams)
            spare = {members[member].team for _, member in session.standbys()}
            yield from ((team, True) for team in sorted(spare - set(shown.teams)))
        case Axis.PERSON:
            yield from ((member, False) for _, member in session.members())
            yield from ((member, True) for _, member in session.standbys())
        case Axis.VENUE:
            if session.venue is not None:
                yield session.venue, False
