"""Events over the clock changes of their own zones (RFC 5545, 3.3.5 and 3.3.6).

Where two readings are possible an event takes the time of both: rather an hour of a night too
much than somebody planned who can't come.
"""

from datetime import UTC, date, datetime

Moment = date | datetime


def existing(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """An event with a start that its zone's clocks skip begins as much later.

    Where nothing of it would be left it lasts as long as it would by the clock.
    """
    real, until = _existing(start), _existing(end)
    if real is start or _later(real, until) != real:
        return real, until
    return real, _passing(real, start, end)


def recurring(start: Moment, end: Moment) -> tuple[Moment, Moment]:
    """An occurrence to the hour of the clock at which others end, or until as much time passed.

    A DURATION in hours, and the length of a series with DTEND, are time that passes (RFC 5545,
    3.8.5.3); shifts, and what most calendars show, end by the clock.
    """
    real = _existing(start)
    return real, _later(_existing(end), _passing(real, start, end))


def _existing(moment: Moment) -> Moment:
    """The moment; one that the clocks skip by the UTC offset before."""
    if not isinstance(moment, datetime) or moment.tzinfo in (None, UTC):
        return moment
    from dateutil.tz import datetime_exists, resolve_imaginary

    try:
        return moment if datetime_exists(moment) else resolve_imaginary(moment)
    except OverflowError:
        return moment


def _passing(real: Moment, start: Moment, end: Moment) -> Moment:
    """When so much time has passed since `real` as the clocks show between `start` and `end`."""
    if not isinstance(real, datetime) or not isinstance(start, datetime):
        return end
    if not isinstance(end, datetime) or start.tzinfo is None or start.tzinfo is not end.tzinfo:
        return end
    try:
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        return (real.astimezone(UTC) + length).astimezone(start.tzinfo)
    except OverflowError:
        return end


def _later(one: Moment, other: Moment) -> Moment:
    """The later of two ends, as instants: those of one zone Python compares by its clocks."""
    if not isinstance(one, datetime) or not isinstance(other, datetime) or one.tzinfo is None:
        return one
    try:
        return max(one, other, key=lambda moment: moment.timestamp())
    except (OverflowError, ValueError):
        return one
