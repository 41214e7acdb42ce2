"""The timeline: a row for each team, person or venue, and on it what it takes part in when.

A session of some hours is narrower than a line in a picture of a year: each is drawn at least as
wide as its shape, and those that would hide each other lie in lanes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from drillctl.exports.overview.rows import Axis, Bar, Row
from drillctl.exports.overview.sessions import SessionShown
from drillctl.exports.pictures import style
from drillctl.exports.pictures.lanes import lanes
from drillctl.exports.pictures.parts import (
    TOP,
    Entry,
    Line,
    Paper,
    Swatch,
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
_CHIP, _LANE = 0.165, 0.195
"""Inches of a bar's least width and of its height, and from lane to lane."""
_SPACE = 0.045
_HEADING = 0.25
_SMALLEST, _LARGEST = 0.85, 2.6
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
    """As many sheets as it takes. `groups`: headings, each with the number of rows below it.

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
    legend = _legend(rows)
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
    """The rows, smaller or larger where they fill one sheet then."""
    scale = _LARGEST
    while scale >= _SMALLEST:
        placed = [_placed(row, title, axis, scale) for row, title in rows]
        if sum(p.height for p in placed) + _HEADING * headings <= room:
            return placed
        scale *= 0.96
    return [_placed(row, title, axis, 1.0) for row, title in rows]


def _placed(row: Row, title: str, axis: TimeAxis, scale: float) -> _Placed:
    extents = []
    for bar in row.bars:
        first, last = axis.at(bar.shown.start), axis.at(bar.shown.end)
        wide = max(last - first, _CHIP * min(scale, _WIDEST))
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
        shown = sheet.letters.cut(
            sheet.letters.shown(text), sheet.width / 2, style.HEADING, bold=True
        )
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
        inner = min(_CHIP * min(scale, _WIDEST), lane * 0.86)
        for number, bar in enumerate(placed.row.bars):
            first, last, own = placed.extents[number]
            middle = y + _SPACE / 2 + (own + 0.5) * lane
            told = _told(bar)
            with sheet.group(f"bar-{bar.shown.session.id}@{placed.row.id}", told):
                draw_bar(sheet, bar.shown, first, middle, last - first, inner, standby=bar.standby)
            after = min(
                (x for x, _, other in placed.extents if other == own and x >= last),
                default=axis.left + axis.width,
            )
            _draw_label(sheet, bar, last, after, middle, lane * 0.9, points)


def draw_bar(
    sheet: Sheet,
    shown: SessionShown,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    standby: bool = False,
) -> None:
    """A session from `x` on, around the height `y`, with all its signs."""
    draw_chip(sheet, style.EXERCISES[shown.scenario.exercise], x, y, width, height, standby=standby)
    if shown.joint:
        draw_joint(sheet, x, y, width, height)
    if shown.empty > 0:
        draw_empty(sheet, x + width, y - height / 2, height)


def draw_chip(
    sheet: Sheet,
    look: style.Look,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    standby: bool = False,
) -> None:
    """The bar of an exercise type: filled, or outlined for a standby."""
    fill, ink = (style.PAPER, style.INK) if standby else (look.fill, look.ink)
    sheet.box(x, y - height / 2, width, height, fill, edge=style.INK, line=0.9 if standby else 0.5,
              dashed=standby, round_=0.03)  # fmt: skip
    middle = x + min(width, height * 1.1) / 2
    thick = 0.35 if ink == style.PAPER else 0.0
    sheet.mark(middle, y, look.shape, height * 72 * 0.5, ink, ink if thick else None, thick)


def draw_joint(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """The sign of a joint session: a thick line under its bar."""
    below = y + height / 2
    sheet.box(x - 0.01, below - 0.012, width + 0.02, max(0.035, height * 0.17), style.INK)


def draw_empty(sheet: Sheet, x: float, y: float, height: float) -> None:
    """The sign of empty seats: a ring at the corner of the bar."""
    sheet.mark(x - 0.012, y + 0.012, "o", max(4.6, height * 72 * 0.36), style.PAPER, style.INK, 1.1)


def _draw_label(
    sheet: Sheet, bar: Bar, x: float, end: float, y: float, height: float, points: float
) -> None:
    """The session's title after its bar, where there is room for so much that it says something."""
    text = sheet.letters.shown(bar.shown.scenario.title, bar.shown.scenario.id)
    room = end - x - 0.14
    if sheet.letters.width(text, points) > room:
        text = sheet.letters.cut(text, room, points)
        # A character of Chinese says as much as two letters.
        if sum(1 if c < "\u2e80" else 2 for c in text) < _WORTH:
            return
    sheet.box(
        x + 0.04, y - height / 2, sheet.letters.width(text, points) + 0.06, height, style.PAPER
    )
    sheet.write(x + 0.07, y, text, points, colour=style.QUIET)


def _told(bar: Bar) -> Message:
    shown = bar.shown
    parts = [
        shown.scenario.title,
        time_shown(shown.start) + f"–{shown.end:%H:%M}",
        *((shown.venue,) if shown.venue else ()),
        tr("{filled} of {seats} seats", filled=shown.filled, seats=shown.seats),
        *((tr("on standby"),) if bar.standby else ()),
    ]
    return joined(", ", parts)


def _legend(rows: Sequence[Row]) -> list[Entry]:
    bars = [bar for row in rows for bar in row.bars]
    there = {bar.shown.scenario.exercise for bar in bars}
    found = [Entry(_sample(look), look.name) for e, look in style.EXERCISES.items() if e in there]
    plain = style.Look(tr("session"), style.FAINT, style.INK, "")

    def joint(sheet: Sheet, x: float, y: float) -> None:
        _sample(plain)(sheet, x, y)
        draw_joint(sheet, x - _CHIP / 2, y, _CHIP, _CHIP)

    def empty(sheet: Sheet, x: float, y: float) -> None:
        _sample(plain)(sheet, x, y)
        draw_empty(sheet, x + _CHIP / 2, y - _CHIP / 2, _CHIP)

    if any(bar.shown.joint for bar in bars):
        found.append(Entry(joint, tr("joint: professionals and volunteers")))
    if any(bar.shown.empty > 0 for bar in bars):
        found.append(Entry(empty, tr("with empty seats")))
    if any(bar.standby for bar in bars):
        found.append(Entry(_sample(plain, standby=True), tr("on standby")))
    return found


def _sample(look: style.Look, *, standby: bool = False) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        draw_chip(sheet, look, x - _CHIP / 2, y, _CHIP, _CHIP, standby=standby)

    return draw
