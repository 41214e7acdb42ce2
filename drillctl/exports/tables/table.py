"""A table as it is written: columns of one sort each, and rows of typed values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Value = str | int | float | date | datetime | None
"""Times are local wall times of the roster's zone, without it; None is an empty cell."""


class Sort(StrEnum):
    """What a column holds. Hours are decimal; long text is wrapped."""

    TEXT = "text"
    LONG = "long"
    TIME = "time"
    DATE = "date"
    WHOLE = "whole"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is stable; the heading is a message."""

    key: str
    heading: str
    sort: Sort = Sort.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is that of its file; `warns`: keys of columns in which a value is a gap."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    warns: Sequence[str] = ()

    def without(self, *keys: str) -> "Table":
        """Without some columns."""
        kept = [n for n, column in enumerate(self.columns) if column.key not in keys]
        return Table(
            self.name,
            self.title,
            [self.columns[n] for n in kept],
            [[row[n] for n in kept] for row in self.rows],
            [key for key in self.warns if key not in keys],
        )


def as_text(value: Any, sort: Sort) -> str:
    """A value as a text file has it: ISO 8601 with a blank between date and time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
