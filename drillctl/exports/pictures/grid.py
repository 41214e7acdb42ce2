"""A table of cells with turned headings, over as many sheets as it takes in both directions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, cos, radians, sin

from drillctl.exports.pictures import style
from drillctl.exports.pictures.parts import (
    TOP,
    Entry,
    Paper,
    draw_legend,
    headed,
    legend_height,
    widest,
)
from drillctl.exports.pictures.sheet import MARGIN, Sheet
from drillctl.language import tr

_LEAST, _LARGEST = (0.8, 0.4), (2.0, 0.62)
"""Inches of a cell: width and height."""
_TURNED = 35.0
"""Degrees of headings too long for their columns."""
_LONGEST = 2.1
_TITLES = 0.22
_HEADING = 0.34


@dataclass(frozen=True, slots=True)
class Named:
    """A row or a column. `title` was shown."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell lies: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


DrawCell = Callable[[Sheet, str, str, Place], None]
"""Called with the ids of row and column."""


def draw_grid(
    paper: Paper,
    heading: str,
    about: Sequence[str],
    rows: Sequence[Named],
    columns: Sequence[Named],
    draw_cell: DrawCell,
    legend: Sequence[Entry],
) -> list[Sheet]:
    """Sheets from left to right, then down; one that says so where there is no cell."""
    letters = paper.letters
    if not rows or not columns:
        sheet = headed(paper, heading, about, 1, 1)
        sheet.write(MARGIN, TOP + 0.3, letters.shown(tr("There is nothing to show.")), 12)
        return [sheet]
    width, height = paper.size.inches
    points = style.TEXT * 1.1
    gutter = min(widest(letters, (row.title for row in rows), points) + 0.15, _TITLES * width)
    longest = min(widest(letters, (c.title for c in columns), points), _LONGEST)
    room = width - 2 * MARGIN - gutter
    flat = longest + 0.12 <= room / len(columns)
    over = 0.0 if flat else longest * cos(radians(_TURNED))
    head = _HEADING if flat else longest * sin(radians(_TURNED)) + 0.22
    below = height - MARGIN - legend_height(paper, legend) - 0.05
    across = _even(columns, int((room - over) / _LEAST[0]))
    down = _even(rows, int((below - TOP - head) / _LEAST[1]))
    cell_width = min(_LARGEST[0], (room - over) / len(across[0]))
    cell_height = min(_LARGEST[1], (below - TOP - head) / len(down[0]))
    made = []
    for number, (some_rows, some_columns) in enumerate(product(down, across), 1):
        sheet = headed(paper, heading, about, number, len(down) * len(across))
        left, top = MARGIN + gutter, TOP + head
        for place, column in enumerate(some_columns):
            x = left + place * cell_width
            _draw_heading(sheet, column, x, top, cell_width, None if flat else longest)
        for place, row in enumerate(some_rows):
            y = top + place * cell_height
            with sheet.group(f"row-{row.id}"):
                title = letters.cut(row.title, gutter - 0.12, points)
                sheet.write(MARGIN, y + cell_height / 2, title, points)
                for at, column in enumerate(some_columns):
                    cell = Place(left + at * cell_width, y, cell_width, cell_height)
                    with sheet.group(f"cell-{row.id}-{column.id}"):
                        draw_cell(sheet, row.id, column.id, cell)
        draw_legend(sheet, paper, legend)
        made.append(sheet)
    return made


def _draw_heading(
    sheet: Sheet, column: Named, x: float, top: float, width: float, turned: float | None
) -> None:
    """`turned`: how long it may be; None: it lies flat."""
    points = style.TEXT * 1.1
    with sheet.group(f"column-{column.id}"):
        if turned is None:
            sheet.write(x + width / 2, top - 0.14, column.title, points, across="center")
            return
        title = sheet.letters.cut(column.title, turned, points)
        sheet.write(x + width / 2, top - 0.08, title, points, turned=_TURNED)


def _even(things: Sequence[Named], most: int) -> list[Sequence[Named]]:
    """Cut into as few pieces as there can be, all about equally long."""
    pieces = ceil(len(things) / max(most, 1))
    each = ceil(len(things) / pieces)
    return [things[first : first + each] for first in range(0, len(things), each)]
