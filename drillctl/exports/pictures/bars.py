"""Bars of a timeline: what tells the exercise types, joint sessions, empty seats and standbys."""

from collections.abc import Sequence

from drillctl.exports.overview.rows import Row
from drillctl.exports.overview.sessions import SessionShown
from drillctl.exports.pictures import style
from drillctl.exports.pictures.parts import Entry, Swatch
from drillctl.exports.pictures.sheet import Sheet
from drillctl.language import tr

CHIP = 0.165
"""Inches of a bar's least width, and of its height."""


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


def bar_legend(rows: Sequence[Row]) -> list[Entry]:
    """What the signs mean, as far as these rows have them."""
    bars = [bar for row in rows for bar in row.bars]
    there = {bar.shown.scenario.exercise for bar in bars}
    found = [Entry(_sample(look), look.name) for e, look in style.EXERCISES.items() if e in there]
    plain = style.Look(tr("session"), style.FAINT, style.INK, "")

    def joint(sheet: Sheet, x: float, y: float) -> None:
        _sample(plain)(sheet, x, y)
        draw_joint(sheet, x - CHIP / 2, y, CHIP, CHIP)

    def empty(sheet: Sheet, x: float, y: float) -> None:
        _sample(plain)(sheet, x, y)
        draw_empty(sheet, x + CHIP / 2, y - CHIP / 2, CHIP)

    if any(bar.shown.joint for bar in bars):
        found.append(Entry(joint, tr("Joint sessions")))
    if any(bar.shown.empty > 0 for bar in bars):
        found.append(Entry(empty, tr("Empty seats")))
    if any(bar.standby for bar in bars):
        found.append(Entry(_sample(plain, standby=True), tr("Standing by")))
    return found


def _sample(look: style.Look, *, standby: bool = False) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        draw_chip(sheet, look, x - CHIP / 2, y, CHIP, CHIP, standby=standby)

    return draw
