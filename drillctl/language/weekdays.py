"""Names of the days of the week, as messages."""

from datetime import date

from drillctl.language.message import Message, tr

_NAMES = (
    tr("Monday"),
    tr("Tuesday"),
    tr("Wednesday"),
    tr("Thursday"),
    tr("Friday"),
    tr("Saturday"),
    tr("Sunday"),
)
_SHORT = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def weekday(day: date) -> Message:
    """The name of a day's weekday, in full."""
    return _NAMES[day.weekday()]


def short_weekday(day: date) -> Message:
    """The name of a day's weekday in three letters."""
    return _SHORT[day.weekday()]
