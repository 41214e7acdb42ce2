"""Times of calendars on the local clock of one zone, and what is left of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from drillctl.files.spans import merged_spans

_BEFORE = timedelta(days=3)
_AFTER = timedelta(days=18)
"""A session begins on the period's last day at the latest, and lasts at most 14 days."""
Times = list[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """The local clock of `zone` around a period; `first` and `last` are its local days."""

    zone: ZoneInfo
    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """Local midnight from which on time matters."""
        return datetime.combine(self.first, time()) - _BEFORE

    @property
    def end(self) -> datetime:
        """Local midnight up to which time matters."""
        return datetime.combine(self.last, time()) + _AFTER

    def span(self, start: Any, end: Any) -> Times:
        """[start, end), each an instant, a local time or a date, as naive local time.

        Only the part that matters; empty where there is none.
        """
        begin, until = self._wall(start, is_end=False), self._wall(end, is_end=True)
        begin, until = max(begin, self.begin), min(until, self.end)
        return [(begin, until)] if begin < until else []

    def _wall(self, moment: Any, *, is_end: bool) -> datetime:
        """The wall time of `moment`, in whole minutes.

        A wall time that occurs twice means its first occurrence (see `timeline.zones`), so an
        end in the second one is moved past both: rather an hour of a night too much.
        """
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        local: datetime = moment
        if moment.tzinfo is not None:
            try:
                there = moment.astimezone(self.zone)
            except OverflowError:
                return self.end if moment.year > self.first.year else self.begin
            local = there.replace(tzinfo=None, fold=0)
            if is_end and there.fold:
                earlier, later = there.replace(fold=0).utcoffset(), there.utcoffset()
                if earlier is not None and later is not None:
                    local += earlier - later
        rest = timedelta(seconds=local.second, microseconds=local.microsecond)
        if rest:
            try:
                local += timedelta(minutes=1) - rest if is_end else -rest
            except OverflowError:
                return self.end
        return local


def without(times: Times, away: Times) -> Times:
    """What of `times` lies outside `away`, which is merged."""
    left: Times = []
    for start, end in merged_spans(times):
        begin = start
        for other_begin, other_end in away:
            if begin < other_begin < end:
                left.append((begin, other_begin))
            if other_begin < end:
                begin = max(begin, other_end)
        if begin < end:
            left.append((begin, end))
    return left
