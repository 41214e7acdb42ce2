"""A timeline of a plan in columns of days: a row for each team, person or venue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from rich.text import Text

from drillctl.cli.show_marks import MANY, NONE, STANDBY, mark, style
from drillctl.exports.overview.rows import Bar, Row
from drillctl.language import tr, trn
from drillctl.language.width import padded, shortened, width_of

WEEK = 7
GAP = "  "
SCREEN = 30
"""Rows after which the dates are out of sight."""
_HEADS = (tr("sessions"), tr("hours"))
NARROW = 56
"""Cells below which rows have no totals: the days need what there is."""
WIDEST_CELL = 4
"""A column is no wider: a mark stands close to its neighbours', so that rows are read at once."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`columns` columns of `cell` cells, each of `days` days, the first beginning on `first`."""

    first: date
    days: int
    columns: int
    cell: int

    def column(self, day: date) -> int:
        """In which a day lies."""
        return (day - self.first).days // self.days

    def begins(self, column: int) -> date:
        """The first day of a column."""
        return self.first + timedelta(days=column * self.days)

    @property
    def cells(self) -> int:
        """All columns together."""
        return self.columns * self.cell


def scale(first: date, last: date, room: int) -> Scale:
    """The finest that fits in `room` cells: days, else weeks from Monday, else several of them."""
    span = (last - first).days + 1
    if span <= room:
        return Scale(first, 1, span, min(WIDEST_CELL, room // span))
    monday = first - timedelta(days=first.weekday())
    weeks = ((last - monday).days // WEEK) + 1
    together = -(-weeks // room)
    columns = -(-weeks // together)
    return Scale(monday, WEEK * together, columns, min(WIDEST_CELL, max(1, room // columns)))


def header(along: Scale) -> tuple[str, str]:
    """Two lines: the months, and days of the month, each above the column that begins with it."""
    months, days = [" "] * along.cells, [" "] * along.cells
    starts = [
        k
        for k in range(along.columns)
        if k == 0 or along.begins(k).month != along.begins(k - 1).month
    ]
    for start, following in zip(starts, [*starts[1:], along.columns], strict=True):
        room = (following - start) * along.cell
        day = along.begins(start)
        for text in (f"{day:%Y-%m}", f"{day:%m}"):
            if len(text) < room or (following == along.columns and len(text) <= room):
                months[start * along.cell : start * along.cell + len(text)] = text
                break
    free = 0
    for k in range(along.columns):
        day, at = along.begins(k), k * along.cell
        labelled = along.days > 1 or along.cell > 2 or day.weekday() == 0
        if labelled and at >= free and at + 2 <= along.cells:
            days[at : at + 2] = f"{day:%d}"
            free = at + 3
    return "".join(months), "".join(days)


@dataclass(frozen=True, slots=True)
class Layout:
    """How many cells each part of a line takes: `label`, the columns `along`, `sums` (0: none)."""

    label: int
    along: Scale
    sums: tuple[int, ...]


def layout(rows: Sequence[Row], first: date, last: date, width: int) -> Layout:
    """The parts of lines that take at most `width` cells.

    `first`, `last`: local dates, both included, between which all bars begin.
    """
    sums: tuple[int, ...] = ()
    if width >= NARROW:
        cells = zip(_HEADS, *map(totals, rows), strict=True)
        sums = tuple(max(map(width_of, column)) for column in cells)
    longest = max((width_of(row.title) for row in rows), default=0)
    label = max(4, min(longest, width // 4))
    room = width - label - len(GAP) - sum(size + len(GAP) for size in sums)
    return Layout(label, scale(first, last, max(1, room)), sums)


def timeline(
    rows: Sequence[Row], parts: Layout, heading: Callable[[Row], str | None]
) -> Iterator[Text]:
    """Header and rows; above the first of those that stand under one `heading`, the heading.

    The header comes again above a heading that it is too far from to be seen.
    """
    months, days = header(parts.along)
    blank = " " * parts.label + GAP
    below = SCREEN
    for group, together in groupby(rows, heading):
        if below >= SCREEN:
            yield Text(blank + months, "bold")
            yield Text(blank + days + _right(_HEADS, parts.sums))
            below = 0
        if group is not None:
            width = parts.label + len(GAP) + parts.along.cells
            yield Text(shortened(group, width), "bold")
        for row in together:
            line = Text(padded(shortened(row.title, parts.label), parts.label) + GAP)
            for bars in columns(row, parts.along):
                line.append_text(cell(bars, parts.along.cell))
            yield line.append(_right(totals(row), parts.sums))
            below += 1


def _right(texts: Sequence[str], sizes: Sequence[int]) -> str:
    """Each right-aligned in its size; none where there are no sizes."""
    return "".join(
        GAP + padded(text, size, right=True) for text, size in zip(texts, sizes, strict=False)
    )


def totals(row: Row) -> tuple[str, str]:
    """Sessions with a seat in them, and their hours; a standby is no hours."""
    seated = [bar.shown for bar in row.bars if not bar.standby]
    return str(len(seated)), f"{sum(shown.hours for shown in seated):g}"


def columns(row: Row, along: Scale) -> list[list[Bar]]:
    """The row's bars by the column in which they begin."""
    found: list[list[Bar]] = [[] for _ in range(along.columns)]
    for bar in row.bars:
        found[along.column(bar.shown.start.date())].append(bar)
    return found


def cell(bars: Sequence[Bar], width: int) -> Text:
    """The sessions of one row in one column: their marks, else how many there are."""
    room = _room(width)
    text = Text(NONE, "dim")
    if bars and len(bars) <= room:
        text = Text.assemble(*(_mark(bar) for bar in bars))
    elif bars:
        number = str(len(bars))
        text = Text(number if len(number) <= room else MANY, "bold")
    return text.append(" " * (width - len(text)))


def _room(width: int) -> int:
    """The marks that a cell holds: beside them a blank, where it is not one cell wide."""
    return max(1, width - 1)


def _mark(bar: Bar) -> tuple[str, str]:
    return STANDBY if bar.standby else mark(bar.shown), style(bar.shown)


def signs(rows: Sequence[Row], along: Scale) -> Iterator[tuple[str, str]]:
    """What else than letters stands in the cells, and what it means, for a legend."""
    if any(bar.standby for row in rows for bar in row.bars):
        yield STANDBY, tr("standby")
    most = max((len(bars) for row in rows for bars in columns(row, along)), default=0)
    room = _room(along.cell)
    if most > room:
        yield "2-9", tr("so many sessions")
    if len(str(most)) > room:
        yield MANY, tr("ten sessions or more")
    if along.days > 1:
        weeks = along.days // WEEK
        yield "", trn("one column: a week", "one column: {n} weeks", weeks)
    else:
        yield "", tr("one column: a day")
