"""A table of cells with turned headings, over as many sheets as it takes in both directions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, cos, radians, sin

from drillctl.exports.pictures import style
from drillctl.exports.pictures.fonts import Lettering
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

_LEAST, _LARGEST = (0.8, 0.4), (2.0, 0.75)
"""Inches of a cell: width and height."""
_TURNED = 40.0
"""Degrees of headings too long for their columns."""
_LONGEST = 2.1
_TITLES = 0.25
_POINTS = style.TEXT
_LINE, _MOST_LINES = 0.17, 3
_WORDS = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef-]*-+|[^\s\u2e80-\uffef-]+|\s+")
"""Where a line may end: at spaces, after hyphens, and beside characters that need no space."""


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
    room = width - 2 * MARGIN - gutter
    heads = _heads(letters, columns, room)
    head, over = heads.height, heads.over
    below = height - MARGIN - legend_height(paper, legend) - 0.05
    across = _even(columns, heads.most)
    down = _even(rows, int((below - TOP - head) / _LEAST[1]))
    cell_width = min(_LARGEST[0], (room - over) / len(across[0]))
    cell_height = min(_LARGEST[1], (below - TOP - head) / len(down[0]))
    made = []
    for number, (some_rows, some_columns) in enumerate(product(down, across), 1):
        sheet = headed(paper, heading, about, number, len(down) * len(across))
        left, top = MARGIN + gutter, TOP + head
        for place, column in enumerate(some_columns):
            x = left + place * cell_width
            _draw_heading(sheet, column, x, top, cell_width, heads)
        for place, row in enumerate(some_rows):
            y = top + place * cell_height
            with sheet.group(f"row-{row.id}"):
                title = letters.cut(row.title, gutter - 0.12, points)
                sheet.write(MARGIN, y + cell_height / 2, title, points)
                for at, column in enumerate(some_columns):
                    cell = Place(left + at * cell_width, y, cell_width, cell_height)
                    with sheet.group(f"cell-{row.id}-{column.id}"):
                        draw_cell(sheet, row.id, column.id, cell)
        draw_legend(sheet, paper, legend, top + len(some_rows) * cell_height)
        made.append(sheet)
    return made


@dataclass(frozen=True, slots=True)
class _Heads:
    """Headings of columns. `lines` by id; None: one line each, turned. `most`: columns a sheet."""

    lines: dict[str, list[str]] | None
    most: int
    height: float
    over: float = 0.0


def _heads(letters: Lettering, columns: Sequence[Named], room: float) -> _Heads:
    """Headings on lines of their own, or turned where that saves sheets."""
    longest = min(widest(letters, (c.title for c in columns), _POINTS), _LONGEST)
    over = longest * cos(radians(_TURNED))
    most = int((room - over) / _LEAST[0])
    turned = _Heads(None, most, longest * sin(radians(_TURNED)) + 0.22, over)
    pieces = len(_even(columns, most))
    for number in range(1, pieces + 1):
        each = ceil(len(columns) / number)
        width = min(room / each, _LARGEST[0])
        if width < _LEAST[0]:
            continue
        lines = {c.id: wrapped(letters, c.title, width - 0.08, _POINTS) for c in columns}
        high = max(map(len, lines.values()))
        fit = all(letters.width(t, _POINTS) <= width - 0.04 for ls in lines.values() for t in ls)
        if fit and high <= _MOST_LINES:
            return _Heads(lines, each, high * _LINE + 0.14)
    return turned


def wrapped(letters: Lettering, text: str, width: float, points: float) -> list[str]:
    """Lines of at most so many inches, unless a single word is longer."""
    lines = [""]
    for word in _WORDS.findall(text):
        if lines[-1] and letters.width((lines[-1] + word).rstrip(), points) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def _draw_heading(
    sheet: Sheet, column: Named, x: float, top: float, width: float, heads: _Heads
) -> None:
    with sheet.group(f"column-{column.id}"):
        if heads.lines is not None:
            lines = heads.lines[column.id]
            for number, line in enumerate(lines):
                y = top - 0.14 - (len(lines) - 1 - number) * _LINE
                sheet.write(x + width / 2, y, line, _POINTS, across="center")
            return
        title = sheet.letters.cut(column.title, _LONGEST, _POINTS)
        sheet.write(x + width / 2, top - 0.08, title, _POINTS, turned=_TURNED)


def _even(things: Sequence[Named], most: int) -> list[Sequence[Named]]:
    """Cut into as few pieces as there can be, all about equally long."""
    pieces = ceil(len(things) / max(most, 1))
    each = ceil(len(things) / pieces)
    return [things[first : first + each] for first in range(0, len(things), each)]
