"""Local wall time and instants of one IANA zone, on whole arrays.

The zone's UTC offsets over the years in question are found once, as segments; the arithmetic on
them follows PEP 495 and RFC 5545, 3.3.5: a wall time that occurs twice means the first
occurrence, one that the clocks skip is read with the offset before the gap.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.int64]

_DAY = 1440
_EPOCH = datetime(1970, 1, 1)
EPOCH_ORDINAL = _EPOCH.toordinal()


def wall_of(local: datetime) -> int:
    """Wall minutes of a naive local time (seconds are dropped)."""
    return (local - _EPOCH) // timedelta(minutes=1)


class Zone:
    """UTC offsets of one zone between two instants (minutes)."""

    def __init__(self, zone: ZoneInfo, first: int, last: int) -> None:
        self.info = zone
        starts, offsets = [first], [self._offset(first)]
        probe = first
        while probe < last:
            after = min(probe + _DAY, last)
            if self._offset(after) != self._offset(probe):
                low, high = probe, after
                while high - low > 1:
                    middle = (low + high) // 2
                    if self._offset(middle) == self._offset(probe):
                        low = middle
                    else:
                        high = middle
                starts.append(high)
                offsets.append(self._offset(high))
            probe = after
        self.starts = np.array(starts, dtype=np.int64)
        self.offsets = np.array(offsets, dtype=np.int64)

    def _offset(self, instant: int) -> int:
        moment = datetime.fromtimestamp(instant * 60, UTC).astimezone(self.info)
        offset = moment.utcoffset()
        assert offset is not None
        return offset // timedelta(minutes=1)

    def wall(self, instants: Minutes) -> Minutes:
        """Wall minutes at `instants`."""
        at = np.maximum(np.searchsorted(self.starts, instants, side="right") - 1, 0)
        return instants + self.offsets[at]

    def instants(self, wall: Minutes) -> Minutes:
        """Instants of wall minutes: the first of two; a skipped one with the offset before."""
        return wall - self.offsets[self._segments(wall)]

    def bounds(self, wall: Minutes) -> Minutes:
        """Instants of what begins and ends hours, such as a weekly slot.

        As `instants`, but a skipped time is the moment at which the clocks skip it: hours hold no
        minute that they do not name, and what lies in the gap altogether (a day that the date
        line took, as 30 December 2011 in Samoa) holds none at all.
        """
        at = self._segments(wall)
        ends = np.append(self.starts[1:], np.iinfo(np.int64).max)
        found: Minutes = np.minimum(wall - self.offsets[at], ends[at])
        return found

    def _segments(self, wall: Minutes) -> Minutes:
        """The segments by whose offsets wall times are read."""
        # The wall time at which each segment's clock begins to be read, seen from the segment
        # before it: up to there the earlier offset holds, which settles folds and gaps at once.
        borders = self.starts[1:] + np.maximum(self.offsets[:-1], self.offsets[1:])
        return np.asarray(np.searchsorted(borders, wall, side="right"), dtype=np.int64)

    def grid(self, first: int, last: int, step: int) -> Minutes:
        """Instants whose local minute of the day is a multiple of `step`.

        `first` and `last`: local date ordinals, both included. Wall times that occur twice give
        two instants, skipped ones none.
        """
        low, high = (first - EPOCH_ORDINAL) * _DAY, (last + 1 - EPOCH_ORDINAL) * _DAY
        of_day = np.arange(0, _DAY, step, dtype=np.int64)
        wall = (np.arange(low, high, _DAY, dtype=np.int64)[:, None] + of_day).reshape(-1)
        ends = np.append(self.starts[1:], np.iinfo(np.int64).max)
        begins = np.append(np.iinfo(np.int64).min, self.starts[1:])
        found = []
        for begin, end, offset in zip(begins, ends, self.offsets, strict=True):
            here = wall - offset
            found.append(here[(here >= begin) & (here < end)])
        return np.sort(np.concatenate(found))
