"""The times of a calendar's components, read by the `icalendar` package; problems with lines.

Only the properties that time depends on are handed to the package, so that a broken description
stops nobody, and a large calendar is read fast.
"""

import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from drillctl.files.content_lines import CalendarComponent, ContentLine
from drillctl.files.diagnostics import Diagnostic
from drillctl.language import tr

if TYPE_CHECKING:
    from icalendar import Component

_TIMES = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE")
_KEPT = frozenset((*_TIMES, "UID", "SEQUENCE", "FREEBUSY"))
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "UID")
_ZONED = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_TYPES: dict[str, tuple[type, ...]] = {
    "DTSTART": (date,),
    "DTEND": (date,),
    "RECURRENCE-ID": (date,),
    "EXDATE": (date,),
    "RDATE": (date, tuple),
    "DURATION": (timedelta,),
}
FAILURES = (ValueError, TypeError, LookupError, AttributeError, OverflowError, OSError)
"""What the packages that read and expand calendars raise of values that they can't take.

OSError: of a zone named like a folder of zones."""


class CalendarZones:
    """The time zones that one calendar names, under names of their own.

    `icalendar` remembers a VTIMEZONE by its TZID for the rest of the program; two calendars
    that mean different zones by one name would both get the first one's. So each definition
    that is not a well-known zone is renamed by its contents.
    """

    def __init__(self, path: str, calendar: CalendarComponent, problems: list[Diagnostic]) -> None:
        self._names: dict[str, str] = {}
        self._texts: list[str] = []
        for zone in calendar.all("VTIMEZONE"):
            name = zone.value("TZID")
            if _well_known(name):
                continue
            if not _safe(path, zone, problems):
                continue
            body = "\r\n".join(_zone_lines(zone))
            own = f"x-{sha256(body.encode()).hexdigest()}"
            self._names[name] = own
            self._texts.append(f"BEGIN:VTIMEZONE\r\nTZID:{own}\r\n{body}\r\nEND:VTIMEZONE")

    @property
    def text(self) -> str:
        """The definitions, to stand in a calendar."""
        return "\r\n".join(self._texts)

    def known(self, name: str) -> bool:
        """Whether it says what the zone's times mean."""
        return name in self._names or _well_known(name)

    def renamed(self, line: ContentLine) -> str:
        """The line as `icalendar` is to read it."""
        zone = line.parameter("TZID")
        parameters = line.parameters
        if zone in self._names:
            parameters = parameters.replace(zone, self._names[zone])
        return f"{line.name}{parameters}:{line.value}"


def typed(
    path: str,
    components: Sequence[CalendarComponent],
    zones: CalendarZones,
    problems: list[Diagnostic],
) -> "list[Component | None]":
    """Each component with its times as values; None, and problems, where one can't be read."""
    from icalendar import Calendar

    shaped = [_shape_is_right(path, component, zones, problems) for component in components]
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-", *filter(None, [zones.text])]
    for component, right in zip(components, shaped, strict=True):
        text.append("BEGIN:VEVENT")
        if right:
            text += [zones.renamed(line) for line in component.lines if line.name in _KEPT]
        text.append("END:VEVENT")
    text += ["END:VCALENDAR", ""]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendar = Calendar.from_ical("\r\n".join(text))
        except FAILURES as error:
            line = components[0].line if components else 1
            message = tr("can't be read: {error}", error=str(error))
            problems.append(Diagnostic(path, line, 1, "I002", message))
            return [None] * len(components)
    found: list[Component | None] = []
    for component, event, right in zip(components, calendar.events, shaped, strict=True):
        ok = right and _values_are_right(path, component, event, problems)
        found.append(event if ok else None)
    return found


def one_time(event: "Component", name: str) -> date | datetime | None:
    """DTSTART, DTEND or RECURRENCE-ID as a date (all day), a local time, or an instant."""
    value = event.get(name)
    return None if value is None else value.dt


