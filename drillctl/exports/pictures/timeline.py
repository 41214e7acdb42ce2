"""The timeline: a row for each team, person or venue, and on it what it takes part in when.

A session of some hours is narrower than a line in a picture of a year: each is drawn at least as
wide as its shape, and those that would hide each other lie in lanes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from drillctl.exports.overview.rows import Axis, Bar, Row
from drillctl.exports.pictures import style
from drillctl.exports.pictures.bars import CHIP, bar_legend, draw_bar
from drillctl.exports.pictures.lanes import lanes
from drillctl.exports.pictures.parts import (
    TOP,
    Line,
    Paper,
    draw_legend,
    headed,
    legend_height,
    sheets,
    widest,
)
from drillctl.exports.pictures.sheet import MARGIN, Sheet
from drillctl.exports.pictures.time_axis import HEIGHT, TimeAxis, draw_axis
from drillctl.language import Message, joined, tr
from drillctl.language.dates import time_shown

HEADINGS = {
    Axis.TEAM: tr("Timeline by team"),
    Axis.PERSON: tr("Timeline by person"),
    Axis.VENUE: tr("Timeline by venue"),
}
_LANE = 0.195
"""Inches from lane to lane."""
_SPACE = 0.045
_HEADING = 0.25
_SMALLEST, _LARGEST = 0.88, 2.6
"""By so much rows are made smaller or larger to fill one sheet."""
_MANY, _DENSE = 4, 0.74
"""With more lanes than so many, a row's are so much narrower."""
_WIDEST, _LARGER = 1.7, 1.4
"""By so much at most bars, and letters."""
_TITLES = 0.24
"""At most so much of the width is for the titles of rows."""
_WORTH = 14
"""A title beside a bar is cut to no fewer letters."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with where its bars lie: (from, to, lane) of each, in inches."""

    row: Row
    title: str
    extents: tuple[tuple[float, float, int], ...]
    lanes: int
    scale: float

    @property
    def height(self) -> float:
        """Inches."""
        return self.lanes * _LANE * self.scale + _SPACE


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows with a heading, "" for none."""

    heading: str
    rows: tuple[Row, ...]


def draw_timeline(
    paper: Paper,
    by: Axis,
    rows: Sequence[Row],
    groups: Sequence[tuple[str, int]],
    about: Sequence[str],
    period: tuple[date, date],
) -> list[Sheet]:
    """As many sheets as it takes.

    `groups`: headings that were `shown`, each with the number of rows below it.
    `period`: local dates of the axis, both included; sessions beyond it stretch it.
    """
    shown = list({bar.shown.session.id: bar.shown for row in rows for bar in row.bars}.values())
    days = [s.start.date() for s in shown] + [s.end.date() for s in shown]
    first, last = min((period[0], *days)), max((period[1], *days))
    letters = paper.letters
    titles = [letters.shown(row.title, row.id) for row in rows]
    width, height = paper.size.inches
    gutter = min(widest(letters, titles, style.TEXT * _LARGER) + 0.15, _TITLES * width)
    axis = TimeAxis(first, last, MARGIN + gutter, width - 2 * MARGIN - gutter)
    legend = bar_legend(rows)
    room = height - MARGIN - legend_height(paper, legend) - TOP - HEIGHT - 0.05
    placed = _fitted(list(zip(rows, titles, strict=True)), axis, room, len(groups))
    lines: list[Line] = []
    things: list[_Placed | str] = []
    left = iter(placed)
    for heading, number in groups:
        if heading:
            lines.append(Line(_HEADING, heading=True))
            things.append(heading)
        for _ in range(number):
            row = next(left)
            lines.append(Line(min(row.height, room - _HEADING)))
            things.append(row)
    pages = sheets(lines, room) or [[]]
    made = []
    for number, page in enumerate(pages, 1):
        sheet = headed(paper, HEADINGS[by], about, number, len(pages))
        bottom = TOP + HEIGHT + sum(lines[place].height for place in page)
        draw_axis(sheet, axis, TOP, bottom)
        y = TOP + HEIGHT
        for place in page:
            thing = things[place]
            if isinstance(thing, str):
                _draw_heading(sheet, thing, y)
            else:
                _draw_row(sheet, thing, axis, y, lines[place].height)
            y += lines[place].height
        if not page:
            none = letters.shown(tr("There is nothing to show."))
            sheet.write(axis.left, y + 0.3, none, style.HEADING)
        draw_legend(sheet, paper, legend, bottom)
        made.append(sheet)
    return made


def _fitted(
    rows: Sequence[tuple[Row, str]], axis: TimeAxis, room: float, headings: int
) -> list[_Placed]:
    """The rows, smaller or larger where they fill one sheet then, else as they need few sheets."""
    scale = _LARGEST
    while scale >= _SMALLEST:
        placed = [_placed(row, title, axis, scale) for row, title in rows]
        if sum(p.height for p in placed) + _HEADING * headings <= room:
            return placed
        scale *= 0.96
    return [_placed(row, title, axis, _SMALLEST) for row, title in rows]


def _placed(row: Row, title: str, axis: TimeAxis, scale: float) -> _Placed:
    extents = []
    for bar in row.bars:
        first, last = axis.at(bar.shown.start), axis.at(bar.shown.end)
        wide = max(last - first, CHIP * min(scale, _WIDEST))
        first = min(first, axis.left + axis.width - wide)
        extents.append((first, first + wide))
    found = lanes([(first, last + 0.02) for first, last in extents])
    placed = tuple((*extent, lane) for extent, lane in zip(extents, found, strict=True))
    number = max(found, default=0) + 1
    if number > _MANY and scale > _DENSE:
        return _placed(row, title, axis, _DENSE)
    return _Placed(row, title, placed, number, scale)


def _draw_heading(sheet: Sheet, text: str, y: float) -> None:
    with sheet.group("heading"):
        shown = sheet.letters.cut(text, sheet.width / 2, style.HEADING, bold=True)
        sheet.box(MARGIN, y, sheet.width - 2 * MARGIN, _HEADING, style.FAINT)
        sheet.write(MARGIN + 0.05, y + _HEADING / 2, shown, style.HEADING, bold=True)


def _draw_row(sheet: Sheet, placed: _Placed, axis: TimeAxis, y: float, height: float) -> None:
    scale = placed.scale
    points = min(max(style.TEXT, style.TEXT * scale), style.TEXT * _LARGER)
    with sheet.group(f"row-{placed.row.id}"):
        title = sheet.letters.cut(placed.title, axis.left - MARGIN - 0.1, points)
        sheet.write(MARGIN + 0.05, y + height / 2, title, points)
        sheet.line(MARGIN, y + height, sheet.width - MARGIN, y + height, style.FAINT, 0.6)
        lane = (height - _SPACE) / placed.lanes
        inner = min(CHIP * min(scale, _WIDEST), lane * 0.86)
        for number, bar in enumerate(placed.row.bars):
            first, last, own = placed.extents[number]
            middle = y + _SPACE / 2 + (own + 0.5) * lane
            after = min(
                (x for x, _, other in placed.extents if other == own and x >= last),
                default=axis.left + axis.width,
            )
            _draw_label(sheet, bar, last, after, middle, lane * 0.9, points)
            with sheet.group(f"bar-{bar.shown.session.id}@{placed.row.id}", _told(bar)):
                draw_bar(sheet, bar.shown, first, middle, last - first, inner, standby=bar.standby)


def _draw_label(
    sheet: Sheet, bar: Bar, x: float, end: float, y: float, height: float, points: float
) -> None:
    """The session's title after its bar, where there is room for so much that it says something."""
    text = sheet.letters.shown(bar.shown.scenario.title, bar.shown.scenario.id)
    room = end - x - 0.14
    if sheet.letters.width(text, points) > room:
        points = style.TEXT
    if sheet.letters.width(text, points) > room:
        text = sheet.letters.cut(text, room, points)
        # A character of Chinese says as much as two letters.
        if sum(1 if c < "\u2e80" else 2 for c in text) < _WORTH:
            return
    width, height = sheet.letters.width(text, points) + 0.06, min(height, points / 72 * 1.35)
    sheet.box(x + 0.04, y - height / 2, width, height, style.PAPER)
    sheet.write(x + 0.07, y, text, points, colour=style.QUIET)


def _told(bar: Bar) -> Message:
    shown = bar.shown
    same_day = shown.start.date() == shown.end.date()
    end = f"{shown.end:%H:%M}" if same_day else time_shown(shown.end)
    parts = [
        shown.scenario.title,
        time_shown(shown.start) + "–" + end,
        *((shown.venue,) if shown.venue else ()),
        tr("{filled} of {seats} seats", filled=shown.filled, seats=shown.seats),
        *((tr("Standing by"),) if bar.standby else ()),
    ]
    return joined(", ", parts)
