"""Dates of an imported column, in whatever style people keep them.

4/1/2025 has two meanings: a value of the same column that has only one, such as 25/1/2025,
settles the order for all of it; else the person who typed them is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from drillctl.files.roster_import_tables import Filled
from drillctl.files.typed_values import a_day, plain, shown
from drillctl.language import tr

Order = Literal["dmy", "mdy", "ymd"]
NEVER = "never"
"""In place of a date of expiry: it does not expire."""

_NEVER = frozenset((
    "never", "no expiry", "no expiration", "does not expire", "never expires", "permanent",
    "unlimited", "lifetime", "indefinite", "长期", "永久", "长期有效", "永久有效", "无限期",
    "不限", "终身", "终身有效", "永不过期", "不过期",
))  # fmt: skip
_NOTHING = frozenset((
    "-", "--", "—", "——", "–", "/", "\\", "无", "没有", "none", "n/a", "na", "nil", "未知",
    "unknown", "?", "？", "待定", "tbd",
))  # fmt: skip
_SHORT = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4})")
_TWO_DIGITS = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})")
_MONTH = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?月?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? |[ (]*(?:周|星期)[一二三四五六日天][) ]*$"
)
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")


class DateError(ValueError):
    """It is no date; `message` and `hint` are for the person who typed it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass
class DateColumn:
    """How one column writes dates. `order`: of 4/1/2025, once it is known."""

    order: Order | None = None
    epoch_1904: bool = False
    evidence: dict[str, Filled] = field(default_factory=dict)
    doubtful: list[Filled] = field(default_factory=list)

    def look(self, cells: Iterable[Filled]) -> None:
        """Learns the order from values that have one meaning only."""
        for cell in cells:
            for match in _SHORT.finditer(plain(shown(cell.value))) if not cell.bad else ():
                first, second = int(match[1]), int(match[2])
                if "." in match[0] or first == second:
                    continue
                if first > 12 >= second:
                    self.evidence.setdefault("dmy", cell)
                elif second > 12 >= first:
                    self.evidence.setdefault("mdy", cell)
                elif first <= 12 and second <= 12:
                    self.doubtful.append(cell)

    @property
    def settled(self) -> Order | None:
        """The order given, or the one of which alone there is evidence."""
        if self.order is not None:
            return self.order
        if set(self.evidence) == {"dmy"}:
            return "dmy"
        return "mdy" if set(self.evidence) == {"mdy"} else None

    def read(self, cell: Filled, text: str | None = None) -> date | str | None:
        """The date, `NEVER`, or None where the cell says there is none; `text`: a part of it.

        Raises
        ------
        DateError
            It is none of these, or may be two dates.
        """
        value = cell.value if text is None else text
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._serial(value)
        said = plain(shown(value))
        if said in _NEVER:
            return NEVER
        if not said or said in _NOTHING:
            return None
        return self._spoken(said, shown(value))

    def _serial(self, number: float) -> date:
        day = int(number)
        if 10_000 <= day <= 110_000:
            start = date(1904, 1, 1) if self.epoch_1904 else date(1899, 12, 30)
            return start + timedelta(days=day)
        found = a_day(str(day)) if number == day else None
        if found is None:
            message = tr("{value} is not a date", value=f"{number:g}")
            raise DateError(message, tr("write it as 2027-03-31"))
        return found

    def _spoken(self, said: str, typed: str) -> date:
        said = _WEEKDAY.sub("", _TIME.sub("", said)).strip()
        if _SERIAL.fullmatch(said):
            return self._serial(float(said))
        match = _SHORT.fullmatch(said)
        if match and "." not in match[0]:
            return self._ordered(int(match[1]), int(match[2]), int(match[3]), typed)
        found = a_day(said) or self._short_year(said)
        if found is not None:
            return found
        hint = tr("write it as 2027-03-31")
        if _TWO_DIGITS.fullmatch(said):
            hint = tr("write the year with four digits, as 2027-03-31")
        elif _MONTH.fullmatch(said):
            hint = tr("write the day too, as 2027-03-31")
        raise DateError(tr("{value!r} is not a date", value=typed), hint)

    def _short_year(self, said: str) -> date | None:
        """1/4/25, where the person has said in which order such dates are."""
        match = _TWO_DIGITS.fullmatch(said) if self.order is not None else None
        if match is None:
            return None
        one, two, three = (int(part) for part in match.groups())
        year, month, day = {
            "ymd": (one, two, three),
            "mdy": (three, one, two),
            "dmy": (three, two, one),
        }[self.order or "ymd"]
        try:
            return date(2000 + year, month, day)
        except ValueError:
            return None

    def _ordered(self, first: int, second: int, year: int, typed: str) -> date:
        order = self.settled
        if first == second or order == "ymd":
            order = "dmy" if first == second else None
        if order is None and max(first, second) > 12:
            order = "dmy" if first > 12 else "mdy"
        elif order is None:
            hint = tr("say which with --date-order dmy or --date-order mdy, or write 2027-03-31")
            message = tr("{value!r} could be two dates", value=typed)
            if len(self.evidence) > 1:
                message = tr(
                    "{value!r} could be two dates: {one} has the day first, {other} the month",
                    value=typed,
                    one=str(self.evidence["dmy"].at),
                    other=str(self.evidence["mdy"].at),
                )
            raise DateError(message, hint)
        day, month = (second, first) if order == "mdy" else (first, second)
        try:
            return date(year, month, day)
        except ValueError:
            message = tr("{value!r} is not a date", value=typed)
            raise DateError(message, tr("write it as 2027-03-31")) from None


def says_never(text: str) -> bool:
    """Whether it says that something does not expire."""
    return plain(text) in _NEVER


def says_nothing(text: str) -> bool:
    """Whether it stands for an empty cell."""
    return not plain(text) or plain(text) in _NOTHING
