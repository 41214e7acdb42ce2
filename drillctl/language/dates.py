"""Days and local times as people read them: ISO 8601 with the day of the week before it."""

from datetime import date, datetime

from drillctl.language.message import Message
from drillctl.language.weekdays import short_weekday


def day_shown(day: date) -> Message:
    """``Mon 2027-03-01``; of a local time, its day."""
    return short_weekday(day) + f" {day:%Y-%m-%d}"


def time_shown(moment: datetime) -> Message:
    """``Mon 2027-03-01 19:00``, in the zone that `moment` is in."""
    return day_shown(moment) + f" {moment:%H:%M}"
