"""How many seats of one session can be filled at most, each member in one seat.

Maximum flow by augmenting paths from positions (so many seats each) to members (one seat each);
small graphs, so the textbook algorithm serves (Ford and Fulkerson, 1956).
"""

from collections.abc import Iterable, Mapping

import numpy as np

from drillctl.model.scenario import Position
from drillctl.rules.rule import Mask


def most_seats(positions: Iterable[Position], eligible: Mapping[str, Mask]) -> int:
    """Largest number of seats that distinct eligible members can fill."""
    positions = list(positions)
    total = 0
    for able, count in sorted((int(eligible[p.id].sum()), p.count) for p in positions):
        total += count
        if able < total:
            break
    else:
        return total  # whoever sits in one position, enough are left for the next larger one
    who = {p.id: [int(m) for m in np.flatnonzero(eligible[p.id])] for p in positions}
    seat_of: dict[int, str] = {}
    filled = 0
    for position in sorted(positions, key=lambda p: (len(who[p.id]), p.id)):
        for _ in range(position.count):
            if not _augment(position.id, who, seat_of, set()):
                break
            filled += 1
    return filled


def _augment(
    position: str, who: Mapping[str, list[int]], seat_of: dict[int, str], seen: set[int]
) -> bool:
    for member in who[position]:
        if member not in seen and member not in seat_of:
            seat_of[member] = position
            return True
    for member in who[position]:
        if member not in seen:
            seen.add(member)
            if _augment(seat_of[member], who, seat_of, seen):
                seat_of[member] = position
                return True
    return False
