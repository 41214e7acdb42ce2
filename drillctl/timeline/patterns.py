"""Availability patterns to intervals of wall time (weekly slots, RFC 5545 recurrences)."""

from datetime import datetime, timedelta

import numpy as np
from dateutil.rrule import rrule, rruleset, rrulestr

from drillctl.language import tr
from drillctl.model.roster import Pattern, Span
from drillctl.timeline.intervals import Intervals, union
from drillctl.timeline.zones import wall_of

_DAY = 1440


def pattern_wall(pattern: Pattern, first: datetime, last: datetime) -> Intervals:
    """Wall-time intervals of `pattern` that touch [first, last), naive local."""
    if pattern.always:
        return np.array([[wall_of(first), wall_of(last)]], dtype=np.int64)
    spans: list[tuple[int, int]] = []
    for slot in pattern.weekly:
        day = datetime(first.year, first.month, first.day) - timedelta(days=slot.end // _DAY + 1)
        while day < last:
            if day.weekday() in slot.weekdays:
                midnight = wall_of(day)
                spans.append((midnight + slot.start, midnight + slot.end))
            day += timedelta(days=1)
    if pattern.rrule is not None and pattern.lasting is not None:
        length = pattern.lasting.elapsed_minutes
        rule = recurrence(pattern.rrule)
        for start in rule.xafter(first - timedelta(minutes=length), inc=True):
            if start >= last:
                break
            spans.append((wall_of(start), wall_of(start) + length))
    return union(spans)


def recurrence(text: str) -> rrule | rruleset:
    """The naive local recurrence that an RFC 5545 DTSTART and RRULE state.

    Raises
    ------
    ValueError
        The text is no recurrence, has no DTSTART, or a DTSTART with a zone.
    """
    if "DTSTART" not in text.upper():
        raise ValueError(tr("a recurrence needs its DTSTART"))
    rule = rrulestr(text)
    start = next(iter(rule), None)
    if start is not None and start.tzinfo is not None:
        raise ValueError(tr("{name} must be local time, without Z or TZID", name="DTSTART"))
    return rule


def span_wall(spans: tuple[Span, ...]) -> Intervals:
    """Wall-time intervals of busy or free spans."""
    return union((wall_of(span.start), wall_of(span.end)) for span in spans)
