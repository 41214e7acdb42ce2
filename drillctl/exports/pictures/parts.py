"""What every picture has: headline, legend, and rows cut into sheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from drillctl.exports.pictures import style
from drillctl.exports.pictures.fonts import Lettering
from drillctl.exports.pictures.sheet import MARGIN, Sheet
from drillctl.exports.pictures.size import Size
from drillctl.language import joined, tr

TOP = 1.06
"""Inches down to what a picture shows."""
_LEGEND_LINE = 0.27
_GAP = 0.22
_SWATCH = 0.3


@dataclass(frozen=True, slots=True)
class Paper:
    """What the sheets of a run have in common."""

    size: Size
    letters: Lettering


class Swatch(Protocol):
    """Draws a sample in a place of `_SWATCH` by 0.2 inches, of which the middle is given."""

    def __call__(self, sheet: Sheet, x: float, y: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample and what it stands for."""

    draw: Swatch
    words: str


def headed(paper: Paper, title: str, about: Sequence[str], page: int, pages: int) -> Sheet:
    """A sheet with its headline; `about`: what else there is to know, joined by dots."""
    letters = paper.letters
    parts = [*about, tr("{n} of {of}", n=page, of=pages)] if pages > 1 else about
    told = joined(" · ", parts)
    sheet = Sheet(paper.size, letters, title, told)
    heading, line = letters.shown(title), letters.shown(told)
    room = sheet.width - 2 * MARGIN
    with sheet.group("headline"):
        cut = letters.cut(heading, room, style.TITLE, bold=True)
        sheet.write(MARGIN, 0.56, cut, style.TITLE, bold=True)
        cut = letters.cut(line, room, style.SUBTITLE)
        sheet.write(MARGIN, 0.9, cut, style.SUBTITLE, colour=style.QUIET)
    return sheet


def legend_height(paper: Paper, entries: Sequence[Entry]) -> float:
    """Inches that the legend takes at the foot of a sheet."""
    width = paper.size.inches[0] - 2 * MARGIN
    return len(list(_lines(paper.letters, entries, width))) * _LEGEND_LINE + 0.12


def draw_legend(sheet: Sheet, paper: Paper, entries: Sequence[Entry], below: float) -> None:
    """What the samples mean, below that height, at the latest at the foot of the sheet."""
    width = sheet.width - 2 * MARGIN
    foot = sheet.height - MARGIN - legend_height(paper, entries)
    y = min(foot, below + _GAP) + 0.12 + _LEGEND_LINE / 2
    with sheet.group("legend"):
        for line in _lines(paper.letters, entries, width):
            for x, entry, text in line:
                entry.draw(sheet, MARGIN + x + _SWATCH / 2, y)
                sheet.write(MARGIN + x + _SWATCH + 0.07, y, text)
            y += _LEGEND_LINE


def _lines(
    letters: Lettering, entries: Sequence[Entry], width: float
) -> Iterator[list[tuple[float, Entry, str]]]:
    line: list[tuple[float, Entry, str]] = []
    x = 0.0
    for entry in entries:
        text = letters.shown(entry.words)
        needed = _SWATCH + 0.07 + letters.width(text, style.TEXT)
        if line and x + needed > width:
            yield line
            line, x = [], 0.0
        line.append((x, entry, letters.cut(text, width - _SWATCH - 0.07, style.TEXT)))
        x += needed + _GAP
    if line:
        yield line


@dataclass(frozen=True, slots=True)
class Line:
    """A row to place, or the `heading` of those after it, which is repeated on the next sheet."""

    height: float
    heading: bool = False


def sheets(lines: Sequence[Line], room: float) -> list[list[int]]:
    """The places of `lines`, sheet by sheet, so that each sheet's fit into `room` inches.

    As few sheets as there can be, about equally full. A heading never stands last. A row higher
    than the room has a sheet of its own.
    """
    found = _filled(lines, room)
    least = room / 2
    for _ in range(12 if len(found) > 1 else 0):
        middle = (least + room) / 2
        fewer = _filled(lines, middle)
        if len(fewer) > len(found):
            least = middle
        else:
            found, room = fewer, middle
    return found


def _filled(lines: Sequence[Line], room: float) -> list[list[int]]:
    found: list[list[int]] = []
    now: list[int] = []
    used, heading = 0.0, None
    for place, line in enumerate(lines):
        following = lines[place + 1].height if line.heading and place + 1 < len(lines) else 0.0
        if now and used + line.height + following > room + 1e-6:
            found.append(now)
            now = [] if line.heading or heading is None else [heading]
            used = sum(lines[n].height for n in now)
        now.append(place)
        used += line.height
        if line.heading:
            heading = place
    return [*found, now] if now else found


def numbered(name: str, count: int) -> Iterator[str]:
    """The names of so many pictures: `name` itself where it is one, else ``name-01`` and on."""
    digits = max(2, len(str(count)))
    yield from (f"{name}-{n:0{digits}}" for n in range(1, count + 1)) if count > 1 else (name,)


def widest(letters: Lettering, texts: Iterable[str], points: float) -> float:
    """Inches of the longest of texts that were `shown`."""
    return max((letters.width(text, points) for text in texts), default=0.0)
