"""Which part of a plan ``drillctl show`` is asked for: teams, people, venues, scenarios, dates."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from drillctl.exports.overview.rows import Axis, Row
from drillctl.files.diagnostics import no_such
from drillctl.files.values import parse_date
from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: ids (of members names too), and dates. Empty and None: all."""

    teams: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The same, known to be in the files. `first`, `last`: local dates, both included."""

    teams: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def selection(asked: Asked, problem: Problem) -> tuple[Selection, list[str]]:
    """What is asked for, and all that is wrong with it, as messages."""
    roster, files = problem.roster, tr("the files")
    wrong: list[str] = []

    def known(sort: str, names: Iterable[str], there: Mapping[str, object]) -> None:
        wrong.extend(no_such(sort, name, files, there) for name in names if name not in there)

    known(tr("team"), asked.teams, roster.teams)
    known(tr("venue"), asked.venues, roster.venues)
    known(tr("scenario"), asked.scenarios, problem.scenarios)
    members = tuple(_member(name, problem, wrong) for name in asked.members)
    first, last = (
        _day(option, value, wrong)
        for option, value in (("--from", asked.first), ("--to", asked.last))
    )
    if first is not None and last is not None and last < first:
        wrong.append(tr("--to {last} is before --from {first}", first=first, last=last))
    return Selection(asked.teams, members, asked.venues, asked.scenarios, first, last), wrong


def _member(name: str, problem: Problem, wrong: list[str]) -> str:
    members = problem.roster.members
    if name in members:
        return name
    named = [member.id for member in members.values() if member.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        text = tr(
            "{n} members are named {name!r}: give the id of one of {ids}",
            n=len(named),
            name=name,
            ids=", ".join(named),
        )
        wrong.append(text)
    else:
        known = [*members, *(member.name for member in members.values())]
        wrong.append(no_such(tr("member"), name, tr("the files"), known))
    return name


def _day(option: str, value: str | None, wrong: list[str]) -> date | None:
    day = parse_date(value) if value is not None else None
    if value is not None and day is None:
        wrong.append(
            tr("{option} {value!r} is not a date: write 2027-03-31", option=option, value=value)
        )
    return day


def narrowed(problem: Problem, plan: Plan, wanted: Selection) -> Plan:
    """The plan with the sessions asked for alone: all that was named must hold of each.

    A team's are those with somebody of it in a seat or standing by. What is not held has neither
    people, venue nor date, and is left out where one of these is asked for.
    """
    members, zone = problem.roster.members, ZoneInfo(problem.roster.timezone)

    def about(session: PlannedSession) -> bool:
        people = {member for _, member in (*session.members(), *session.standbys())}
        teams = {members[member].team for member in people}
        day = session.start.astimezone(zone).date()
        return (
            _any(wanted.scenarios, {session.scenario})
            and _any(wanted.venues, {session.venue})
            and _any(wanted.members, people)
            and _any(wanted.teams, teams)
            and (wanted.first is None or wanted.first <= day)
            and (wanted.last is None or day <= wanted.last)
        )

    only_scenarios = replace(wanted, scenarios=()) == Selection()
    not_held = tuple(
        absent
        for absent in plan.not_held
        if only_scenarios and _any(wanted.scenarios, {absent.id.rpartition("#")[0]})
    )
    return replace(plan, sessions=tuple(filter(about, plan.sessions)), not_held=not_held)


def _any(wanted: Iterable[str], there: Container[str | None]) -> bool:
    named = tuple(wanted)
    return not named or any(name in there for name in named)


def rows_wanted(rows: Iterable[Row], wanted: Selection, problem: Problem, axis: Axis) -> list[Row]:
    """The rows of whom, or where, was asked for.

    One without a session is left out where it is so because something else was asked for.
    """
    members = problem.roster.members
    match axis:
        case Axis.TEAM:
            own = set(wanted.teams) or {members[member].team for member in wanted.members}
            narrow = wanted.teams or wanted.members
            other = wanted.venues
        case Axis.PERSON:
            own = set(wanted.members) or {m.id for m in members.values() if m.team in wanted.teams}
            narrow = wanted.teams or wanted.members
            other = wanted.venues
        case Axis.VENUE:
            own, narrow = set(wanted.venues), wanted.venues
            other = wanted.teams or wanted.members
    all_rows = not (other or wanted.scenarios)
    return [row for row in rows if (not narrow or row.id in own) and (row.bars or all_rows)]
