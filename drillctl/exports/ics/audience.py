"""Whose calendar it is, which sessions are in it, and what of each session it may show.

Privacy is decided here and nowhere else. A member's calendar shows that member's own part. A
team's shows the names of its own members; of others, position and team. A venue's shows how many
come from which team. Only the calendar of all names everybody. Redacted, none names anybody.
Injects are read by nothing in this folder: players must not know them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.scenario import Position, Scenario


class Audience(StrEnum):
    """For whom there is one calendar each."""

    TEAM = "team"
    MEMBER = "member"
    VENUE = "venue"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """What a calendar says of a session besides the session itself.

    `lines`: of its description. `standby`: the calendar's owner is kept free, not asked to come.
    """

    lines: tuple[str, ...]
    standby: bool = False


def names(problem: Problem, audience: Audience) -> tuple[str, ...]:
    """The ids of all who have a calendar; of `ALL` there is one, without a name."""
    match audience:
        case Audience.TEAM:
            return tuple(problem.roster.teams)
        case Audience.MEMBER:
            return tuple(problem.roster.members)
        case Audience.VENUE:
            return tuple(problem.roster.venues)
        case Audience.ALL:
            return ("",)


def everyone(session: PlannedSession) -> Iterator[str]:
    """Every member who sits or stands by in a session."""
    for _, member in session.members():
        yield member
    for _, member in session.standbys():
        yield member


def concerned(problem: Problem, session: PlannedSession, audience: Audience) -> set[str]:
    """The names (ids) in whose calendars a session is."""
    members = problem.roster.members
    match audience:
        case Audience.TEAM:
            return {members[m].team for m in everyone(session) if m in members}
        case Audience.MEMBER:
            return set(everyone(session))
        case Audience.VENUE:
            return {session.venue} if session.venue is not None else set()
        case Audience.ALL:
            return {""}


def by_name(
    problem: Problem, plan: Plan, audience: Audience
) -> Mapping[str, tuple[PlannedSession, ...]]:
    """The sessions of each name's calendar, in the plan's order."""
    found: dict[str, list[PlannedSession]] = {}
    for session in plan.sessions:
        for name in concerned(problem, session, audience):
            found.setdefault(name, []).append(session)
    return {name: tuple(sessions) for name, sessions in found.items()}


def title(problem: Problem, audience: Audience, name: str, redact: bool) -> str:
    """What a calendar is called."""
    roster = problem.roster
    match audience:
        case Audience.TEAM:
            return f"Exercises: {roster.teams[name].title}"
        case Audience.VENUE:
            return f"Exercises at {roster.venues[name].title}"
        case Audience.MEMBER if not redact:
            return f"Exercises: {roster.members[name].name}"
        case _:
            return "Exercises"


def part(
    problem: Problem, session: PlannedSession, audience: Audience, name: str, redact: bool
) -> Part:
    """What the calendar of `name` says of a session that is in it."""
    scenario = problem.scenarios[session.scenario]
    match audience:
        case Audience.MEMBER:
            return _own(problem, scenario, session, name)
        case Audience.TEAM:
            return Part(tuple(_positions(problem, scenario, session, name, redact)))
        case Audience.VENUE:
            seated = [member for _, member in session.members()]
            return Part((f"{len(seated)} people: {_teams(problem, seated)}",))
        case Audience.ALL:
            return Part(tuple(_positions(problem, scenario, session, None, redact)))


def _own(problem: Problem, scenario: Scenario, session: PlannedSession, member: str) -> Part:
    for position in scenario.positions:
        if member in session.assigned.get(position.id, ()):
            lead = " (you lead)" if position.lead else ""
            return Part((f"Your position: {position.title}{lead}", *_bring(problem, position)))
        if member in session.standby.get(position.id, ()):
            lines = (f"Standby for: {position.title}", *_bring(problem, position))
            return Part(lines, standby=True)
    raise AssertionError(f"{member} has no part in {session.id}")


def _bring(problem: Problem, position: Position) -> Iterator[str]:
    known = problem.roster.certifications
    if position.needs:
        needs = (known[need].title if need in known else need for need in position.needs)
        yield f"Bring your certificates: {', '.join(needs)}"


def _positions(
    problem: Problem, scenario: Scenario, session: PlannedSession, team: str | None, redact: bool
) -> Iterator[str]:
    """A line for each position; named are the members of `team`, of every team where None."""
    members = problem.roster.members

    def shown(who: Iterable[str], how: str) -> Iterator[str]:
        who = list(who)
        named = [m for m in who if not redact and team in (None, members[m].team)]
        yield from (members[m].name + how for m in named)
        others = [m for m in who if m not in named]
        if others:
            yield _teams(problem, others, how)

    for position in scenario.positions:
        seated = session.assigned.get(position.id, ())
        spare = session.standby.get(position.id, ())
        found = [*shown(seated, ""), *shown(spare, " (standby)")]
        if found:
            yield f"{position.title}: {', '.join(found)}"


def _teams(problem: Problem, members: Iterable[str], how: str = "") -> str:
    """How many come from which team: ``2 of County fire brigade, 1 of Blue Sky``."""
    teams, roster = problem.roster.teams, problem.roster
    counts = Counter(roster.members[member].team for member in members)
    return ", ".join(f"{count} of {teams[team].title}{how}" for team, count in counts.items())
