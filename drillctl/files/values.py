"""Dates, times, durations, weekdays and hours as people write them in files."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from drillctl.files.nodes import Node, Source, fields, items, scalar, text, what
from drillctl.files.patterns import (
    HINT_CLOCK,
    HINT_DAY,
    HINT_DAYS,
    HINT_DURATION,
    HINT_INSTANT,
    HINT_LOCAL_TIME,
    HINT_MOMENT,
    HINT_SLOT,
    INSTANT,
    WEEKDAYS,
)
from drillctl.files.shared_shapes import LONGEST, LONGEST_LAG, SPAN, WINDOW
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.roster import Span, WeeklySlot
from drillctl.model.scenario import Window

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?", re.ASCII)
_INSTANT = re.compile(INSTANT)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


@lru_cache(maxsize=65536)
def parse_date(value: str) -> date | None:
    """An ISO date between 1900 and 2200; None for anything else."""
    if not _DATE.fullmatch(value):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def day(source: Source, node: Node) -> date | None:
    """An ISO date between 1900 and 2200."""
    value = scalar(source, node)
    if value is None:
        return None
    found = parse_date(value)
    if found is None:
        source.problem(node, "V001", tr("{value} is not a date", value=what(node)), HINT_DAY)
    return found


def local_time(source: Source, node: Node) -> datetime | None:
    """A local date-time ``2027-03-06T09:00`` without zone."""
    value = scalar(source, node)
    if value is None:
        return None
    found = _parse_local(value)
    if found is None:
        message = tr("{value} is not a local time", value=what(node))
        source.problem(node, "V001", message, HINT_LOCAL_TIME)
    return found


def instant(source: Source, node: Node) -> datetime | None:
    """A time with its offset from UTC, ``2027-03-06T09:00+08:00``."""
    value = scalar(source, node)
    if value is None:
        return None
    if _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    message = tr("{value} is not a time with its UTC offset", value=what(node))
    source.problem(node, "V001", message, HINT_INSTANT)
    return None


def _parse_local(value: str) -> datetime | None:
    match = _LOCAL.fullmatch(value)
    on = parse_date(match[1]) if match else None
    at = _parse_clock(match[2]) if match else None
    if on is None or at is None or at == 24 * 60:
        return None
    return datetime.combine(on, time()) + timedelta(minutes=at)


def parse_moment(value: str | None, days_more: int = 0) -> datetime | None:
    """A local time, or a date for its midnight, so many days later; None for anything else.

    One day more makes a date the end of a span that counts it whole.
    """
    on = parse_date(value) if value else None
    if on is not None:
        return datetime.combine(on, time()) + timedelta(days=days_more)
    return _parse_local(value) if value else None


@lru_cache(maxsize=4096)
def _parse_clock(value: str) -> int | None:
    match = _CLOCK.fullmatch(value)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    return hour * 60 + minute


def clock(source: Source, node: Node) -> int | None:
    """A local time of day in minutes; ``24:00`` is the day's end."""
    value = scalar(source, node)
    if value is None:
        return None
    found = _parse_clock(value)
    if found is None:
        message = tr("{value} is not a time of day", value=what(node))
        source.problem(node, "V001", message, HINT_CLOCK)
    return found


@lru_cache(maxsize=4096)
def _parse_duration(value: str) -> Duration | None:
    try:
        return Duration.parse(value)
    except ValueError:
        return None


def duration(source: Source, node: Node) -> Duration | None:
    """A duration such as 90m, 4h, 1h30m, 14d, 3y."""
    value = scalar(source, node)
    if value is None:
        return None
    found = _parse_duration(value)
    if found is None:
        message = tr("{value} is not a duration", value=what(node))
        source.problem(node, "V002", message, HINT_DURATION)
    return found


def minutes(source: Source, node: Node, low: int, high: int = LONGEST) -> int | None:
    """A duration without months, in minutes (a day has 24 hours), between `low` and `high`."""
    found = duration(source, node)
    if found is None:
        return None
    if found.months:
        message = tr("{value} has months or years", value=what(node))
        source.problem(node, "V002", message, tr("use days or hours"))
        return None
    if not low <= found.elapsed_minutes <= high:
        message = tr(
            "{value} is not between {low} and {high}",
            value=what(node),
            low=Duration(minutes=low),
            high=Duration(minutes=high),
        )
        source.problem(node, "S005", message)
        return None
    return found.elapsed_minutes


