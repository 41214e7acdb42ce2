"""Attendance and hours of each member, over the twelve months up to the day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from drillctl.model.record import Attendance
from drillctl.model.roster import Kind
from drillctl.readiness.known import Known


@dataclass(frozen=True, slots=True)
class Attended:
    """One member's year. `asked`: sessions whose record says whether they came.

    `hours` they took part, elapsed. `planned_hours`: of their seats in what the plan still holds;
    standbys are no hours. `last`: when they last took part.
    """

    member: str
    team: str
    kind: Kind
    asked: int
    present: int
    late: int
    substitute: int
    absent: int
    hours: float
    planned_sessions: int
    planned_hours: float
    last: date | None


def attendance(known: Known) -> tuple[Attended, ...]:
    """Every member of the roster; who was absent most, then who did most, comes first."""
    since = year_before(known.as_of)
    counts: dict[str, Counter[Attendance]] = defaultdict(Counter)
    minutes: Counter[str] = Counter()
    last: dict[str, date] = {}
    for record in known.records:
        day = record.start.date()
        for member, how in record.attendance.items():
            if how.status is None:
                continue
            if how.took_part:
                last[member] = day
            if day > since:
                counts[member][how.status] += 1
                minutes[member] += known.minutes(record, how)
    ahead: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    for planned in known.planned:
        for member in planned.members:
            ahead[member] += planned.minutes
            seats[member] += 1
    rows = [
        Attended(
            member=member.id,
            team=member.team,
            kind=member.kind,
            asked=counts[member.id].total(),
            present=counts[member.id][Attendance.PRESENT],
            late=counts[member.id][Attendance.LATE],
            substitute=counts[member.id][Attendance.SUBSTITUTE],
            absent=counts[member.id][Attendance.ABSENT],
            hours=round(minutes[member.id] / 60, 2),
            planned_sessions=seats[member.id],
            planned_hours=round(ahead[member.id] / 60, 2),
            last=last.get(member.id),
        )
        for member in known.problem.roster.members.values()
    ]
    return (*sorted(rows, key=lambda r: (-r.absent, -(r.hours + r.planned_hours), r.member)),)


def year_before(day: date) -> date:
    """The same date a year earlier, 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
