"""One problem's clock: who is free when, which starts lie on the grid, what local day it is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from drillctl.model.problem import Problem
from drillctl.model.roster import Member, Pattern, Span
from drillctl.model.zone import zone_of
from drillctl.timeline.intervals import Intervals, contains, meets, subtract, union
from drillctl.timeline.patterns import pattern_wall, span_wall
from drillctl.timeline.statutory import statutory_holidays
from drillctl.timeline.zones import EPOCH_ORDINAL, Zone, wall_of

Minutes = NDArray[np.int64]
Mask = NDArray[np.bool_]

_DAY = 1440
_FEW = 16
"""Up to so many busy spans, members are compared all at once."""


class Timeline:
    """The clock of `problem`, in its roster's zone.

    Instants are minutes since the epoch. Free and open times are known from two days before the
    first to the days after the last date on which any session may run.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.zone = zone_of(problem.roster.timezone)
        self.period = problem.period
        first, last = self.period.first, self.period.last
        longest = 0
        for scenario in problem.scenarios.values():
            window = problem.window(scenario)
            fixed = [start.date() for start in scenario.schedule.fixed]
            first = min(first, window.first, *fixed)
            last = max(last, window.last, *fixed)
            longest = max(longest, scenario.duration)
        self._first = datetime(first.year, first.month, first.day) - timedelta(days=2)
        after = last.toordinal() + 3 + longest // _DAY
        self._last = datetime.fromordinal(min(after, date.max.toordinal() - 2))
        low, high = wall_of(self._first) - _DAY, wall_of(self._last) + _DAY
        self._zone = Zone(self.zone, low, high)
        self.holidays = statutory_holidays(
            problem.policy.holidays, range(self._first.year, self._last.year + 1)
        )
        self._patterns: dict[Pattern, Intervals] = {}
        self._free: dict[str, Intervals] = {}
        self._open: dict[str, Intervals] = {}
        self._busy: dict[str, Intervals] = {}

    def free(self, member: str) -> Intervals:
        """Free time of a member: pattern + free - busy, adjoining intervals merged."""
        if member not in self._free:
            who = self.problem.roster.members[member]
            self._free[member] = self._intervals(who.availability, who.free, who.busy)
        return self._free[member]

    def are_free(self, members: Sequence[Member], starts: Minutes, ends: Minutes) -> Mask:
        """Which members (rows) are free for all of which [start, end) (columns).

        Members of one pattern share its look-up; busy spans are compared on whole arrays, those of
        who has many (a whole calendar) one member at a time, which needs less memory.
        """
        usual: dict[tuple[Pattern, tuple[Span, ...]], int] = {}
        row_of = [usual.setdefault((m.availability, m.free), len(usual)) for m in members]
        masks = [contains(self._intervals(*key, ()), starts, ends) for key in usual]
        free = np.array(masks, dtype=bool).reshape(len(usual), len(starts))[row_of]
        away = [(row, self._away(m)) for row, m in enumerate(members) if m.busy]
        for row, spans in away:
            if len(spans) > _FEW:
                free[row] &= ~meets(spans, starts, ends)
        away = [(row, spans) for row, spans in away if len(spans) <= _FEW]
        if away and len(starts):
            rows = np.repeat([row for row, _ in away], [len(spans) for _, spans in away])
            spans = np.concatenate([spans for _, spans in away])
            near = (spans[:, 0] < ends.max()) & (spans[:, 1] > starts.min())
            rows, spans = rows[near], spans[near]
            if len(rows):
                taken = (spans[:, :1] < ends) & (spans[:, 1:] > starts)
                who, first = np.unique(rows, return_index=True)
                free[who] &= ~np.logical_or.reduceat(taken, first)
        return free

    def _away(self, member: Member) -> Intervals:
        if member.id not in self._busy:
            self._busy[member.id] = self._to_instants(span_wall(member.busy))
        return self._busy[member.id]

    def open(self, venue: str) -> Intervals:
        """Opening times of a venue, likewise."""
        if venue not in self._open:
            place = self.problem.roster.venues[venue]
            self._open[venue] = self._intervals(place.availability, place.free, place.busy)
        return self._open[venue]

    def _intervals(
        self, pattern: Pattern, free: tuple[Span, ...], busy: tuple[Span, ...]
    ) -> Intervals:
        if pattern not in self._patterns:
            self._patterns[pattern] = self._to_instants(
                pattern_wall(pattern, self._first, self._last)
            )
        time = self._patterns[pattern]
        if free:
            time = union(np.concatenate([time, self._to_instants(span_wall(free))]))
        if busy:
            time = subtract(time, self._to_instants(span_wall(busy)))
        return time

    def _to_instants(self, wall: Intervals) -> Intervals:
        return union(self._zone.bounds(wall.reshape(-1)).reshape(-1, 2))

    def grid(self, first: date, last: date) -> Minutes:
        """Every instant on the policy's grid from local midnight, dates both included."""
        step = self.problem.policy.granularity
        return self._zone.grid(first.toordinal(), last.toordinal(), step)

    def wall(self, instants: Minutes) -> Minutes:
        """Minutes on the local clock since 1970-01-01T00:00."""
        return self._zone.wall(instants)

    def days(self, instants: Minutes) -> Minutes:
        """Local date ordinals (`date.toordinal`) of instants."""
        return self.wall(instants) // _DAY + EPOCH_ORDINAL

    def instant(self, local: datetime) -> int:
        """The instant of a naive local time; see `zones` for times that occur twice or never.

        Of two instants it is the later where the time says so itself (`fold`, PEP 495).
        """
        if local.fold:
            return int(local.replace(tzinfo=self.zone).timestamp()) // 60
        return int(self._zone.instants(np.array([wall_of(local)], dtype=np.int64))[0])

    def local(self, instant: int) -> datetime:
        """The local time of an instant, with its UTC offset.

        The offset is fixed rather than the zone: Python compares and subtracts times of one
        zone by their wall clocks, which is wrong across a clock change.
        """
        there = datetime.fromtimestamp(instant * 60, UTC).astimezone(self.zone)
        offset = there.utcoffset()
        assert offset is not None
        return there.replace(tzinfo=timezone(offset))

    def day_start(self, ordinal: int) -> int:
        """The instant of local midnight of a date."""
        return self.instant(datetime.fromordinal(ordinal))
