"""Bars that would hide each other, in lanes one above the other."""

from collections.abc import Sequence

Extent = tuple[float, float]
"""From where to where."""


def lanes(extents: Sequence[Extent]) -> list[int]:
    """The lane of each extent, from 0, so that none overlaps another of its lane.

    Each takes the first lane that is free where it begins: in order of their beginning the fewest
    lanes that there can be. What only touches does not overlap.
    """
    ends: list[float] = []
    found = [0] * len(extents)
    for place in sorted(range(len(extents)), key=lambda p: extents[p]):
        first, last = extents[place]
        lane = next((n for n, end in enumerate(ends) if end <= first), len(ends))
        ends[lane:] = [last] if lane == len(ends) else [last, *ends[lane + 1 :]]
        found[place] = lane
    return found
