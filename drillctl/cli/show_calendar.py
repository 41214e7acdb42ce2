"""Months of a plan as calendars: weeks as rows, sessions named in the cells of their days."""

from calendar import Calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.text import Text

from drillctl.cli.show_marks import EMPTY_SEATS, MANY, empty_sign, mark, style
from drillctl.exports.overview.sessions import SessionShown
from drillctl.language.cells import cells
from drillctl.language.dates import day_shown
from drillctl.language.weekdays import short_weekday
from drillctl.language.width import padded, shortened, width_of

BETWEEN = 3
"""Cells between months side by side."""
COMFORTABLE, LEAST = 14, 10
"""Cells of a day with sessions: with fewer than the first, months do not stand side by side; with
fewer than the second, the sessions are listed below the month."""
_MONDAY = date(2024, 1, 1)
WEEKDAYS = tuple(short_weekday(_MONDAY + timedelta(days=k)) for k in range(7))

Days = Mapping[date, Sequence[SessionShown]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with sessions. `weeks`: Monday to Sunday, the days of other months among them."""

    first: date
    days: Days

    @property
    def weeks(self) -> list[list[date]]:
        """Its weeks, whole."""
        return Calendar().monthdatescalendar(self.first.year, self.first.month)

    def busy(self, weekday: int) -> list[SessionShown]:
        """The sessions on one day of the week, 0 = Monday."""
        return [s for day, found in self.days.items() if day.weekday() == weekday for s in found]


def months(sessions: Sequence[SessionShown]) -> list[Month]:
    """The months in which sessions begin, in order."""
    found: dict[date, dict[date, list[SessionShown]]] = {}
    for shown in sorted(sessions, key=lambda s: (s.start, s.session.id)):
        day = shown.start.date()
        found.setdefault(day.replace(day=1), {}).setdefault(day, []).append(shown)
    return [Month(first, days) for first, days in sorted(found.items())]


def calendars(found: Sequence[Month], width: int) -> Iterator[Text]:
    """The months, as many side by side as fit in `width` cells; a blank line after each row."""
    small = any(_taken([month], LEAST) > width for month in found)
    waiting = list(found)
    while waiting:
        together = [waiting.pop(0)]
        if small:
            yield from _small_month(together[0], width)
            yield Text()
            continue
        while waiting and _taken([*together, waiting[0]], COMFORTABLE) <= width:
            together.append(waiting.pop(0))
        most = next(n for n in range(width, LEAST - 1, -1) if _taken(together, n) <= width)
        yield from _side_by_side([list(_month(month, sizes(month, most))) for month in together])
        yield Text()


def sizes(month: Month, most: int) -> tuple[int, ...]:
    """Cells of each weekday's column: its longest entry, but at most `most`."""
    return tuple(
        max(
            width_of(name),
            min(most, max((cells(_entry(s)) for s in month.busy(weekday)), default=0)),
        )
        for weekday, name in enumerate(WEEKDAYS)
    )


def _taken(together: Sequence[Month], most: int) -> int:
    wide = sum(_WEEK + sum(size + 1 for size in sizes(month, most)) - 1 for month in together)
    return wide + BETWEEN * (len(together) - 1)


_WEEK = 4
"""Cells of the week's number and the gap after it."""


def _month(month: Month, columns: Sequence[int]) -> Iterator[Text]:
    """Lines of equal width: the month, the weekdays, and of each week as many as its days take."""
    width = _WEEK + sum(columns) + len(columns) - 1
    yield Text(f"{month.first:%Y-%m}".ljust(width), "bold")
    names = " ".join(padded(name, size) for name, size in zip(WEEKDAYS, columns, strict=True))
    yield Text(" " * _WEEK + names)
    for week in month.weeks:
        stacks = [_day(month, day, size) for day, size in zip(week, columns, strict=True)]
        for number in range(max(map(len, stacks))):
            label = f"W{week[0].isocalendar().week:02}" if number == 0 else ""
            line = Text.assemble((label.ljust(_WEEK), "dim"))
            for place, (stack, size) in enumerate(zip(stacks, columns, strict=True)):
                part = stack[number] if number < len(stack) else Text()
                line.append_text(part)
                line.append(" " * (size - part.cell_len + (place < len(stacks) - 1)))
            yield line


def _day(month: Month, day: date, size: int) -> list[Text]:
    """The number of the day, and its sessions, in lines of at most `size` cells."""
    if day.month != month.first.month:
        return [Text()]
    here = month.days.get(day, ())
    lines = [Text(f"{day:%d}", "bold" if here else "dim")]
    for shown in here:
        lines += entry_lines(shown, size)
    return lines


def _entry(shown: SessionShown) -> str:
    return " ".join(filter(None, (mark(shown), shown.session.id, empty_sign(shown))))


def entry_lines(shown: SessionShown, size: int) -> Iterator[Text]:
    """A session's mark, id, and sign for empty seats, folded to `size` cells."""
    sign = empty_sign(shown)
    for number, piece in enumerate(folded(_entry(shown)[2:], size - 2)):
        start = mark(shown) if number == 0 else " "
        line = Text(f"{start} ", style(shown))
        if sign and piece.endswith(sign):
            line.append(piece.removesuffix(sign), style(shown))
            line.append(sign, EMPTY_SEATS)
        else:
            line.append(piece, style(shown))
        yield line


def folded(text: str, size: int) -> list[str]:
    """The text in pieces of at most `size` cells, broken where a word ends if that can be."""
    pieces: list[str] = []
    rest = text
    while cells(rest) > size:
        cut = 0
        while cells(rest[: cut + 1]) <= size:
            cut += 1
        cut = max(cut, 1)
        ends = [k + 1 for k in range(cut) if rest[k] in " -_." and k + 1 < len(rest)]
        ends += [k for k in range(2, cut + 1) if rest[k] in " #"]
        at = max(ends, default=0)
        at = at if at * 3 >= cut else cut
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces


def _small_month(month: Month, width: int) -> Iterator[Text]:
    """For a narrow screen: the days with their marks, and the sessions below."""
    yield Text(f"{month.first:%Y-%m}", "bold")
    size = max(3, *map(width_of, WEEKDAYS))
    if 7 * (size + 1) - 1 <= width:
        yield Text(" ".join(padded(name, size) for name in WEEKDAYS).rstrip())
        for week in month.weeks:
            line = Text()
            for day in week:
                number, sign = _small_day(month, day)
                line.append(number).append_text(sign)
                line.append(" " * (size + 1 - len(number) - len(sign)))
            line.rstrip()
            yield line
    for day, here in sorted(month.days.items()):
        yield Text(shortened(day_shown(day), width))
        for shown in here:
            yield from entry_lines(shown, max(3, width))


def _small_day(month: Month, day: date) -> tuple[str, Text]:
    """Its number, and the mark of its session or how many there are; blank in another month."""
    if day.month != month.first.month:
        return "", Text()
    here = month.days.get(day, ())
    if len(here) == 1:
        return f"{day:%d}", Text(mark(here[0]), style(here[0]))
    number = str(len(here)) if len(here) < 10 else MANY
    return f"{day:%d}", Text(number if here else "", "bold")


def _side_by_side(blocks: Sequence[Sequence[Text]]) -> Iterator[Text]:
    """Blocks of lines beside each other; those of one block are equally wide."""
    wide = [max(line.cell_len for line in block) for block in blocks]
    for number in range(max(map(len, blocks))):
        line = Text()
        for place, (block, size) in enumerate(zip(blocks, wide, strict=True)):
            part = block[number] if number < len(block) else Text()
            line.append(" " * BETWEEN if place else "")
            line.append_text(part)
            line.append(" " * (size - part.cell_len))
        line.rstrip()
        yield line
