"""What everybody has to do so far, as the rolling sums that limits bound.

Kept up to date change by change, so that asking who has room for one session more is a look at
one column.
"""

from collections.abc import Sequence

import numpy as np

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
            tuple(c.spends[k] for c in instance.choices) for k in range(len(instance.windows))
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
            sums = np.zeros((len(people), around.shape[1] + 1), dtype=np.int32)
            np.cumsum(around, axis=1, out=sums[:, 1:])
            windows = sums[:, days:] - sums[:, :-days]
            rolled = np.lib.stride_tricks.sliding_window_view(windows, days, axis=1).max(axis=-1)
            busiest[people, at - days + 1 : at + days] = rolled

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
