"""Workload: the hours of each member, and how near they come to their limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from drillctl.exports.overview.matrices import Workload
from drillctl.exports.pictures import style
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
from drillctl.language import Message, tr, trn
from drillctl.model.roster import Roster
from drillctl.readiness.limits import NEAR, NearLimit

_ROW, _LARGEST = 0.22, 0.42
_HEAD = 0.34
_TITLES = 0.26
_COUNT = 0.75
_HOURS, _SHARES = 0.45, 0.55
"""How the room between titles and words is divided."""
_FARTHEST = 1.25
"""Of a limit; what is beyond is told in words only."""
_MOST_WORDS = 0.34
"""Of the width, for what the fullest window is."""
_WINDOW = tr("fullest window of a limit")
_EASY = style.Look(tr("within the limit"), "#bcd6ea", style.INK, "")
_NEAR = style.Look(tr("80 % of it or more"), "#f0b64a", style.INK, "", "//")
_OVER = style.Look(tr("over it"), "#a5343c", style.INK, "", "xxx")


@dataclass(frozen=True, slots=True)
class _Row:
    load: Workload
    title: str
    fullest: NearLimit | None


def draw_workload(
    paper: Paper,
    roster: Roster,
    loads: Sequence[Workload],
    about: Sequence[str],
    *,
    redact: bool,
) -> list[Sheet]:
    """Who comes nearest to a limit first; redacted, persons are numbered within their team."""
    rows = _rows(paper, roster, loads, redact)
    idle = len(loads) - len(rows)
    about = list(about)
    if idle:
        about.append(trn("{n} member without sessions not shown",
                         "{n} members without sessions not shown", idle))  # fmt: skip
    width, height = paper.size.inches
    legend = _legend(rows)
    room = height - MARGIN - legend_height(paper, legend) - TOP - _HEAD - 0.05
    row_height = min(_LARGEST, max(_ROW, room / max(len(rows), 1)))
    pages = sheets([Line(row_height)] * len(rows), room) or [[]]
    points = min(style.TEXT * 1.2, style.TEXT * row_height / _ROW)
    title = min(widest(paper.letters, (row.title for row in rows), points) + 0.15, _TITLES * width)
    said = [paper.letters.shown(_words(row.fullest)) for row in rows if row.fullest]
    said.append(paper.letters.shown(_WINDOW))
    words = min(widest(paper.letters, said, points) + 0.3, _MOST_WORDS * width)
    most = max((row.load.hours for row in rows), default=0.0)
    full = max([1.0, *(min(row.fullest.share, _FARTHEST) for row in rows if row.fullest)])
    made = []
    for number, page in enumerate(pages, 1):
        sheet = headed(paper, tr("Workload and limits"), about, number, len(pages))
        columns = _Columns(MARGIN + title, width - MARGIN, words)
        bottom = TOP + _HEAD + row_height * len(page)
        _draw_head(sheet, columns, most, full, bottom)
        for place, n in enumerate(page):
            _draw_row(sheet, rows[n], columns, TOP + _HEAD + place * row_height, row_height,
                      most, full, points)  # fmt: skip
        if not page:
            sheet.write(
                MARGIN, bottom + 0.3, paper.letters.shown(tr("There is nothing to show.")), 12
            )
        draw_legend(sheet, paper, legend, bottom)
        made.append(sheet)
    return made


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the parts of a row begin, between `left` and `right`."""

    left: float
    right: float
    room_for_words: float

    @property
    def hours(self) -> tuple[float, float]:
        """Beginning and width."""
        return self.left + _COUNT, (self._room) * _HOURS - 0.55

    @property
    def shares(self) -> tuple[float, float]:
        return self.left + _COUNT + self._room * _HOURS, self._room * _SHARES - 0.38

    @property
    def words(self) -> float:
        return self.right - self.room_for_words

    @property
    def _room(self) -> float:
        return self.right - self.left - _COUNT - self.room_for_words


