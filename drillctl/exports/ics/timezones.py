"""VTIMEZONE (RFC 5545, 3.6.5) out of the IANA data that Python has.

A yearly rule is written where one holds over all the years in question, the dates themselves
where none does (Morocco's summer time follows the moon). The same zone and years give the same
bytes, so that an event's own VTIMEZONE does not change when others move.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from drillctl.exports.ics.content_lines import line, local_time, text_line
from drillctl.model.zone import zone_of

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Observance:
    """What the clocks show from a change on; `before` and `after` are UTC offsets."""

    before: timedelta
    after: timedelta
    name: str
    daylight: bool


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> bytes:
    """The component for `zone` (IANA name), right for events of the local years `first` to `last`.

    Raises
    ------
    ZoneInfoNotFoundError
        There is no such zone; reading files reports this before anyone asks.
    """
    info = zone_of(zone)
    years = range(max(first - 1, 1), min(last + 1, 9998) + 1)
    changes: dict[_Observance, list[datetime]] = {}
    for instant in _changes(info, years):
        observance = _observance(info, instant)
        wall = instant.replace(tzinfo=None) + observance.before
        changes.setdefault(observance, []).append(wall)
    rules = {observance: _rule(walls, years) for observance, walls in changes.items()}
    parts = [line("BEGIN", "VTIMEZONE"), text_line("TZID", zone)]
    if not rules or None in rules.values():
        # Without a rule, the first change may come after the first event.
        began = datetime(years[0] if rules else 1970, 1, 1)
        here = datetime(years[0], 1, 1, tzinfo=UTC).astimezone(info)
        offset = here.utcoffset() or timedelta()
        start = _Observance(offset, offset, here.tzname() or "", bool(here.dst()))
        parts += _component(start, [began], None)
    for observance, walls in changes.items():
        parts += _component(observance, walls, rules[observance])
    return b"".join((*parts, line("END", "VTIMEZONE")))


def _component(observance: _Observance, walls: list[datetime], rule: str | None) -> Iterator[bytes]:
    name = "DAYLIGHT" if observance.daylight else "STANDARD"
    yield line("BEGIN", name)
    yield line("DTSTART", local_time(walls[0]))
    yield line("TZOFFSETFROM", _offset(observance.before))
    yield line("TZOFFSETTO", _offset(observance.after))
    if rule is not None:
        yield line("RRULE", rule)
    elif len(walls) > 1:
        yield line("RDATE", ",".join(local_time(wall) for wall in walls[1:]))
    yield text_line("TZNAME", observance.name)
    yield line("END", name)


def _changes(info: ZoneInfo, years: range) -> Iterator[datetime]:
    """The instants (UTC, to the second) at which the offset changes."""
    probe = datetime(years[0], 1, 1, tzinfo=UTC)
    end = datetime(years[-1] + 1, 1, 1, tzinfo=UTC)
    offset = probe.astimezone(info).utcoffset()
    while probe < end:
        after = probe + timedelta(days=1)
        if after.astimezone(info).utcoffset() != offset:
            low, high = 0, 86_400
            while high - low > 1:
                middle = (low + high) // 2
                moment = probe + timedelta(seconds=middle)
                if moment.astimezone(info).utcoffset() == offset:
                    low = middle
                else:
                    high = middle
            yield probe + timedelta(seconds=high)
            offset = after.astimezone(info).utcoffset()
        probe = after


def _observance(info: ZoneInfo, instant: datetime) -> _Observance:
    here = instant.astimezone(info)
    earlier = (instant - timedelta(seconds=1)).astimezone(info)
    return _Observance(
        before=earlier.utcoffset() or timedelta(),
        after=here.utcoffset() or timedelta(),
        name=here.tzname() or "",
        daylight=bool(here.dst()),
    )


def _rule(walls: list[datetime], years: range) -> str | None:
    """The yearly rule by which exactly these local times come, one in each of the years."""
    first = walls[0]
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if [wall.year for wall in walls] != list(years) or len(alike) > 1:
        return None
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    if all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls):
        week = -1
    elif len(weeks) == 1:
        week = weeks.pop()
    else:
        return None
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={week}{_WEEKDAYS[first.weekday()]}"


def _offset(offset: timedelta) -> str:
    """A UTC-OFFSET: ``+0545``; seconds only where there are some (RFC 5545, 3.3.14)."""
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    shown = f"{'-' if seconds < 0 else '+'}{hours:02}{rest // 60:02}"
    return shown + (f"{rest % 60:02}" if rest % 60 else "")
