"""Staffing: people for one session at a fixed start and venue, the rest of the plan as it is.

Scarce positions choose first; each takes those whose key (load so far and expected demand) is
least; augmenting paths then fill what is left, and exchanges mend the session's own quotas.
"""

from collections import Counter

import numpy as np

from drillctl.planning.instance import Choice, Mask, Numbers
from drillctl.planning.schedule import Held, Seats

FloatKeys = np.ndarray[tuple[int], np.dtype[np.float64]]


def staff(choice: Choice, venue: int, able: Mask, key: FloatKeys) -> Seats | None:
    """Seats for the session, or None where it can't run.

    `able`: positions x `who`, already without those who are taken. `key`: who goes first.
    """
    sizes = able.sum(axis=1)
    if any(int(n) < p.minimum for n, p in zip(sizes, choice.positions, strict=True)):
        return None
    order = np.argsort(key, kind="stable")
    able = able[:, order]
    seats: list[list[int]] = [[] for _ in choice.positions]
    position_of: dict[int, int] = {}
    left = np.ones(able.shape[1], dtype=bool)
    spare = [int(n) - p.count for n, p in zip(sizes, choice.positions, strict=True)]
    # Whoever must be there goes before those who may.
    for counts in ([p.minimum for p in choice.positions], [p.count for p in choice.positions]):
        for place in sorted(range(len(seats)), key=lambda p: (spare[p], p)):
            open_seats = max(0, counts[place] - len(seats[place]))
            for k in np.flatnonzero(able[place] & left)[:open_seats]:
                seats[place].append(int(k))
                position_of[int(k)] = place
                left[k] = False
        for place, wanted in enumerate(counts):
            while len(seats[place]) < wanted and _augment(place, able, seats, position_of, set()):
                pass
        left[list(position_of)] = False
    if any(len(s) < p.minimum for s, p in zip(seats, choice.positions, strict=True)):
        return None
    if not _mend(choice, venue, able, order, seats):
        return None
    return tuple(tuple(sorted(int(choice.who[order[k]]) for k in s)) for s in seats)


def _augment(
    place: int,
    able: Mask,
    seats: list[list[int]],
    position_of: dict[int, int],
    seen: set[int],
) -> bool:
    """One more person in `place`, moving others between positions where that helps."""
    candidates = np.flatnonzero(able[place])
    for k in candidates:
        if int(k) not in position_of:
            seats[place].append(int(k))
            position_of[int(k)] = place
            return True
    for k in candidates:
        other = position_of[int(k)]
        if other not in seen and other != place:
            seen.add(other)
            if _augment(other, able, seats, position_of, seen):
                seats[other].remove(int(k))
                seats[place].append(int(k))
                position_of[int(k)] = place
                return True
    return False


def short_by(choice: Choice, venue: int, chosen: Numbers) -> int:
    """By how much the session's own sums miss their bounds; 0 where they hold.

    `chosen`: indices into `who`.
    """
    missing = 0
    for weighed in choice.sums:
        if weighed.venue is None or weighed.venue == venue:
            total = int(weighed.weights[chosen].sum())
            missing += max(0, weighed.low - total, total - weighed.high)
    for groups, low in choice.distinct:
        present = len(np.unique(groups[chosen][groups[chosen] >= 0]))
        missing += max(0, low - present)
    return missing


def enough(choice: Choice, held: Held) -> bool:
    """Whether every position has its minimum."""
    return all(
        len(seated) >= position.minimum
        for seated, position in zip(held.seats, choice.positions, strict=True)
    )


def holds(choice: Choice, held: Held) -> bool:
    """Whether the session's own quotas hold with these people."""
    chosen = np.searchsorted(choice.who, np.array(held.people, dtype=np.int64))
    return short_by(choice, held.venue, chosen) == 0


Sort = tuple[int, ...]
"""What the session's own quotas tell people apart by: a weight per sum, a group per distinct."""


