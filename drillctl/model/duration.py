"""Durations as people write them: ``90m``, ``4h``, ``1h30m``, ``14d``, ``12mo``, ``3y``.

Days, months and years are *nominal* (they count on the local calendar, so a day across a clock
change may have 23 or 25 hours); hours and minutes are *exact* elapsed time. RFC 5545, 3.3.6
draws the same line.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MINUTES_PER_DAY = 1440

NOMINAL = "(?:(?P<years>[0-9]{1,4})y)?(?:(?P<months>[0-9]{1,5})mo)?"
"""Years and months as they are written: their length depends on the calendar."""
EXACT = "(?:(?P<days>[0-9]{1,6})d)?(?:(?P<hours>[0-9]{1,7})h)?(?:(?P<minutes>[0-9]{1,8})m)?"
"""Days, hours and minutes as they are written."""
_PATTERN = re.compile(NOMINAL + EXACT)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: nominal months and days, then exact minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0

    @property
    def nominal(self) -> bool:
        """True when the duration counts calendar days or months, not only elapsed time."""
        return bool(self.months or self.days)

    @property
    def elapsed_minutes(self) -> int:
        """Length in minutes with a day of 24 hours. Durations with months have none.

        Raises
        ------
        ValueError
            The duration has months or years, whose length depends on the calendar.
        """
        if self.months:
            raise ValueError("months have no fixed length")
        return self.days * MINUTES_PER_DAY + self.minutes

    def after(self, start: date) -> date:
        """The date this many months and days after `start` (29 February becomes the 28th)."""
        month = start.year * 12 + start.month - 1 + self.months
        year, month = month // 12, month % 12 + 1
        if year > date.max.year:
            return date.max
        day = min(start.day, monthrange(year, month)[1])
        ordinal = date(year, month, day).toordinal() + self.days + self.minutes // MINUTES_PER_DAY
        return date.fromordinal(min(ordinal, date.max.toordinal()))

    def last_day(self, first: date) -> date:
        """The last of the days that begin with `first`.

        It is the day before the one that corresponds to `first`; where the month has none (a year
        from 29 February), the month's last day, as German (BGB 188) and Chinese (Civil Code 202)
        law have it.
        """
        end = self.after(first)
        if self.months and not self.days and not self.minutes and end.day < first.day:
            return end
        return end - timedelta(days=1)

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read ``1h30m`` and the like.

        Raises
        ------
        ValueError
            `text` is no duration.
        """
        match = _PATTERN.fullmatch(text)
        if not text or match is None:
            raise ValueError(f"{text!r} is no duration")
        part = {name: int(value or 0) for name, value in match.groupdict().items()}
        return cls(
            months=part["years"] * 12 + part["months"],
            days=part["days"],
            minutes=part["hours"] * 60 + part["minutes"],
        )

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        hours, minutes = divmod(self.minutes, 60)
        parts = ((years, "y"), (months, "mo"), (self.days, "d"), (hours, "h"), (minutes, "m"))
        return "".join(f"{number}{unit}" for number, unit in parts if number) or "0h"
