"""From the components of a calendar to the times at which they take place, in bounded work."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from drillctl.files.calendar_values import (
    FAILURES,
    CalendarZones,
    event_end,
    listed,
    one_time,
    typed,
)
from drillctl.files.content_lines import CalendarComponent
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.event_times import existing, recurring
from drillctl.files.local_times import LocalTimes
from drillctl.files.recurrence_bounds import UnboundedError, recurrences
from drillctl.language import tr

if TYPE_CHECKING:
    from icalendar import Component

_MOST = 1_000_000
"""So many recurrences may the events of one calendar have together."""


@dataclass
class Expansion:
    """Expands the components of one file (`path` in messages), and notes what is wrong in it.

    `walked`: recurrences so far, of those that one file may have.
    """

    path: str
    clock: LocalTimes
    problems: list[Diagnostic]
    walked: int = 0

    def times(
        self,
        components: Sequence[CalendarComponent],
        zones: CalendarZones,
        counts: Callable[[CalendarComponent], bool] = lambda _: True,
    ) -> Iterator[tuple[datetime, datetime]]:
        """Local times, within what matters, of every occurrence for which `counts` holds."""
        series: dict[str, list[tuple[CalendarComponent, Component]]] = defaultdict(list)
        values = typed(self.path, components, zones, self.problems)
        for component, value in zip(components, values, strict=True):
            if value is not None and self._can_be_expanded(component, value):
                uid = component.value("UID").strip() or f"line {component.line}"
                series[uid].append((component, value))
        for group in series.values():
            if not any(counts(component) for component, _ in group):
                continue
            component, value = group[0]
            if len(group) == 1 and not _recurs(component):
                start, end = one_time(value, "DTSTART"), event_end(value)
                if start is not None and end is not None:
                    yield from self.clock.span(*existing(start, end))
                continue
            try:
                yield from self._occurrences(group, counts)
            except FAILURES as error:
                message = tr("its recurrence can't be expanded: {error}", error=str(error))
                self.wrong(component.line, "I002", message)

    def wrong(self, line: int, code: str, message: str, hint: str = "") -> None:
        """Notes a problem at a line of the file."""
        self.problems.append(Diagnostic(self.path, line, 1, code, message, hint))

    def _occurrences(
        self,
        group: "Sequence[tuple[CalendarComponent, Component]]",
        counts: Callable[[CalendarComponent], bool],
    ) -> Iterator[tuple[datetime, datetime]]:
        from drillctl.files.calendar_occurrences import occurrences

        free = {id(value) for component, value in group if not counts(component)}
        series = [value for _, value in group]
        for start, end, value in occurrences(series, self.clock.begin, self.clock.end):
            if id(value) not in free:
                yield from self.clock.span(*recurring(start, end))

    def _can_be_expanded(self, component: CalendarComponent, value: "Component") -> bool:
        start, end = one_time(value, "DTSTART"), event_end(value)
        if start is None:
            message = tr("{name} without DTSTART", name=component.name)
            self.wrong(component.line, "I002", message)
            return False
        if _backwards(start, end):
            line = component.first("DTEND") or component.first("DURATION")
            if line is None:
                self.wrong(component.line, "I002", tr("it lies before DTSTART"))
            else:
                message = tr("{name} {value} lies before DTSTART", name=line.name, value=line.value)
                self.wrong(line.line, "I002", message)
            return False
        before = len(self.problems)
        rules = (line for line in component.lines if line.name == "RRULE")
        for line, rule in zip(rules, listed(value.get("RRULE")), strict=False):
            shown = f"RRULE {line.value[:60]!r}"
            try:
                self.walked += recurrences(rule, start, self.clock.end.date())
                if self.walked > _MOST:
                    raise UnboundedError(tr("the calendar recurs too often in all"))
            except UnboundedError as error:
                hint = tr("correct the event, or leave it out of the calendar")
                message = tr("{rule} can't be expanded: {error}", rule=shown, error=str(error))
                self.wrong(line.line, "I003", message, hint)
            except FAILURES as error:
                message = tr("{rule} is no recurrence rule: {error}", rule=shown, error=str(error))
                self.wrong(line.line, "I002", message)
        return len(self.problems) == before


def _recurs(component: CalendarComponent) -> bool:
    return any(line.name in ("RRULE", "RDATE", "RECURRENCE-ID") for line in component.lines)


def _backwards(start: date, end: date | None) -> bool:
    if end is None or isinstance(start, datetime) != isinstance(end, datetime):
        return False
    if isinstance(start, datetime) and isinstance(end, datetime):
        if (start.tzinfo is None) != (end.tzinfo is None):
            return False
        if start.tzinfo is end.tzinfo:
            return end.replace(tzinfo=None) < start.replace(tzinfo=None)
    return end < start
