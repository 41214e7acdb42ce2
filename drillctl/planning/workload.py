"""What everybody has to do so far, as the rolling sums that limits bound.

Kept up to date change by change, so that asking who has room for one session more is a look at
one column.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from drillctl.planning.instance import UNLIMITED, Choice, Instance, Mask, Numbers


class Workload:
    """`spent`, by table: members x days. Windows with the same weights share one table."""

    def __init__(self, instance: Instance) -> None:
        self._windows = instance.windows
        first, last = instance.horizon
        widest = max((days for days, _ in instance.windows if days is not None), default=1)
        # Room on both sides for windows that reach beyond the horizon.
        self._first = first - 2 * widest
        length = last - first + 1 + 4 * widest
        spends = [
            (tuple(c.spends[k] for c in instance.choices), instance.given[k])
            for k in range(len(instance.windows))
        ]
        self._table = [spends.index(weights) for weights in spends]
        self._spent = {
            table: np.zeros((instance.members, length), dtype=np.int16)
            for table in sorted(set(self._table))
        }
        # By day in memory, since `room` asks for many people on one day.
        self._busiest = [
            np.zeros((instance.members, length if days is not None else 1), np.int32, order="F")
            if (limits < UNLIMITED).any()
            else None
            for days, limits in instance.windows
        ]
        self._add_given(instance, length)

    def _add_given(self, instance: Instance, length: int) -> None:
        """What counts in any case, as far as a window of a day within the horizon sees it."""
        widest = (instance.horizon[0] - self._first) // 2
        for table, counted in self._spent.items():
            for member, given in instance.given[table].items():
                for day, amount in given:
                    at = day - self._first
                    if widest <= at < length - widest:
                        counted[member, at] += amount
        for number, (days, _) in enumerate(self._windows):
            busiest, people = self._busiest[number], sorted(instance.given[number])
            if busiest is None or not people:
                continue
            spent = self._spent[self._table[number]][people]
            if days is None:
                busiest[people, 0] = spent.sum(axis=1)
            else:
                around = np.pad(spent, ((0, 0), (days - 1, days - 1)))
                busiest[people] = _busiest_windows(around, days)

    def copy(self) -> "Workload":
        """The same, to go on with apart."""
        twin = object.__new__(Workload)
        twin._windows, twin._first, twin._table = self._windows, self._first, self._table
        twin._spent = {table: spent.copy() for table, spent in self._spent.items()}
        twin._busiest = [None if b is None else b.copy() for b in self._busiest]
        return twin

    def add(self, people: Sequence[int], day: int, choice: Choice, sign: int) -> None:
        """These people take part in such a session on that day (`sign` -1: no longer)."""
        at = day - self._first
        for table, spent in self._spent.items():
            spent[people, at] += sign * choice.spends[table]
        for number, (days, _) in enumerate(self._windows):
            busiest = self._busiest[number]
            if busiest is None or not choice.spends[number]:
                continue
            if days is None:
                busiest[people, 0] += sign * choice.spends[number]
                continue
            around = self._spent[self._table[number]][people, at - 2 * days + 2 : at + 2 * days - 1]
            busiest[people, at - days + 1 : at + days] = _busiest_windows(around, days)

    def room(self, choice: Choice, who: Numbers, day: int) -> Mask:
        """Who of `who` stays within every limit with one such session more on that day."""
        mask: Mask = np.ones(len(who), dtype=np.bool_)
        for number, (days, limits) in enumerate(self._windows):
            weight, busiest = choice.spends[number], self._busiest[number]
            if not weight or busiest is None:
                continue
            limit = limits[who]
            most = busiest[who, 0 if days is None else day - self._first]
            mask &= (most + weight <= limit) | (limit >= UNLIMITED)
        return mask

    def rooms(self, choice: Choice, who: Numbers, days: Numbers) -> Mask:
        """`room` of a few people on many days (people x days), if they are idle that day."""
        idle: Mask = np.ones((len(who), len(days)), dtype=np.bool_)
        columns = days - self._first
        for number, (width, limits) in enumerate(self._windows):
            weight, busiest = choice.spends[number], self._busiest[number]
            if not weight or busiest is None:
                continue
            limit = limits[who][:, np.newaxis]
            most = busiest[who[:, np.newaxis], 0 if width is None else columns]
            idle &= (most + weight <= limit) | (limit >= UNLIMITED)
        for spent in self._spent.values():
            idle &= spent[who[:, np.newaxis], columns] == 0
        return idle


def _busiest_windows(spent: NDArray[np.int16], days: int) -> NDArray[np.int32]:
    """Of each day but the first and last `days - 1`: the most of any window that it lies in."""
    sums = np.zeros((len(spent), spent.shape[1] + 1), dtype=np.int32)
    np.cumsum(spent, axis=1, out=sums[:, 1:])
    windows = sums[:, days:] - sums[:, :-days]
    rolled = np.lib.stride_tricks.sliding_window_view(windows, days, axis=1).max(axis=-1)
    return np.asarray(rolled)
