"""Spans with a beginning and an end, of time or of text."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

Edge = TypeVar("Edge", int, datetime)


def merged_spans(spans: Iterable[tuple[Edge, Edge]]) -> list[tuple[Edge, Edge]]:
    """The spans sorted, those that overlap or touch made one."""
    merged: list[tuple[Edge, Edge]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
