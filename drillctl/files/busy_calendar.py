"""When a member is busy by a calendar of theirs (RFC 5545, RFC 7953), over the planning period.

Busy is what is opaque, takes place and was not declined; a VFREEBUSY's busy times; and what a
VAVAILABILITY leaves unavailable. The events of drillctl's own plan are left out: whoever
subscribes to them in the account whose calendar is read would else be kept from the very
session that they stand for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from drillctl.files.calendar_values import CalendarZones, one_time, typed
from drillctl.files.content_lines import CalendarComponent, read_calendars
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.recurrence_bounds import unbounded
from drillctl.model.roster import Span

if TYPE_CHECKING:
    from icalendar import Component

_WHY = "calendar"
_LARGEST = 64 * 1024 * 1024
_BEFORE = timedelta(days=3)
_AFTER = timedelta(days=18)
"""A session begins on the period's last day at the latest, and lasts at most 14 days."""
_FAILURES = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
Times = list[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class CalendarReader:
    """Reads calendars of one roster: its zone, the first and last local day that matter, and
    whether a UID is a session's of this roster's plan."""

    zone: ZoneInfo
    first: date
    last: date
    is_ours: Callable[[str], bool] = lambda uid: False

    @property
    def begin(self) -> datetime:
        """Local midnight from which on time matters."""
        return datetime.combine(self.first, time()) - _BEFORE

    @property
    def end(self) -> datetime:
        """Local midnight up to which time matters."""
        return datetime.combine(self.last, time()) + _AFTER

    def busy(
        self, path: str, data: bytes, email: str | None
    ) -> tuple[tuple[Span, ...], list[Diagnostic]]:
        """Busy time by the calendar in `data`, naive local, merged; and all that is wrong in it.

        `path` names the file in messages; `email` is the owner's, for what they declined.
        """
        if len(data) > _LARGEST:
            message = f"the calendar is larger than {_LARGEST // 1024**2} MiB"
            return (), [Diagnostic(path, 0, 0, "I001", message, "export a shorter time")]
        calendars, problems = read_calendars(path, data)
        times: Times = []
        for calendar in calendars:
            if calendar.value("METHOD").upper() in ("CANCEL", "REPLY", "REFRESH", "DECLINECOUNTER"):
                continue
            zones = CalendarZones(path, calendar, problems)
            times += self._events(path, calendar, zones, email, problems)
            times += self._free_busy(path, calendar, zones, problems)
            times += self._unavailable(path, calendar, zones, problems)
        return tuple(Span(a, b, _WHY) for a, b in merged_times(times)), problems

    def _events(
        self,
        path: str,
        calendar: CalendarComponent,
        zones: CalendarZones,
        email: str | None,
        problems: list[Diagnostic],
    ) -> Times:
        events = [e for e in calendar.all("VEVENT") if not self._irrelevant(e)]
        return list(
            self._expanded(path, events, zones, problems, lambda event: _blocks(event, email))
        )

    def _irrelevant(self, event: CalendarComponent) -> bool:
        """Whether it is a session of ours, or takes place once, well outside the period."""
        if self.is_ours(event.value("UID").strip()):
            return True
        names = {line.name for line in event.lines}
        if names & {"RRULE", "RDATE", "RECURRENCE-ID"} or not {"DTSTART", "DTEND"} <= names:
            return False
        start, end = event.value("DTSTART")[:8], event.value("DTEND")[:8]
        if not (start.isdecimal() and end.isdecimal() and len(start) == len(end) == 8):
            return False
        return start <= end and (end < f"{self.begin:%Y%m%d}" or start > f"{self.end:%Y%m%d}")

    def _free_busy(
        self,
        path: str,
        calendar: CalendarComponent,
        zones: CalendarZones,
        problems: list[Diagnostic],
    ) -> Times:
        parts = list(calendar.all("VFREEBUSY"))
        found: Times = []
        for part in typed(path, parts, zones, problems):
            for period in _each(part.get("FREEBUSY")) if part is not None else ():
                for item in getattr(period, "dts", None) or (period,):
                    if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                        begin, end = item.dt
                        end = begin + end if isinstance(end, timedelta) else end
                        found += self._local(begin, end)
        return found

    def _unavailable(
        self,
        path: str,
        calendar: CalendarComponent,
        zones: CalendarZones,
        problems: list[Diagnostic],
    ) -> Times:
        """What the VAVAILABILITY components leave busy (RFC 7953, 4).

        Each is busy from its DTSTART to its end, but for the times of its AVAILABLE parts; one of
        higher PRIORITY (1 is the highest, 0 or none the lowest) overrides one of lower. Among
        equals, whoever says available is believed.
        """
        levels: dict[int, list[tuple[Times, Times]]] = defaultdict(list)
        parts = list(calendar.all("VAVAILABILITY"))
        for part, value in zip(parts, typed(path, parts, zones, problems), strict=True):
            if value is None:
                continue
            priority = part.value("PRIORITY") or "0"
            if not (priority.isascii() and priority.isdecimal() and int(priority) <= 9):
                line = part.first("PRIORITY")
                message = f"PRIORITY {priority!r} is not between 0 and 9"
                at = line.line if line else part.line
                problems.append(Diagnostic(path, at, 1, "I002", message))
                continue
            bounded = "DTEND" in value or "DURATION" in value
            start, end = one_time(value, "DTSTART"), _end(value) if bounded else None
            whole = self._local(start or self.begin, end or self.end)
            available = list(part.all("AVAILABLE"))
            free = list(self._expanded(path, available, zones, problems, lambda _: True))
            levels[int(priority) or 10].append((whole, free))
        busy: Times = []
        for level in sorted(levels, reverse=True):
            covered = merged_times([t for whole, _ in levels[level] for t in whole])
            free = merged_times([t for _, free in levels[level] for t in free])
            busy = [*without(busy, covered), *without(covered, free)]
        return busy

    def _expanded(
        self,
        path: str,
        components: Sequence[CalendarComponent],
        zones: CalendarZones,
        problems: list[Diagnostic],
        counts: Callable[[CalendarComponent], bool],
    ) -> Iterator[tuple[datetime, datetime]]:
        """Local times, within what matters, of every occurrence for which `counts` holds."""
        series: dict[str, list[tuple[CalendarComponent, Component]]] = defaultdict(list)
        for component, value in zip(
            components, typed(path, components, zones, problems), strict=True
        ):
            if value is not None and self._can_be_expanded(path, component, value, problems):
                uid = component.value("UID").strip() or f"line {component.line}"
                series[uid].append((component, value))
        for group in series.values():
            if not any(counts(component) for component, _ in group):
                continue
            component, value = group[0]
            if len(group) == 1 and not _recurs(component):
                start, end = one_time(value, "DTSTART"), _end(value)
                yield from self._local(start, end)
                continue
            try:
                yield from self._occurrences(group, counts)
            except _FAILURES as error:
                message = f"its recurrence can't be expanded: {error}"
                problems.append(Diagnostic(path, component.line, 1, "I002", message))

    def _occurrences(
        self,
        group: "Sequence[tuple[CalendarComponent, Component]]",
        counts: Callable[[CalendarComponent], bool],
    ) -> Iterator[tuple[datetime, datetime]]:
        from drillctl.files.calendar_occurrences import occurrences

        free = {id(value) for component, value in group if not counts(component)}
        series = [value for _, value in group]
        for start, end, value in occurrences(series, self.begin, self.end):
            if id(value) not in free:
                yield from self._local(start, end)

    def _can_be_expanded(
        self,
        path: str,
        component: CalendarComponent,
        value: "Component",
        problems: list[Diagnostic],
    ) -> bool:
        start, end = one_time(value, "DTSTART"), _end(value)
        if start is None:
            message = f"{component.name} without DTSTART"
            problems.append(Diagnostic(path, component.line, 1, "I002", message))
            return False
        if _backwards(start, end):
            line = component.first("DTEND") or component.first("DURATION")
            at = line.line if line else component.line
            text = f"{line.name} {line.value} lies before DTSTART" if line else "ends too early"
            problems.append(Diagnostic(path, at, 1, "I002", text))
            return False
        right = True
        for line, rule in zip(
            (line for line in component.lines if line.name == "RRULE"),
            _each(value.get("RRULE")),
            strict=False,
        ):
            try:
                why = unbounded(rule, start, self.end.date())
            except _FAILURES as error:
                text = f"RRULE {line.value[:60]!r} is no recurrence rule: {error}"
                problems.append(Diagnostic(path, line.line, 1, "I002", text))
                right = False
                continue
            if why is not None:
                text = f"RRULE {line.value[:60]!r} can't be expanded: {why}"
                hint = "correct the event, or leave it out of the calendar"
                problems.append(Diagnostic(path, line.line, 1, "I003", text, hint))
                right = False
        return right

    def _local(self, start: Any, end: Any) -> Times:
        """[start, end) on the local clock, within what matters; empty where there is no time."""
        begin, until = self._wall(start, is_end=False), self._wall(end, is_end=True)
        begin, until = max(begin, self.begin), min(until, self.end)
        return [(begin, until)] if begin < until else []

    def _wall(self, moment: Any, *, is_end: bool) -> datetime:
        """The local wall time of an instant, a local time or a date, in whole minutes.

        A wall time that occurs twice means its first occurrence (see `timeline.zones`), so an
        end in the second one is moved past both: rather an hour of a night too much.
        """
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        local: datetime = moment
        if moment.tzinfo is not None:
            try:
                there = moment.astimezone(self.zone)
            except OverflowError:
                return self.end if moment.year > self.first.year else self.begin
            local = there.replace(tzinfo=None, fold=0)
            if is_end and there.fold:
                earlier = there.replace(fold=0).utcoffset()
                later = there.utcoffset()
                if earlier is not None and later is not None:
                    local += earlier - later
        rest = timedelta(seconds=local.second, microseconds=local.microsecond)
        if rest:
            local += timedelta(minutes=1) - rest if is_end else -rest
        return local


def merged_times(times: Times) -> Times:
    """The times sorted, those that overlap or touch made one."""
    merged: Times = []
    for begin, end in sorted(times):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def without(times: Times, away: Times) -> Times:
    """What of `times` lies outside `away`, which is merged."""
    left: Times = []
    for start, end in merged_times(times):
        begin = start
        for other_begin, other_end in away:
            if begin < other_begin < end:
                left.append((begin, other_begin))
            if other_begin < end:
                begin = max(begin, other_end)
        if begin < end:
            left.append((begin, end))
    return left


def _blocks(event: CalendarComponent, email: str | None) -> bool:
    """Whether the event takes its owner's time: opaque, not cancelled, not declined by them."""
    if event.value("TRANSP").strip().upper() == "TRANSPARENT":
        return False
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return False
    return not any(
        line.name == "ATTENDEE"
        and email is not None
        and address(line.value) == email.strip().lower()
        and (line.parameter("PARTSTAT") or "").upper() == "DECLINED"
        for line in event.lines
    )


def address(calendar_user: str) -> str:
    """The e-mail address of a calendar user address (RFC 5545, 3.3.3), in lower case."""
    found = calendar_user.strip().lower()
    return found.removeprefix("mailto:").strip()


def _recurs(component: CalendarComponent) -> bool:
    return any(line.name in ("RRULE", "RDATE", "RECURRENCE-ID") for line in component.lines)


def _each(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _end(value: "Component") -> date | datetime | None:
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
        # Hours really pass (RFC 5545, 3.3.6), also over a clock change; days are nominal.
        days = timedelta(days=length.days)
        return ((start + days).astimezone(UTC) + (length - days)).astimezone(start.tzinfo)
    return start + length


def _backwards(start: date, end: date | None) -> bool:
    if end is None or isinstance(start, datetime) != isinstance(end, datetime):
        return False
    if isinstance(start, datetime) and isinstance(end, datetime):
        if (start.tzinfo is None) != (end.tzinfo is None):
            return False
        if start.tzinfo is end.tzinfo:
            return end.replace(tzinfo=None) < start.replace(tzinfo=None)
    return end < start
