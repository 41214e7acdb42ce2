"""VTODO components (RFC 5545, 3.6.2) of corrective actions, for their owners' task lists.

Nothing depends on the clock: DTSTAMP and SEQUENCE follow the action's history.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from drillctl.exports.ics.calendars import opening
from drillctl.exports.ics.content_lines import escaped, line, text_line, utc_time
from drillctl.model.action import ActionState
from drillctl.model.problem import Problem
from drillctl.model.zone import zone_of
from drillctl.readiness.action_status import ActionStatus, told


def todo_calendar(problem: Problem, actions: Iterable[ActionStatus]) -> bytes:
    """One file of tasks, to import or subscribe to; no METHOD, so that it is nobody's invitation.

    It holds names, and no contact details. Days are those of the roster's zone.
    """
    domain, zone = problem.roster.uid_domain, zone_of(problem.roster.timezone)
    return b"".join(
        (
            *opening(None),
            *(_todo(problem, status, domain, zone) for status in actions),
            line("END", "VCALENDAR"),
        )
    )


def _todo(problem: Problem, status: ActionStatus, domain: str, zone: ZoneInfo) -> bytes:
    owed, action = status.owed, status.owed.action
    days = [owed.raised, *(entry.on for entry in owed.history)]
    stamp = datetime.combine(max(days), time(), UTC) + timedelta(seconds=len(owed.history))
    parts = [
        line("BEGIN", "VTODO"),
        text_line("UID", f"{owed.id.replace('#', '-').replace('/', '-')}@{domain}"),
        line("DTSTAMP", utc_time(stamp)),
        line("SEQUENCE", str(len(owed.history))),
        text_line("SUMMARY", action.text),
        *_dates(status),
        *_state(status, zone),
        text_line("DESCRIPTION", "\n".join(_about(problem, status))),
    ]
    categories = [word for word in (action.capability, action.element) if word]
    if categories:
        parts.append(line("CATEGORIES", ",".join(escaped(word) for word in categories)))
    return b"".join((*parts, line("END", "VTODO")))


def _dates(status: ActionStatus) -> Iterator[bytes]:
    """DTSTART, which must lie before DUE (RFC 5545, 3.8.2.3), and DUE."""
    action = status.owed.action
    start = action.start or status.owed.raised
    if action.due is None or start < action.due:
        yield line("DTSTART", f"{start:%Y%m%d}", {"VALUE": "DATE"})
    if action.due is not None:
        yield line("DUE", f"{action.due:%Y%m%d}", {"VALUE": "DATE"})


def _state(status: ActionStatus, zone: ZoneInfo) -> Iterator[bytes]:
    """STATUS, and when it was closed: at noon there, since only the day is known."""
    if status.owed.open:
        yield line("STATUS", "NEEDS-ACTION")
        return
    closed = [entry.on for entry in status.owed.history if entry.state is ActionState.CLOSED][-1]
    yield line("STATUS", "COMPLETED")
    yield line("PERCENT-COMPLETE", "100")
    yield line("COMPLETED", utc_time(datetime.combine(closed, time(12), zone)))


def _about(problem: Problem, status: ActionStatus) -> Iterator[str]:
    owed, action = status.owed, status.owed.action
    yield f"Action: {owed.id}"
    yield f"Owner: {status.owner_name or 'nobody yet'}"
    if status.team is not None:
        yield f"Team: {status.team_title(problem.roster)}"
    if action.retest is not None:
        yield f"Retest by: {action.retest.by}"
    for entry in owed.history:
        yield told(entry)
