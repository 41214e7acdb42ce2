"""The matrix of professional and volunteer teams: who has trained with whom, and who will."""

from collections.abc import Sequence
from math import ceil

from drillctl.exports.overview.matrices import JointMatrix
from drillctl.exports.pictures import style
from drillctl.exports.pictures.grid import Named, Place, draw_grid
from drillctl.exports.pictures.parts import Entry, Paper, Swatch
from drillctl.exports.pictures.sheet import Sheet
from drillctl.language import tr
from drillctl.model.roster import Roster
from drillctl.readiness.joint import Meeting

_SHADES = ("#ffffff", "#e4edf5", "#c6d9ea", "#9fc1dc", "#74a5cb")
"""None together, and quarters of the most there are."""


def draw_joint_matrix(
    paper: Paper, roster: Roster, matrix: JointMatrix, about: Sequence[str]
) -> list[Sheet]:
    """A row for each professional team, a column for each volunteer team."""
    letters = paper.letters

    def named(teams: Sequence[str]) -> list[Named]:
        return [Named(team, letters.shown(roster.teams[team].title, team)) for team in teams]

    most = max((_times(meeting) for meeting in matrix.cells.values()), default=0)

    def cell(sheet: Sheet, professional: str, volunteer: str, place: Place) -> None:
        _draw_cell(sheet, matrix.cells[professional, volunteer], most, place)

    heading = tr("Professional and volunteer teams together")
    legend = _legend(list(matrix.cells.values()))
    return draw_grid(
        paper, heading, about, named(matrix.professional), named(matrix.volunteer), cell, legend
    )


def _draw_cell(sheet: Sheet, meeting: Meeting, most: int, place: Place) -> None:
    times = _times(meeting)
    fill = _SHADES[ceil(4 * times / most) if most else 0]
    apart = _apart(meeting)
    sheet.box(place.x, place.y, place.width, place.height, fill, edge=style.RULE,
              hatch="xx" if apart else "")  # fmt: skip
    if meeting.demanded:
        sheet.box(place.x + 0.03, place.y + 0.03, place.width - 0.06, place.height - 0.06, "none",
                  edge=style.INK, line=1.6)  # fmt: skip
    middle, y = place.x + place.width / 2, place.y + place.height / 2
    if not times:
        if not apart:
            sheet.write(middle, y, "–", across="center", colour=style.QUIET)
        return
    first = y - 0.085 if meeting.planned else y
    parts = [("o", meeting.times)] if meeting.times else []
    parts += [(">", meeting.planned_times)] if meeting.planned_times else []
    x = middle - 0.19 * len(parts) + 0.02
    for shape, number in parts:
        sheet.mark(x + 0.05, first, shape, 6, style.INK)
        sheet.write(x + 0.14, first, f"{number}", bold=True)
        x += 0.4
    if meeting.planned:
        day = f"{meeting.planned}"
        if sheet.letters.width(day, style.TEXT) > place.width - 0.1:
            day = f"{meeting.planned:%m-%d}"
        sheet.write(middle, y + 0.095, day, across="center")


def _times(meeting: Meeting) -> int:
    """Sessions together, on record and planned."""
    return meeting.times + meeting.planned_times


def _apart(meeting: Meeting) -> bool:
    return meeting.demanded and not _times(meeting)


def _legend(cells: Sequence[Meeting]) -> list[Entry]:
    found = []
    if any(cell.times for cell in cells):
        found.append(Entry(_mark("o"), tr("sessions together on record")))
    if any(cell.planned for cell in cells):
        found.append(Entry(_mark(">"), tr("sessions together in the plan, and the first of them")))
    if any(cell.times or cell.planned for cell in cells):
        found.append(Entry(_shades, tr("the darker, the more")))
    if any(cell.demanded for cell in cells):
        found.append(Entry(_box("", 1.6), tr("a scenario asks for this pair")))
    if any(_apart(cell) for cell in cells):
        found.append(Entry(_box("xx", 0.6), tr("asked for, and never together")))
    return found


def _mark(shape: str) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark(x, y, shape, 6, style.INK)

    return draw


def _box(hatch: str, line: float) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(
            x - 0.13, y - 0.08, 0.26, 0.16, style.PAPER, edge=style.INK, line=line, hatch=hatch
        )

    return draw


def _shades(sheet: Sheet, x: float, y: float) -> None:
    for number, shade in enumerate(_SHADES[1:]):
        sheet.box(
            x - 0.15 + 0.075 * number, y - 0.08, 0.075, 0.16, shade, edge=style.RULE, line=0.4
        )
