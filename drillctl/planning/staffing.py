"""Staffing: people for one session at a fixed start and venue, the rest of the plan as it is.

Scarce positions choose first; each takes those whose key (load so far and expected demand) is
least; augmenting paths then fill what is left, and exchanges mend the session's own quotas.
"""

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
    for place in sorted(range(len(seats)), key=lambda p: (spare[p], p)):
        for k in np.flatnonzero(able[place] & left)[: choice.positions[place].count]:
            seats[place].append(int(k))
            position_of[int(k)] = place
            left[k] = False
    for place, wanted in enumerate(choice.positions):
        while len(seats[place]) < wanted.count and _augment(place, able, seats, position_of, set()):
            pass
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


def holds(choice: Choice, held: Held) -> bool:
    """Whether the session's own quotas hold with these people."""
    chosen = np.searchsorted(choice.who, np.array(held.people, dtype=np.int64))
    return short_by(choice, held.venue, chosen) == 0


def _mend(choice: Choice, venue: int, able: Mask, order: Numbers, seats: list[list[int]]) -> bool:
    """Exchanges and vacates until the session's own quotas hold; False where they can't."""
    if not choice.sums and not choice.distinct:
        return True

    def missing() -> int:
        return short_by(choice, venue, order[[k for s in seats for k in s]])

    now = missing()
    while now:
        best: tuple[int, int, int, int] | None = None
        taken = {k for s in seats for k in s}
        tried: set[tuple[int, ...]] = set()
        for place in range(len(seats)):
            for index, old in enumerate(seats[place]):
                for new in _kinds(choice, able[place], order, taken):
                    seats[place][index] = new
                    after = missing()
                    if after < now and (best is None or after < best[0]):
                        best = (after, place, index, new)
                seats[place][index] = old
        if best is None:
            for place, wanted in enumerate(choice.positions):
                if len(seats[place]) > wanted.minimum:
                    for index, old in enumerate(list(seats[place])):
                        del seats[place][index]
                        after = missing()
                        seats[place].insert(index, old)
                        if after < now and (best is None or after < best[0]):
                            best = (after, place, index, -1)
        if best is None:
            return False
        now, place, index, new = best
        if (now, place, index, new) in tried:
            return False
        if new < 0:
            del seats[place][index]
        else:
            seats[place][index] = new
    return True


def _kinds(choice: Choice, able: Mask, order: Numbers, taken: set[int]) -> list[int]:
    """The first free candidate of each sort that the session's quotas tell apart."""
    first: dict[tuple[int, ...], int] = {}
    for k in np.flatnonzero(able)[:400]:
        if int(k) not in taken:
            at = order[k]
            sort = tuple(int(w.weights[at]) for w in choice.sums)
            sort += tuple(int(groups[at]) for groups, _ in choice.distinct)
            first.setdefault(sort, int(k))
            if len(first) >= 40:
                break
    return list(first.values())
