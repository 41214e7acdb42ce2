"""Sorted, disjoint, half-open intervals of minutes as arrays of shape (n, 2)."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Intervals = NDArray[np.int64]

NONE: Intervals = np.empty((0, 2), dtype=np.int64)


def union(spans: Iterable[tuple[int, int]] | Intervals) -> Intervals:
    """The spans sorted and merged; those that only touch are merged as well, empty ones fall."""
    array = spans if isinstance(spans, np.ndarray) else np.array(list(spans), dtype=np.int64)
    array = array.reshape(-1, 2)
    array = array[array[:, 0] < array[:, 1]]
    if not len(array):
        return NONE
    array = array[np.argsort(array[:, 0], kind="stable")]
    reach = np.maximum.accumulate(array[:, 1])
    first = np.concatenate([[True], array[1:, 0] > reach[:-1]])
    last = np.concatenate([first[1:], [True]])
    return np.column_stack([array[first, 0], reach[last]])


def complement(intervals: Intervals, start: int, end: int) -> Intervals:
    """What of [start, end) lies outside `intervals`."""
    inside = clip(intervals, start, end)
    edges = np.concatenate([[start], inside.reshape(-1), [end]]).reshape(-1, 2)
    return edges[edges[:, 0] < edges[:, 1]]


def clip(intervals: Intervals, start: int, end: int) -> Intervals:
    """The part of `intervals` within [start, end)."""
    cut = np.clip(intervals, start, end)
    return cut[cut[:, 0] < cut[:, 1]]


def intersect(a: Intervals, b: Intervals) -> Intervals:
    """What lies in both."""
    if not len(a) or not len(b):
        return NONE
    start, end = min(a[0, 0], b[0, 0]), max(a[-1, 1], b[-1, 1])
    outside = np.concatenate([complement(a, start, end), complement(b, start, end)])
    return complement(union(outside), int(start), int(end))


def subtract(intervals: Intervals, away: Intervals) -> Intervals:
    """What of `intervals` lies outside `away`."""
    if not len(intervals) or not len(away):
        return intervals
    start, end = int(intervals[0, 0]), int(intervals[-1, 1])
    return intersect(intervals, complement(away, start, end))


def contains(
    intervals: Intervals, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """For each [start, end): does it lie wholly inside one of the intervals?"""
    if not len(intervals):
        return np.zeros(len(starts), dtype=bool)
    at = np.searchsorted(intervals[:, 0], starts, side="right") - 1
    inside = np.maximum(at, 0)
    return np.asarray((at >= 0) & (ends <= intervals[inside, 1]), dtype=bool)


def meets(
    intervals: Intervals, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """For each [start, end): does it share time with one of the intervals?"""
    if not len(intervals):
        return np.zeros(len(starts), dtype=bool)
    next_one = np.searchsorted(intervals[:, 1], starts, side="right")
    begins = np.append(intervals[:, 0], np.iinfo(np.int64).max)
    return np.asarray(begins[next_one] < ends, dtype=bool)
