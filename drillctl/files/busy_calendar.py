"""When a member is busy by a calendar of theirs (RFC 5545, RFC 7953), over the planning period.

Busy is what is opaque, takes place and was not declined; a VFREEBUSY's busy times; and what a
VAVAILABILITY leaves unavailable. The events of drillctl's own plan are left out: whoever
subscribes to them in the account whose calendar is read would else be kept from the very
session that they stand for.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from drillctl.files.calendar_expansion import Expansion
from drillctl.files.calendar_values import CalendarZones, event_end, listed, one_time, typed
from drillctl.files.content_lines import CalendarComponent, read_calendars
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.local_times import LocalTimes, Times, without
from drillctl.files.spans import merged_spans
from drillctl.language import tr
from drillctl.model.roster import Span

_WHY = tr("calendar")
_LARGEST = 16 * 1024 * 1024
_MOST_EVENTS = 10_000
"""Events of one calendar that matter in the period, each of their dates counted: one every hour of
a year. They take some seconds."""
_NO_CALENDAR_OF_EVENTS = ("CANCEL", "REPLY", "REFRESH", "DECLINECOUNTER")


@dataclass(frozen=True, slots=True)
class CalendarReader:
    """Reads calendars of one roster: its zone, the first and last local day of the period, and
    whether a UID is a session's of this roster's plan."""

    zone: ZoneInfo
    first: date
    last: date
    is_ours: Callable[[str], bool] = lambda uid: False

    def busy(
        self, path: str, data: bytes, email: str | None
    ) -> tuple[tuple[Span, ...], list[Diagnostic]]:
        """Busy time by the calendar in `data`, naive local, merged; and all that is wrong in it.

        `path` names the file in messages; `email` is the owner's, for what they declined.
        """
        if len(data) > _LARGEST:
            message = tr("the calendar is larger than {n} MiB", n=_LARGEST // 1024**2)
            return (), [Diagnostic(path, 0, 0, "I001", message, tr("export a shorter time"))]
        calendars, problems = read_calendars(path, data)
        clock = LocalTimes(self.zone, self.first, self.last)
        expansion = Expansion(path, clock, problems)
        times: Times = []
        for calendar in calendars:
            if calendar.value("METHOD").strip().upper() in _NO_CALENDAR_OF_EVENTS:
                continue
            zones = CalendarZones(path, calendar, problems)
            events = [
                event
                for event in calendar.all("VEVENT")
                if not self.is_ours(event.text("UID")) and _matters(event, clock)
            ]
            if sum(map(_dates, events)) > _MOST_EVENTS:
                message = tr("more than {n:,} events in the period", n=_MOST_EVENTS)
                hint = tr("export a shorter time")
                problems.append(Diagnostic(path, calendar.line, 1, "I001", message, hint))
                continue
            times += expansion.times(events, zones, lambda event: _blocks(event, email))
            times += _free_busy(calendar, zones, expansion)
            times += _unavailable(calendar, zones, expansion)
        return tuple(Span(begin, end, _WHY) for begin, end in merged_spans(times)), problems


def address(calendar_user: str) -> str:
    """The e-mail address of a calendar user address (RFC 5545, 3.3.3), in lower case.

    Any other address is the URI itself; what is escaped in a ``mailto:`` (RFC 6068) is undone.
    """
    found = calendar_user.strip().lower()
    if found.startswith("mailto:"):
        return unquote(found.removeprefix("mailto:")).strip()
    return found


def _dates(event: CalendarComponent) -> int:
    """How many dates it lists, its own included."""
    lists = (line for line in event.lines if line.name in ("RDATE", "EXDATE"))
    return 1 + sum(line.value.count(",") + 1 for line in lists)


def _matters(event: CalendarComponent, clock: LocalTimes) -> bool:
    """False for what plainly takes place once, well outside the period; it is not read further."""
    names = {line.name for line in event.lines}
    if names & {"RRULE", "RDATE", "RECURRENCE-ID"} or not {"DTSTART", "DTEND"} <= names:
        return True
    start, end = event.value("DTSTART")[:8], event.value("DTEND")[:8]
    if not (start.isdecimal() and end.isdecimal() and len(start) == len(end) == 8 and start <= end):
        return True
    return end >= f"{clock.begin:%Y%m%d}" and start <= f"{clock.end:%Y%m%d}"


def _blocks(event: CalendarComponent, email: str | None) -> bool:
    """Whether the event takes its owner's time: opaque, not cancelled, not declined by them."""
    if event.value("TRANSP").strip().upper() == "TRANSPARENT":
        return False
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return False
    return not any(
        line.name == "ATTENDEE"
        and email is not None
        and address(line.value) == address(email)
        and (line.parameter("PARTSTAT") or "").upper() == "DECLINED"
        for line in event.lines
    )


def _free_busy(calendar: CalendarComponent, zones: CalendarZones, expansion: Expansion) -> Times:
    """The busy times that a VFREEBUSY publishes (RFC 5545, 3.6.4)."""
    parts = list(calendar.all("VFREEBUSY"))
    found: Times = []
    for part in typed(expansion.path, parts, zones, expansion.problems):
        for period in listed(part.get("FREEBUSY")) if part is not None else ():
            for item in getattr(period, "dts", None) or (period,):
                if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                    begin, end = item.dt
                    end = begin + end if isinstance(end, timedelta) else end
                    found += expansion.clock.span(begin, end)
    return found


def _unavailable(calendar: CalendarComponent, zones: CalendarZones, expansion: Expansion) -> Times:
    """What the VAVAILABILITY components leave busy (RFC 7953, 4).

    Each is busy from its DTSTART to its end, but for the times of its AVAILABLE parts; one of
    higher PRIORITY (1 is the highest, 0 or none the lowest) overrides one of lower. Among equals,
    whoever says available is believed. BUSYTYPE says how busy, and tentative is busy too.
    """
    levels: dict[int, list[tuple[Times, Times]]] = defaultdict(list)
    parts = list(calendar.all("VAVAILABILITY"))
    values = typed(expansion.path, parts, zones, expansion.problems)
    for part, value in zip(parts, values, strict=True):
        line = part.first("PRIORITY")
        priority = line.value.strip() if line is not None else "0"
        if line is not None and not (
            priority.isascii() and priority.isdecimal() and len(priority) == 1
        ):
            message = tr("PRIORITY {value!r} is not between 0 and 9", value=priority)
            expansion.wrong(line.line, "I002", message)
        elif value is not None:
            bounded = "DTEND" in value or "DURATION" in value
            start = one_time(value, "DTSTART") or expansion.clock.begin
            end = (event_end(value) if bounded else None) or expansion.clock.end
            free = list(expansion.times(list(part.all("AVAILABLE")), zones))
            levels[int(priority) or 10].append((expansion.clock.span(start, end), free))
    busy: Times = []
    for level in sorted(levels, reverse=True):
        covered = merged_spans([time for whole, _ in levels[level] for time in whole])
        free = merged_spans([time for _, free in levels[level] for time in free])
        busy = [*without(busy, covered), *without(covered, free)]
    return busy
