"""The matrix of capabilities and teams: who is current in what, and what the plan refreshes."""

from collections.abc import Sequence
from datetime import date

from drillctl.exports.overview.matrices import CapabilityMatrix, Practice
from drillctl.exports.pictures import style
from drillctl.exports.pictures.grid import Named, Place, draw_grid
from drillctl.exports.pictures.parts import Entry, Paper, Swatch
from drillctl.exports.pictures.sheet import Sheet
from drillctl.language import tr
from drillctl.model.roster import Roster

_STRIP = 0.2
"""Inches of the hatched strip that shows the state beside the words."""


def draw_capabilities(
    paper: Paper, roster: Roster, matrix: CapabilityMatrix, about: Sequence[str]
) -> list[Sheet]:
    """A row for each team, a column for each capability."""
    letters = paper.letters
    rows = [Named(team, letters.shown(roster.teams[team].title, team)) for team in matrix.teams]
    columns = [Named(name, letters.shown(name)) for name in matrix.capabilities]

    def cell(sheet: Sheet, team: str, capability: str, place: Place) -> None:
        _draw_cell(sheet, matrix.cells[capability, team], place)

    heading = tr("Capabilities by team")
    legend = _legend(list(matrix.cells.values()))
    return draw_grid(paper, heading, about, rows, columns, cell, legend)


def _draw_cell(sheet: Sheet, practice: Practice, place: Place) -> None:
    look = style.STATES[practice.state] if practice.state else None
    sheet.box(place.x, place.y, place.width, place.height, look.fill if look else style.PAPER,
              edge=style.RULE)  # fmt: skip
    left, right = place.x + _STRIP + 0.08, place.x + place.width - 0.05
    if look:
        draw_state(sheet, look, place.x, place.y, _STRIP, place.height)
    words: list[tuple[str, bool]] = []
    if look or practice.last:
        words.append((_day(sheet, practice.last, right - left - 0.15), False))
    if practice.planned:
        times = f" ×{practice.planned_times}" if practice.planned_times > 1 else ""
        day = _day(sheet, practice.planned, right - left - 0.15, times)
        words.append((day, True))
    for number, (text, planned) in enumerate(words, 1):
        y = place.y + place.height * number / (len(words) + 1)
        y += 0.02 if len(words) == 2 and number == 2 else -0.02 if len(words) == 2 else 0
        if planned:
            sheet.mark(left + 0.05, y, ">", 6.5, style.INK)
            sheet.write(left + 0.15, y, text, bold=True)
        else:
            sheet.write(left, y, text)
    if practice.members and place.width >= 1.6:
        share = f"{practice.current}/{practice.members}"
        y = place.y + place.height / (len(words) + 1) - (0.02 if len(words) == 2 else 0)
        sheet.write(right, y, share, across="right", colour=style.QUIET)


def _day(sheet: Sheet, day: date | None, room: float, more: str = "") -> str:
    """A date, without its year where not all of a matrix have room for it."""
    if day is None:
        return sheet.letters.cut(sheet.letters.shown(tr("never")), room, style.TEXT)
    for text, longest in ((f"{day}", f"{day} ×00"), (f"{day:%m-%d}", f"{day:%m-%d} ×00")):
        if sheet.letters.width(longest, style.TEXT, bold=True) <= room:
            return text + more
    return f"{day:%m-%d}"


def draw_state(
    sheet: Sheet, look: style.Look, x: float, y: float, width: float, height: float
) -> None:
    """A state of currency, as hatch and shape."""
    sheet.box(x, y, width, height, look.fill, edge=style.QUIET, line=0.5, hatch=look.hatch)
    if look.shape:
        sheet.mark(x + width / 2, y + height / 2, look.shape, 7, style.INK, style.PAPER, 1.2)


def _legend(cells: Sequence[Practice]) -> list[Entry]:
    there = {cell.state for cell in cells}
    found = [Entry(_sample(look), look.name) for s, look in style.STATES.items() if s in there]

    def planned(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark(x, y, ">", 6.5, style.INK)

    if any(cell.last for cell in cells) or found:
        found.append(Entry(_text("07-01"), tr("last practised")))
    if any(cell.planned for cell in cells):
        found.append(Entry(planned, tr("next in the plan, × how often")))
    if any(cell.members for cell in cells):
        found.append(Entry(_text("3/4"), tr("of 4 members 3 are current")))
    return found


def _sample(look: style.Look) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        draw_state(sheet, look, x - 0.1, y - 0.09, 0.2, 0.18)

    return draw


def _text(words: str) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.write(x + 0.14, y, words, across="right", colour=style.QUIET)

    return draw