def _rows(paper: Paper, roster: Roster, loads: Sequence[Workload], redact: bool) -> list[_Row]:
    busy = [load for load in loads if load.sessions or load.limits]

    def fullest(load: Workload) -> NearLimit | None:
        return max(load.limits, key=lambda limit: (limit.share, limit.limit), default=None)

    def order(load: Workload) -> tuple[float, float, str]:
        near = fullest(load)
        return -(near.share if near else 0.0), -load.hours, load.member

    numbers: dict[str, int] = {}
    found = []
    for load in sorted(busy, key=order):
        member = roster.members[load.member]
        team = paper.letters.shown(roster.teams[member.team].title, member.team)
        numbers[member.team] = numbers.get(member.team, 0) + 1
        if redact:
            title = paper.letters.shown(tr("person {n}", n=numbers[member.team]))
        else:
            title = paper.letters.shown(member.name, member.id)
        found.append(_Row(load, f"{title} · {team}", fullest(load)))
    return found


def _draw_head(sheet: Sheet, columns: _Columns, most: float, full: float, bottom: float) -> None:
    y, letters = TOP + _HEAD / 2 - 0.02, sheet.letters
    under = TOP + _HEAD
    with sheet.group("axis"):
        sheet.write(columns.left + _COUNT - 0.2, y, letters.shown(tr("sessions")), bold=True,
                    across="right")  # fmt: skip
        sheet.write(columns.hours[0], y, letters.shown(tr("hours")), bold=True)
        heading = letters.shown(_WINDOW)
        sheet.write(columns.words, y, heading, bold=True)
        for share, colour in ((0.5, style.RULE), (NEAR, style.QUIET), (1.0, style.INK)):
            x = columns.shares[0] + columns.shares[1] * share / full
            sheet.write(x, y, f"{share:.0%}", across="center")
            sheet.line(x, under, x, bottom, colour, 1.2 if share == 1.0 else 0.7)
        sheet.line(columns.shares[0], under, columns.shares[0], bottom, style.QUIET, 0.7)
        sheet.line(columns.hours[0], under, columns.hours[0], bottom, style.QUIET, 0.7)
        sheet.line(MARGIN, under, columns.right, under, style.QUIET, 0.9)


def _draw_row(
    sheet: Sheet,
    row: _Row,
    columns: _Columns,
    y: float,
    height: float,
    most: float,
    full: float,
    points: float,
) -> None:
    middle, thick = y + height / 2, height * 0.62
    with sheet.group("workload"):
        title = sheet.letters.cut(row.title, columns.left - MARGIN - 0.1, points)
        sheet.write(MARGIN, middle, title, points)
        sheet.line(MARGIN, y + height, columns.right, y + height, style.FAINT, 0.5)
        sheet.write(columns.left + _COUNT - 0.2, middle, f"{row.load.sessions}", points,
                    across="right")  # fmt: skip
        left, width = columns.hours
        hours = width * row.load.hours / most if most else 0.0
        sheet.box(left, middle - thick / 2, hours, thick, "#9aa5b1")
        sheet.write(left + hours + 0.06, middle, f"{row.load.hours:g}", points)
        if row.fullest is None:
            none = sheet.letters.shown(tr("no limit"))
            sheet.write(columns.words, middle, none, points, colour=style.QUIET)
            return
        left, width = columns.shares
        look = _look(row.fullest)
        long = width * min(row.fullest.share, full) / full
        sheet.box(left, middle - thick / 2, long, thick, look.fill,
                  edge=style.INK, line=0.5, hatch=look.hatch)  # fmt: skip
        words = sheet.letters.shown(_words(row.fullest))
        sheet.write(
            columns.words, middle, sheet.letters.cut(words, columns.room_for_words, points), points
        )


def _look(limit: NearLimit) -> style.Look:
    if limit.share > 1:
        return _OVER
    return _NEAR if limit.share >= NEAR else _EASY


def _words(limit: NearLimit) -> Message:
    days = int(limit.limit.rpartition("_")[2].rstrip("d"))
    values = {"used": limit.used, "allowed": limit.allowed, "days": days, "first": limit.first}
    if limit.limit.startswith("hours"):
        return tr("{used:g} of {allowed:g} h in {days} days from {first}", **values)
    return tr("{used:g} of {allowed:g} sessions in {days} days from {first}", **values)


def _legend(rows: Sequence[_Row]) -> list[Entry]:
    there = {_look(row.fullest) for row in rows if row.fullest}
    return [Entry(_sample(look), look.name) for look in (_EASY, _NEAR, _OVER) if look in there]


def _sample(look: style.Look) -> Swatch:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x - 0.14, y - 0.08, 0.28, 0.16, look.fill, edge=style.INK, line=0.5,
                  hatch=look.hatch)  # fmt: skip

    return draw