class _Tally:
    """The session's own sums and groups over those seated, kept as they change."""

    def __init__(self, choice: Choice, venue: int, order: Numbers) -> None:
        self._sums = [w for w in choice.sums if w.venue is None or w.venue == venue]
        self._lows = [low for _, low in choice.distinct]
        rows = [w.weights[order] for w in self._sums] + [g[order] for g, _ in choice.distinct]
        self._table = np.array(rows, dtype=np.int64).reshape(len(rows), len(order))
        self._totals = [0] * len(self._sums)
        self._present: list[Counter[int]] = [Counter() for _ in self._lows]
        self._counts = [0] * len(self._lows)

    def sort(self, k: int) -> Sort:
        """The sort of the k-th in order."""
        return tuple(self._table[:, k].tolist())

    def change(self, old: Sort | None, new: Sort | None) -> None:
        """One of the sort `old` leaves, one of `new` comes."""
        for sort, sign in ((old, -1), (new, 1)):
            if sort is None:
                continue
            for index in range(len(self._sums)):
                self._totals[index] += sign * sort[index]
            for index, group in enumerate(sort[len(self._sums) :]):
                present = self._present[index]
                before = present[group] > 0
                present[group] += sign
                if group >= 0:
                    self._counts[index] += (present[group] > 0) - before

    def missing(self, old: Sort | None = None, new: Sort | None = None) -> int:
        """By how much the bounds are missed, if that change were made."""
        missing = 0
        for index, weighed in enumerate(self._sums):
            total = self._totals[index]
            total += (new[index] if new else 0) - (old[index] if old else 0)
            missing += max(0, weighed.low - total, total - weighed.high)
        for index, low in enumerate(self._lows, len(self._sums)):
            present = self._present[index - len(self._sums)]
            count = self._counts[index - len(self._sums)]
            gone = old[index] if old else -1
            come = new[index] if new else -1
            if gone != come:
                count -= gone >= 0 and present[gone] == 1
                count += come >= 0 and present[come] == 0
            missing += max(0, low - count)
        return missing


def _mend(choice: Choice, venue: int, able: Mask, order: Numbers, seats: list[list[int]]) -> bool:
    """Exchanges and vacates until the session's own quotas hold; False where they can't."""
    if not choice.sums and not choice.distinct:
        return True
    tally = _Tally(choice, venue, order)
    for people in seats:
        for k in people:
            tally.change(None, tally.sort(k))
    while now := tally.missing():
        change = _best_exchange(tally, able, seats, now) or _best_vacancy(choice, tally, seats, now)
        if change is None:
            return False
        place, old, new = change
        tally.change(tally.sort(old), None if new is None else tally.sort(new))
        seats[place].remove(old)
        if new is not None:
            seats[place].append(new)
    return True


def _best_exchange(
    tally: _Tally, able: Mask, seats: list[list[int]], now: int
) -> tuple[int, int, int | None] | None:
    """(place, who leaves, who comes) that most mends the quotas; None where nothing does."""
    best: tuple[int, int, int, int] | None = None
    taken = {k for people in seats for k in people}
    for place, people in enumerate(seats):
        coming = _of_each_sort(tally, [int(k) for k in np.flatnonzero(able[place])[:400]
                                       if int(k) not in taken])  # fmt: skip
        for old_sort, old in _of_each_sort(tally, people).items():
            for new_sort, new in coming.items():
                after = tally.missing(old_sort, new_sort)
                if after < (now if best is None else best[0]):
                    best = (after, place, old, new)
    return best and best[1:]


def _best_vacancy(
    choice: Choice, tally: _Tally, seats: list[list[int]], now: int
) -> tuple[int, int, int | None] | None:
    """(place, who leaves, None), the place staying within its minimum."""
    best: tuple[int, int, int] | None = None
    for place, wanted in enumerate(choice.positions):
        if len(seats[place]) > wanted.minimum:
            for sort, old in _of_each_sort(tally, seats[place]).items():
                after = tally.missing(sort, None)
                if after < (now if best is None else best[0]):
                    best = (after, place, old)
    return best and (best[1], best[2], None)


def _of_each_sort(tally: _Tally, people: list[int]) -> dict[Sort, int]:
    """The first of each sort, of 40 sorts at most."""
    first: dict[Sort, int] = {}
    for k in people:
        first.setdefault(tally.sort(k), k)
        if len(first) >= 40:
            break
    return first
