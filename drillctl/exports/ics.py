"""Calendars (RFC 5545, RFC 7986) for members, teams, venues, or all.

Written with the `icalendar` package. The `ics` package can't serve here: its version 0.7 turns
every time into UTC, folds no line, and lets a line break in a UID become a property of its own;
it reads our files in the tests as a second parser. Nothing here depends on the clock: DTSTAMP
and LAST-MODIFIED follow the plan, so the same plan gives the same bytes.

Privacy: a member's file holds that member's own data only; a team's file the names of its own
members and of others the count by position; a venue's file counts alone. Injects and e-mail
addresses appear nowhere.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from drillctl.files.atomic import write_bytes
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.scenario import Scenario


def write_calendars(problem: Problem, plan: Plan, out: Path, by: str) -> list[Path]:
    """One file for each team, member or venue of the roster, or one for all, below `out`.

    What fell away since the last revision goes into ``cancelled.ics`` (METHOD:CANCEL).

    Raises
    ------
    OSError
        A file can't be written.
    """
    roster = problem.roster
    names: dict[str, tuple[str, ...]] = {
        "team": tuple(roster.teams),
        "member": tuple(roster.members),
        "venue": tuple(roster.venues),
        "all": ("",),
    }
    written = []
    for name in names[by]:
        path = out / (f"{by}-{name}.ics" if name else "all.ics")
        write_bytes(path, calendar_bytes(problem, plan, by, name))
        written.append(path)
    if plan.cancelled:
        path = out / "cancelled.ics"
        write_bytes(path, cancellation_bytes(problem, plan))
        written.append(path)
    return written


def calendar_bytes(problem: Problem, plan: Plan, by: str, name: str = "") -> bytes:
    """The calendar of one team, member or venue (`name` its id), or of all."""
    calendar = _calendar("PUBLISH", _title(problem, by, name))
    sessions = [
        (session, role)
        for session in plan.sessions
        if (role := _role(problem, session, by, name)) is not None
    ]
    if sessions:
        first = min(session.start for session, _ in sessions)
        last = max(session.end for session, _ in sessions)
        calendar.add_component(
            Timezone.from_tzid(
                problem.roster.timezone,
                first_date=(first - timedelta(days=366)).date(),
                last_date=(last + timedelta(days=366)).date(),
            )
        )
    for session, role in sessions:
        calendar.add_component(_event(problem, plan, session, role, by, name))
    return bytes(calendar.to_ical())


def cancellation_bytes(problem: Problem, plan: Plan) -> bytes:
    """A METHOD:CANCEL message for each session that fell away (RFC 5546, 3.2.5)."""
    calendar = _calendar("CANCEL", "Cancelled")
    for cancelled in plan.cancelled:
        event = Event()
        event.add("uid", cancelled.uid)
        event.add("dtstamp", _stamp(problem, plan))
        event.add("sequence", cancelled.sequence)
        event.add("status", "CANCELLED")
        event.add("summary", f"Cancelled: {cancelled.id}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str, title: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//drillctl//drillctl//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", _plain(title))
    calendar.add("x-wr-calname", _plain(title))
    return calendar


def _stamp(problem: Problem, plan: Plan) -> datetime:
    """A stamp that follows the plan: the period's first day, a second later each revision."""
    first = problem.period.first
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return midnight - timedelta(days=365) + timedelta(seconds=plan.revision)


def _title(problem: Problem, by: str, name: str) -> str:
    roster = problem.roster
    match by:
        case "team":
            return f"Exercises: {roster.teams[name].title}"
        case "member":
            return f"Exercises: {roster.members[name].name}"
        case "venue":
            return f"Exercises at {roster.venues[name].title}"
        case _:
            return "Exercises"


def _role(problem: Problem, session: PlannedSession, by: str, name: str) -> list[str] | None:
    """The description's lines on people; None where the session is not this calendar's."""
    scenario = problem.scenarios[session.scenario]
    match by:
        case "member":
            return _own_role(scenario, session, name)
        case "team":
            return _team_roles(problem, scenario, session, name)
        case "venue":
            if session.venue != name:
                return None
            return [f"{sum(1 for _ in session.members())} people"]
        case _:
            return list(_everyone(problem, scenario, session))


def _own_role(scenario: Scenario, session: PlannedSession, member: str) -> list[str] | None:
    for position in scenario.positions:
        if member in session.assigned.get(position.id, ()):
            return [f"Your position: {position.title}"]
        if member in session.standby.get(position.id, ()):
            return [f"Standby for: {position.title}"]
    return None


def _team_roles(
    problem: Problem, scenario: Scenario, session: PlannedSession, team: str
) -> list[str] | None:
    members = problem.roster.members
    lines: list[str] = []
    ours = 0
    for position in scenario.positions:
        seated = session.assigned.get(position.id, ())
        own = [members[m].name for m in seated if members[m].team == team]
        spare = [
            f"{members[m].name} (standby)"
            for m in session.standby.get(position.id, ())
            if members[m].team == team
        ]
        ours += len(own) + len(spare)
        others = len(seated) - len(own)
        people = [*own, *spare, *([f"{others} of other teams"] if others else [])]
        if people:
            lines.append(f"{position.title}: {', '.join(people)}")
    return lines if ours else None


def _everyone(problem: Problem, scenario: Scenario, session: PlannedSession) -> Iterator[str]:
    members = problem.roster.members
    for position in scenario.positions:
        names = [members[m].name for m in session.assigned.get(position.id, ())]
        names += [f"{members[m].name} (standby)" for m in session.standby.get(position.id, ())]
        if names:
            yield f"{position.title}: {', '.join(names)}"


def _event(
    problem: Problem, plan: Plan, session: PlannedSession, role: list[str], by: str, name: str
) -> Event:
    scenario = problem.scenarios[session.scenario]
    zone = problem.roster.timezone
    event = Event()
    event.add("uid", _plain(session.uid))
    event.add("dtstamp", _stamp(problem, plan))
    event.add("last-modified", _stamp(problem, plan))
    event.add("sequence", session.sequence)
    event.add("dtstart", _zoned(session.start, zone))
    event.add("dtend", _zoned(session.end, zone))
    standby = by == "member" and name in {m for _, m in session.standbys()}
    event.add("summary", _plain(("Standby: " if standby else "") + scenario.title))
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("categories", [_plain(c) for c in (scenario.exercise, scenario.hazard) if c])
    venue = problem.roster.venues.get(session.venue or "")
    if venue is not None:
        event.add("location", _plain(venue.title))
        if venue.location is not None:
            event.add("geo", (venue.location.lat, venue.location.lon))
    lines = [*role, f"Session: {session.id}", f"Exercise type: {scenario.exercise}"]
    if scenario.capabilities:
        lines.append(f"Capabilities: {', '.join(scenario.capabilities)}")
    lines += [f"Objective: {objective.text}" for objective in scenario.objectives]
    if scenario.equipment:
        items = ", ".join(f"{count} {item}" for item, count in scenario.equipment.items())
        lines.append(f"Equipment: {items}")
    event.add("description", "\n".join(_plain(line) for line in lines))
    return event


def _zoned(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def _plain(text: str) -> str:
    """`text` without control characters: no value can begin a line of its own."""
    return "".join(c if c.isprintable() or c == " " else " " for c in text)