def event_end(value: "Component") -> date | datetime | None:
    """DTEND, or DTSTART with DURATION, else (RFC 5545, 3.6.1) the day's end or DTSTART."""
    start, end = one_time(value, "DTSTART"), one_time(value, "DTEND")
    if end is not None or start is None:
        return end
    duration = value.get("DURATION")
    if duration is None:
        return start if isinstance(start, datetime) else start + timedelta(days=1)
    length: timedelta = duration.dt
    if not isinstance(start, datetime) and length % timedelta(days=1):
        start = datetime.combine(start, time())
    if isinstance(start, datetime) and start.tzinfo is not None:
        # Hours really pass (RFC 5545, 3.3.6), also over a clock change; days are nominal. PT24H
        # is read as P1D, so that the later end counts.
        days = timedelta(days=length.days)
        nominal = (start + days).astimezone(UTC) + (length - days)
        return max(nominal, start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return start + length


def listed(value: Any) -> Sequence[Any]:
    """The values of a property that may be given several times, or not at all."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _shape_is_right(
    path: str, component: CalendarComponent, zones: CalendarZones, problems: list[Diagnostic]
) -> bool:
    before = len(problems)
    for name in _ONCE:
        given = [line for line in component.lines if line.name == name]
        for line in given[1:]:
            message = tr(
                "{name} is given twice in the {component} of line {line}",
                name=name, component=component.name, line=component.line,
            )  # fmt: skip
            problems.append(Diagnostic(path, line.line, 1, "I002", message))
    for line in component.lines:
        zone = line.parameter("TZID") if line.name in _ZONED else None
        if zone is not None and not line.value.endswith("Z") and not zones.known(zone):
            message = tr("unknown time zone {zone!r}: no VTIMEZONE defines it", zone=zone)
            hint = tr("export the calendar again with its time zones")
            problems.append(Diagnostic(path, line.line, 1, "I004", message, hint))
    return len(problems) == before


def _values_are_right(
    path: str, component: CalendarComponent, event: "Component", problems: list[Diagnostic]
) -> bool:
    for property_name, error in event.errors:
        # None of a line that `icalendar` can't even take apart.
        name = property_name or component.name
        broken = {
            str(value) for value in listed(event.get(name)) if hasattr(value, "expected_type")
        }
        lines = [line for line in component.lines if line.name == name]
        line = next((line for line in lines if line.value in broken), lines[0] if lines else None)
        at = line.line if line else component.line
        message = tr("{name} can't be read: {error}", name=name, error=error)
        if line is not None:
            value = line.value[:60]
            message = tr(
                "{name} {value!r} can't be read: {error}", name=name, value=value, error=error
            )
        problems.append(Diagnostic(path, at, 1, "I002", message))
    if event.errors:
        return False
    before = len(problems)
    for name, types in _TYPES.items():
        for line, value in zip(
            (line for line in component.lines if line.name == name),
            listed(event.get(name)),
            strict=False,
        ):
            items = value.dts if hasattr(value, "dts") else (value,)
            if not all(isinstance(item.dt, types) for item in items):
                given = line.value[:60]
                text = tr("{name} {value!r} is of the wrong sort", name=name, value=given)
                problems.append(Diagnostic(path, line.line, 1, "I002", text))
    if len(problems) > before:
        return False
    try:
        event_end(event)
    except OverflowError:
        last = component.first("DURATION") or component.first("DTSTART")
        at, value = (last.line, last.value[:60]) if last else (component.line, "")
        message = tr("it ends after the year 9999: {value!r}", value=value)
        problems.append(Diagnostic(path, at, 1, "I002", message))
        return False
    return True


def _zone_lines(component: CalendarComponent) -> Iterable[str]:
    for line in component.lines:
        if line.name not in ("TZID", "LAST-MODIFIED", "TZURL") and not line.name.startswith("X-"):
            yield f"{line.name}{line.parameters}:{line.value}"
    for child in component.children:
        yield f"BEGIN:{child.name}"
        yield from _zone_lines(child)
        yield f"END:{child.name}"


def _safe(path: str, zone: CalendarComponent, problems: list[Diagnostic]) -> bool:
    """Whether the definition can be computed with, in bounded work: rules are yearly or none."""
    before = len(problems)
    if not zone.value("TZID"):
        problems.append(Diagnostic(path, zone.line, 1, "I002", tr("VTIMEZONE without TZID")))
    observances = [*zone.all("STANDARD"), *zone.all("DAYLIGHT")]
    if not observances:
        message = tr("VTIMEZONE without STANDARD or DAYLIGHT")
        problems.append(Diagnostic(path, zone.line, 1, "I002", message))
    for part in observances:
        for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            if not part.value(name):
                message = tr("{part} of a VTIMEZONE without {name}", part=part.name, name=name)
                problems.append(Diagnostic(path, part.line, 1, "I002", message))
        rule = part.first("RRULE")
        if rule is not None and "FREQ=YEARLY" not in rule.value.upper():
            message = tr("a time zone that changes by {rule!r}", rule=rule.value)
            hint = tr("FREQ=YEARLY is usual")
            problems.append(Diagnostic(path, rule.line, 1, "I002", message, hint))
    return len(problems) == before


@lru_cache(maxsize=256)
def _well_known(name: str) -> bool:
    """Whether `icalendar` knows the zone by itself: an IANA or a Windows name."""
    from icalendar.timezone import tzp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return not name.startswith("x-") and tzp.timezone(name) is not None
        except (ValueError, OSError, KeyError):
            return False
