"""The occurrences of a recurring event, by the `recurring-ical-events` package.

A module of its own, so that the package is imported only where something recurs.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Component
from recurring_ical_events import CalendarQuery
from recurring_ical_events.occurrence import Occurrence
from recurring_ical_events.selection.name import ComponentsWithName


class _Bare(Occurrence):  # type: ignore[misc]
    """Gives its times and which component it follows, where the package would copy that."""

    def as_component(self, keep_recurrence_attributes: bool) -> Any:
        return self.start, self.end, self._adapter._component


def occurrences(
    series: Iterable[Component], begin: datetime, end: datetime
) -> Iterator[tuple[date | datetime, date | datetime, Component]]:
    """(start, end, component it follows) of all that touch [begin, end) of one series.

    `series` are the components of one UID: the event and what differs from it by RECURRENCE-ID.
    """
    calendar = Calendar()
    for component in series:
        calendar.add_component(component)
    yield from CalendarQuery(
        calendar, components=[ComponentsWithName("VEVENT", occurrence=_Bare)]
    ).between(begin, end)
