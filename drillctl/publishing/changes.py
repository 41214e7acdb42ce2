"""What has to change in one calendar on a server, so that it shows the plan.

A resource is ours if its UID is one of our plans'; others were put there by people and are never
touched. Ours are the plan's: one that somebody edited is put back, but for its alarms, which are
each person's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from drillctl.files.content_lines import CalendarComponent, read_calendars

_PASSING = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "PRODID")
_ESCAPED = re.compile(r"\\([,;\\])")
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_PARAMETER = re.compile(r';([^=;:"]+)=((?:"[^"]*"|[^";])*)')


@dataclass(frozen=True, slots=True)
class Resource:
    """A calendar object on the server: where, which version, and its text."""

    href: str
    etag: str
    text: str


class Change(StrEnum):
    """What happens to an event on the server."""

    NEW = "new"
    CHANGED = "changed"
    PUT_BACK = "put back"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Step:
    """One request. `href` None: a resource that is not there yet, to be called `name`."""

    change: Change
    uid: str
    name: str
    href: str | None = None
    etag: str = ""
    body: bytes = b""


def steps(
    wanted: Mapping[str, bytes],
    found: Sequence[Resource],
    is_ours: Callable[[str], bool],
    period: tuple[date, date],
) -> Iterator[Step]:
    """What makes `found` show `wanted` (UID to calendar object).

    An event of ours that is not wanted is removed if it lies in the plan's `period` (first and
    last local day) or has no readable start: those of an earlier plan stay as history.
    """
    there: set[str] = set()
    for resource in found:
        event = _event(resource.text)
        uid = event.text("UID") if event is not None else ""
        if event is None or not (uid in wanted or is_ours(uid)):
            continue
        if uid in wanted and uid not in there:
            there.add(uid)
            ours = _event(wanted[uid].decode())
            if ours is None or _content(event) == _content(ours):
                continue
            moved_on = _sequence(event) < _sequence(ours)
            change = Change.CHANGED if moved_on else Change.PUT_BACK
            yield Step(change, uid, _name(uid), resource.href, resource.etag, wanted[uid])
        elif _within(event, period):
            yield Step(Change.REMOVED, uid, _name(uid), resource.href, resource.etag)
    for uid, body in wanted.items():
        if uid not in there:
            yield Step(Change.NEW, uid, _name(uid), body=body)


def _event(text: str) -> CalendarComponent | None:
    """The first VEVENT, if there is one."""
    calendars, _ = read_calendars("", text.encode())
    return next((event for calendar in calendars for event in calendar.all("VEVENT")), None)


def _content(event: CalendarComponent) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """What an event says, however a server orders, folds and escapes it."""
    found = []
    for line in event.lines:
        if line.name in _PASSING or line.name.startswith("X-"):
            continue
        parameters = [
            (name.upper(), value.strip('"')) for name, value in _PARAMETER.findall(line.parameters)
        ]
        value = _ESCAPED.sub(r"\1", line.value.replace("\\N", "\\n")).strip()
        found.append((line.name, tuple(sorted(parameters)), value))
    return sorted(found)


def _sequence(event: CalendarComponent) -> int:
    value = event.value("SEQUENCE").strip()
    known = value.isascii() and value.isdecimal() and len(value) < 10
    return int(value) if known else 0


def _within(event: CalendarComponent, period: tuple[date, date]) -> bool:
    """Whether it starts in the period, or a day beside it: a server may give the time in UTC."""
    try:
        start = datetime.strptime(event.value("DTSTART")[:8], "%Y%m%d").date()
    except ValueError:
        return True
    day = timedelta(days=1)
    return period[0] - day <= start <= period[1] + day


def _name(uid: str) -> str:
    return f"{_UNFIT.sub('-', uid)}.ics"
