"""What people type, read leniently where it has one meaning only.

Full-width characters, case and blanks around don't matter. A date or number that could mean two
things is not read: the person who typed it knows which.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from drillctl.files.forms import ATTENDANCE, DONE, ELEMENT, RATING, STATE, Words
from drillctl.files.patterns import ID, SESSION
from drillctl.model.action import ActionState, Element
from drillctl.model.record import Attendance, Rating

Typed = str | int | float | bool | datetime | date | time | timedelta
"""As YAML (always text) or a cell has it."""

_ID = re.compile(ID)
_SESSION = re.compile(SESSION)
_LONGEST = 14 * 24 * 60
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?")
_YEAR_LAST = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?[-/.] ?(\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})\.? ?([a-z]{3,9})\.?,? ?(\d{4})")
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2}),? ?(\d{4})")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)")
_H = r"(?:hours?|hrs?|h|个?小时|时)"
_M = r"(?:minutes?|mins?|m|分钟?)"
_HOURS_MINUTES = re.compile(rf"(\d+) ?(?:{_H}|:) ?(\d{{1,2}})(?: ?{_M})?")
_HOURS_ONLY = re.compile(rf"(\d+(?:[.,]\d+)?|[.,]\d+)(?: ?{_H})?")
_HALF = re.compile(r"(\d+) ?个?半小时|(\d+) ?小时半")
_MINUTES_ONLY = re.compile(rf"(\d+) ?{_M}")

_MARKS = ("√", "✓", "✔", "☑", "x", "v")
_SPOKEN: Mapping[type[StrEnum], tuple[Mapping[str, Words], Mapping[str, tuple[str, ...]]]] = {
    Attendance: (
        ATTENDANCE,
        {
            "present": (*_MARKS, "attended", "yes", "y", "是", "出席", "到", "已到"),
            "late": ("came late", "晚到"),
            "absent": ("no", "n", "否", "no show", "no-show", "未到", "缺勤", "请假"),
            "substitute": ("sub", "代", "替"),
        },
    ),
    Rating: (RATING, {}),
    Element: (ELEMENT, {"organization": ("organisation",), "exercise": ("exercises",)}),
    ActionState: (STATE, {"closed": ("done", "已完成", "关闭"), "open": ("未关闭", "进行中")}),
}
_YES_NO = (
    DONE,
    {"true": ("true", "y", "done", *_MARKS, "完成", "已完成"), "false": ("false", "n", "未完成")},
)
_RATING = re.compile(
    r"([psmu])(?:\W{1,3}(?:performed (?:without|with some|with major) challenges"
    r"|unable to be performed)\W?)?"
)
_BESIDE_TIME = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?|(?:周|星期)[一二三四五六日天]|t"
    r"|\(?[a-z]+/[a-z_/]+\)?|[ ,()])*"
)


def plain(typed: str) -> str:
    """Text as it is compared: case, width of characters and blanks don't matter."""
    if typed.isascii():
        return " ".join(typed.lower().split())
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def clean(typed: str) -> str:
    """Text as it is kept: without the control characters that no YAML file may hold."""
    if typed.isprintable():
        return typed
    text = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n").replace("\x85", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def shown(value: Typed) -> str:
    """A cell's value as text."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return clean(str(value)).strip()


def an_id(typed: Typed) -> str | None:
    """An id as it stands, in lower case."""
    text = plain(shown(typed))
    return text if _ID.fullmatch(text) else None


def a_session(typed: Typed) -> str | None:
    """``SCENARIO#N``."""
    text = plain(shown(typed)).replace(" ", "")
    return text if _SESSION.fullmatch(text) else None


def a_word(typed: Typed, words: type[StrEnum]) -> str | None:
    """One of the words, in any language of the forms, or as people say it for short."""
    text = plain(shown(typed))
    if words is Rating:
        found = _RATING.fullmatch(text)
        return found[1].upper() if found else None
    return _spoken(text, *_SPOKEN[words])


def yes_no(typed: Typed) -> bool | None:
    """Whether it was done."""
    if isinstance(typed, bool):
        return typed
    word = _spoken(plain(shown(typed)), *_YES_NO)
    return None if word is None else word == "true"


def _spoken(
    text: str, words: Mapping[str, Words], more: Mapping[str, tuple[str, ...]]
) -> str | None:
    for word, languages in words.items():
        known = (word, *languages.values(), *more.get(word, ()))
        if text in {plain(one) for one in known}:
            return word
    return None


def hours(typed: Typed) -> int | None:
    """A length of time in minutes: 3.5, ``3h30m``, ``3:30``, ``3小时30分``, a cell's time."""
    found: float | None = None
    match typed:
        case bool() | str():
            found = _spoken_hours(plain(shown(typed)))
        case int() | float():
            found = typed * 60 if 0 <= typed <= _LONGEST / 60 else None
        case timedelta():
            found = typed.total_seconds() / 60
        case datetime():
            found = (typed - datetime(1899, 12, 31)).total_seconds() / 60
            found = found - 1440 if found >= 1440 else found
        case time():
            found = typed.hour * 60 + typed.minute
    return round(found) if found is not None and 0 <= found <= _LONGEST else None


def _spoken_hours(text: str) -> float | None:
    if len(text) > 40:
        return None
    if match := _HALF.fullmatch(text):
        return int(match[1] or match[2]) * 60 + 30
    if match := _HOURS_MINUTES.fullmatch(text):
        return int(match[1]) * 60 + int(match[2]) if int(match[2]) < 60 else None
    if match := _HOURS_ONLY.fullmatch(text):
        return float(match[1].replace(",", ".")) * 60
    if match := _MINUTES_ONLY.fullmatch(text):
        return float(match[1])
    return None


def a_day(typed: Typed, prefix: str = "") -> date | None:
    """A date with one meaning only; 4/3/2027 has two."""
    if isinstance(typed, datetime):
        return _valid(typed.year, typed.month, typed.day)
    if isinstance(typed, date):
        return _valid(typed.year, typed.month, typed.day)
    text = plain(shown(typed))
    if prefix and text.startswith(prefix):
        text = text.removeprefix(prefix).strip()
    return _spoken_day(re.sub(r"[ t]00:00(:00)?$", "", text))


def _spoken_day(text: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"(19|20|21)\d{6}", text):
        return _valid(int(text[:4]), int(text[4:6]), int(text[6:]))
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return _valid(year, second, first)
        return _valid(year, first, second) if second > 12 else None
    if match := _DAY_NAMED.fullmatch(text):
        return _named(match[3], match[2], match[1])
    if match := _MONTH_NAMED.fullmatch(text):
        return _named(match[3], match[1], match[2])
    return None


def _named(year: str, month: str, day: str) -> date | None:
    known = month[:3]
    return _valid(int(year), _MONTHS.index(known) + 1, int(day)) if known in _MONTHS else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def a_local_time(typed: Typed) -> datetime | None:
    """A date with a time of day, whatever stands around them (a weekday, the zone)."""
    if isinstance(typed, datetime):
        near = typed + timedelta(seconds=30)
        found = near.replace(second=0, microsecond=0, tzinfo=None)
        return found if 1900 <= found.year <= 2200 else None
    text = plain(shown(typed))
    clock, on = _CLOCK.search(text.replace("t", " ")), _YEAR_FIRST.search(text)
    if clock is None or on is None or len(text) > 60:
        return None
    beside = text.replace(on[0], " ", 1).replace(clock[0], " ", 1)
    if not _BESIDE_TIME.fullmatch(beside):
        return None
    day = _valid(int(on[1]), int(on[2]), int(on[3]))
    if day is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return None
    return datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2]))
