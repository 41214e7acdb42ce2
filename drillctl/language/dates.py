"""Days and local times as people read them: ISO 8601 with the day of the week before it."""

from datetime import date, datetime

from drillctl.language.message import Message, tr

_WEEKDAYS = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def day_shown(day: date) -> Message:
    """``Mon 2027-03-01``; of a local time, its day."""
    return _WEEKDAYS[day.weekday()] + f" {day:%Y-%m-%d}"


def time_shown(moment: datetime) -> Message:
    """``Mon 2027-03-01 19:00``, in the zone that `moment` is in."""
    return day_shown(moment) + f" {moment:%H:%M}"
