"""Whether a calendar's recurrence rule (RFC 5545, 3.3.10) can be expanded in bounded work.

`python-dateutil` walks a rule from its start, match by match: a rule that recurs every second,
or one that never matches (30 February), would keep it busy for hours.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from drillctl.language import tr

MOST = 100_000
"""So many times may an event recur from its start to the end of the planning period."""

_SECONDS = {
    "SECONDLY": 1,
    "MINUTELY": 60,
    "HOURLY": 3600,
    "DAILY": 86_400,
    "WEEKLY": 7 * 86_400,
    "MONTHLY": 28 * 86_400,
    "YEARLY": 365 * 86_400,
}
_DAYS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
_CLOCK = (("BYHOUR", "HOURLY"), ("BYMINUTE", "MINUTELY"), ("BYSECOND", "SECONDLY"))
_CENTURIES = 400
"""The Gregorian calendar, weekdays included, repeats after so many years."""
_LEAP = 28
"""Years after which, within a century, 29 February falls on the same weekday again."""


class UnboundedError(Exception):
    """Why a rule can't be expanded in bounded work."""


def recurrences(rule: Mapping[str, Any], start: date, until: date, most: int = MOST) -> int:
    """How often the rule of an event that starts at `start` recurs up to `until`, at most.

    `most`: so often may it.

    Raises
    ------
    UnboundedError
        It recurs too often, or never.
    ValueError
        It is no rule at all.
    """
    frequency = str(_one(rule, "FREQ", "")).upper()
    interval = int(_one(rule, "INTERVAL", 1))
    if frequency not in _SECONDS:
        raise ValueError(tr("FREQ is missing"))
    if interval < 1:
        raise ValueError(f"INTERVAL={interval}")
    unit = _SECONDS[frequency]
    finer = unit < _SECONDS["DAILY"]
    by_day = [key for key in _DAYS if rule.get(key)]
    if finer and "BYSETPOS" in by_day:
        raise UnboundedError(tr("FREQ={frequency} with BYSETPOS", frequency=frequency))
    if unit < _SECONDS["HOURLY"] and by_day:
        raise UnboundedError(
            tr("FREQ={frequency} with {part}", frequency=frequency, part=by_day[0])
        )
    count = _one(rule, "COUNT", None)
    last = _one(rule, "UNTIL", None)
    end = until if last is None else min(until, _day(last))
    seconds = max(0, (end - _day(start)).days + 1) * 86_400
    # A stretch that begins and ends within a week, month or year touches up to two more of them.
    times = (seconds // (unit * interval) + 2) * _days(rule, frequency)
    for key, at in _CLOCK:
        if unit > _SECONDS[at]:
            times *= max(1, len(rule.get(key) or ()))
    if count is not None and not by_day:
        times = min(times, int(count))
    if times > most:
        raise UnboundedError(
            tr("it recurs up to {n:,} times before the planning period is over", n=int(times))
        )
    if by_day and not _ever(rule, start):
        raise UnboundedError(tr("it never takes place"))
    return int(times)


def _days(rule: Mapping[str, Any], frequency: str) -> int:
    """On how many days of one week, month or year the rule takes place, at most."""

    def given(key: str) -> int:
        return len(rule.get(key) or ())

    months, weekdays = given("BYMONTH"), [str(day) for day in rule.get("BYDAY") or ()]
    ordinal = sum(1 for day in weekdays if any(c.isdecimal() for c in day))
    every = len(weekdays) - ordinal
    if given("BYSETPOS") and frequency in ("WEEKLY", "MONTHLY", "YEARLY"):
        return given("BYSETPOS")
    match frequency:
        case "WEEKLY":
            return len(weekdays) or 1
        case "MONTHLY":
            return given("BYMONTHDAY") or ordinal + 5 * every or 1
        case "YEARLY" if given("BYYEARDAY"):
            return given("BYYEARDAY")
        case "YEARLY" if given("BYMONTHDAY"):
            return given("BYMONTHDAY") * (months or 12)
        case "YEARLY" if given("BYWEEKNO"):
            return given("BYWEEKNO") * (len(weekdays) or 7)
        case "YEARLY" if weekdays:
            return months * (ordinal + 5 * every) if months else ordinal + 53 * every
        case "YEARLY":
            return months or 1
        case _:
            return 1


def _one(rule: Mapping[str, Any], key: str, default: Any) -> Any:
    values = rule.get(key)
    if values is None:
        return default
    return values[0] if isinstance(values, list) and values else values


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _ever(rule: Mapping[str, Any], start: date) -> bool:
    """Whether the rule ever matches, found in the last centuries that `datetime` knows."""
    from dateutil.rrule import rrulestr
    from icalendar.prop import vRecur

    kept = {k: v for k, v in rule.items() if k not in ("UNTIL", "COUNT")}
    if _SECONDS[str(_one(rule, "FREQ", "")).upper()] < _SECONDS["DAILY"]:
        kept = {k: v for k, v in kept.items() if k in _DAYS} | {"FREQ": ["DAILY"]}
    day = _day(start)
    shift = 0
    if int(_one(rule, "INTERVAL", 1)) <= _LEAP:
        shift = (9999 - _CENTURIES // 2 - day.year) // _CENTURIES * _CENTURIES
    first = datetime(day.year + shift, day.month, day.day)
    text = vRecur(kept).to_ical().decode()  # type: ignore[no-untyped-call]
    return next(iter(rrulestr(text, dtstart=first)), None) is not None