def lag(source: Source, node: Node) -> Duration | None:
    """A spacing or gap: days, hours and minutes."""
    found = duration(source, node)
    if found is not None and (found.months or found.elapsed_minutes > LONGEST_LAG):
        message = tr("{value} is too long or has months", value=what(node))
        source.problem(node, "V002", message, tr("use days"))
        return None
    return found


def window(source: Source, node: Node) -> Window | None:
    """``{from, to}``: local dates, both included."""
    found = fields(source, node, WINDOW.keys, WINDOW.required)
    if found is None or len(found) < 2:
        return None
    first, last = day(source, found["from"]), day(source, found["to"])
    if first is None or last is None:
        return None
    if first > last:
        message = tr(
            "the window ends {last} before it begins {first}",
            last=last.isoformat(),
            first=first.isoformat(),
        )
        source.problem(node, "C002", message)
        return None
    return Window(first, last)


def span(source: Source, node: Node) -> Span | None:
    """``{from, to, why}``: whole days, both included, or local times, `to` excluded."""
    found = fields(source, node, SPAN.keys, SPAN.required)
    if found is None or "from" not in found or "to" not in found:
        return None
    start, end = _moment(source, found["from"], 0), _moment(source, found["to"], 1)
    why = text(source, found["why"]) if "why" in found else ""
    if start is None or end is None:
        return None
    if start >= end:
        begin, finish = found["from"].value, found["to"].value
        message = tr("the time ends {end} before it begins {begin}", end=finish, begin=begin)
        source.problem(node, "C002", message)
        return None
    return Span(start, end, why or "")


def _moment(source: Source, node: Node, days_more: int) -> datetime | None:
    value = scalar(source, node)
    if value is None:
        return None
    moment = parse_moment(value, days_more)
    if moment is None:
        message = tr("{value} is no date and no local time", value=what(node))
        source.problem(node, "V001", message, HINT_MOMENT)
    return moment


@lru_cache(maxsize=1024)
def _parse_days(value: str) -> frozenset[int] | None:
    found: set[int] = set()
    for part in value.lower().split(","):
        first, dash, last = part.strip().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        begin = WEEKDAYS.index(first)
        end = WEEKDAYS.index(last) if dash else begin
        found.update(n % 7 for n in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def weekdays(source: Source, node: Node) -> frozenset[int] | None:
    """A list of weekdays or ranges of them: ``[sat, sun]``, ``[mon-fri]``."""
    found: set[int] = set()
    for item in items(source, node):
        value = scalar(source, item)
        days = _parse_days(value) if value is not None else None
        if value is not None and days is None:
            message = tr("{value} is no weekday", value=what(item))
            source.problem(item, "V003", message, HINT_DAYS)
        found |= days or frozenset()
    if not found:
        hint = tr("leave `days` out for all days")
        source.problem(node, "V003", tr("no weekday is left"), hint)
        return None
    return frozenset(found)


@lru_cache(maxsize=1024)
def _parse_slot(value: str) -> WeeklySlot | None:
    days_part, _, hours_part = value.strip().rpartition(" ")
    begin, dash, finish = hours_part.partition("-")
    days = _parse_days(days_part.strip()) if days_part else None
    start, end = _parse_clock(begin), _parse_clock(finish)
    if not dash or days is None or start is None or end is None or start == end:
        return None
    return WeeklySlot(days, start, end if end > start else end + 24 * 60)


def weekly_slot(source: Source, node: Node) -> WeeklySlot | None:
    """``mon-fri 19:00-22:00``; an end before the start is on the following day."""
    value = scalar(source, node)
    if value is None:
        return None
    slot = _parse_slot(value)
    if slot is None:
        message = tr("{value} is not weekdays and hours", value=what(node))
        source.problem(node, "V003", message, HINT_SLOT)
    return slot
