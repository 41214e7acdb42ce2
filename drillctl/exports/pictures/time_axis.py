"""The axis of time: days, months with weeks, or quarters and years, as many as stay readable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from drillctl.exports.pictures import style
from drillctl.exports.pictures.sheet import Sheet
from drillctl.language import Message, tr
from drillctl.language.weekdays import short_weekday

HEIGHT = 0.5
"""Inches of its two lines of labels."""
_MONTHS = (
    tr("Jan"),
    tr("Feb"),
    tr("Mar"),
    tr("Apr"),
    tr("May"),
    tr("Jun"),
    tr("Jul"),
    tr("Aug"),
    tr("Sep"),
    tr("Oct"),
    tr("Nov"),
    tr("Dec"),
)
_DAY_SPAN = timedelta(days=1)
_DAY, _NAMED_DAY, _MONTH, _WEEK, _QUARTER, _YEAR = 0.22, 0.58, 0.36, 0.24, 0.34, 0.45
"""Inches that each needs for its label."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Local days, both included, from `left` over `width` inches.

    Wall-clock time: every day is equally wide, also where the clock is changed.
    """

    first: date
    last: date
    left: float
    width: float

    @property
    def day(self) -> float:
        """Inches of a day."""
        return self.width / ((self.last - self.first).days + 1)

    def at(self, moment: datetime) -> float:
        """Where a local time lies."""
        midnight = datetime.combine(self.first, datetime.min.time())
        return self.left + (moment.replace(tzinfo=None) - midnight) / _DAY_SPAN * self.day

    def of(self, day: date) -> float:
        """Where a local day begins."""
        return self.left + (day - self.first).days * self.day


@dataclass(frozen=True, slots=True)
class _Part:
    """A labelled stretch; `end` is the first day after it."""

    first: date
    end: date
    label: Message | str
    week: bool = False


def draw_axis(sheet: Sheet, axis: TimeAxis, top: float, bottom: float) -> None:
    """The labels from `top` on, and the lines below them down to `bottom`."""
    with sheet.group("axis"):
        coarse, fine = _levels(axis)
        under = top + HEIGHT
        if axis.day >= _DAY:
            for day in _days(axis):
                if day.weekday() >= 5:
                    sheet.box(axis.of(day), under, axis.day, bottom - under, style.BAND)
        elif axis.day * 7 >= _WEEK / 2:
            for day in _days(axis):
                if day.weekday() == 0:
                    sheet.line(axis.of(day), under, axis.of(day), bottom, style.FAINT, 0.5)
        for line, parts, bold in ((top + 0.13, coarse, True), (top + 0.37, fine, False)):
            for part in parts:
                _label(sheet, axis, part, line, bold=bold)
        for part in fine:
            sheet.line(axis.of(part.first), under, axis.of(part.first), bottom, style.RULE, 0.6)
        for part in coarse:
            x = axis.of(part.first)
            sheet.line(x, top, x, top + 0.25, style.QUIET, 0.8)
            sheet.line(x, under, x, bottom, style.QUIET, 0.8)
        sheet.line(axis.left, under, axis.left + axis.width, under, style.QUIET, 0.9)


def _label(sheet: Sheet, axis: TimeAxis, part: _Part, y: float, *, bold: bool) -> None:
    room = axis.of(part.end) - axis.of(part.first) - 0.06
    points = style.HEADING if bold else style.TEXT
    text = sheet.letters.shown(part.label)
    if sheet.letters.width(text, points, bold=bold) <= room + 0.04:
        if bold:
            sheet.write(axis.of(part.first) + 0.05, y, text, points, bold=True)
        elif part.week:
            # It names the Monday, not the stretch.
            sheet.write(axis.of(part.first), y, text, points, colour=style.QUIET)
        else:
            middle = (axis.of(part.first) + axis.of(part.end)) / 2
            sheet.write(middle, y, text, points, across="center", colour=style.QUIET)


def _levels(axis: TimeAxis) -> tuple[list[_Part], list[_Part]]:
    """Stretches of the two lines of labels, the coarse ones first."""
    month = axis.day * 30
    if axis.day >= _DAY:
        named = axis.day >= _NAMED_DAY
        days = [
            _Part(
                day, day + _DAY_SPAN, short_weekday(day) + f" {day.day}" if named else f"{day.day}"
            )
            for day in _days(axis)
        ]
        return [_Part(*p, _month_of_year(p[0])) for p in _stretches(axis, 1)], days
    if axis.day * 7 >= _WEEK:
        mondays = [day for day in _days(axis) if day.weekday() == 0]
        weeks = [
            _Part(day, min(day + 7 * _DAY_SPAN, axis.last + _DAY_SPAN), f"{day.day}", week=True)
            for day in mondays
        ]
        return [_Part(*p, _month_of_year(p[0])) for p in _stretches(axis, 1)], weeks
    years = [_Part(*p, f"{p[0].year}") for p in _stretches(axis, 12)]
    if month >= _MONTH:
        return years, [_Part(*p, _MONTHS[p[0].month - 1]) for p in _stretches(axis, 1)]
    if month * 3 >= _QUARTER:
        quarters = _stretches(axis, 3)
        return years, [_Part(*p, tr("Q{n}", n=(p[0].month + 2) // 3)) for p in quarters]
    every = 1
    while axis.day * 365 * every < _YEAR:
        every *= 2
    return [], [p for p in years if p.first.year % every == 0]


def _month_of_year(day: date) -> Message:
    return tr("{month} {year}", month=_MONTHS[day.month - 1], year=day.year)


def _days(axis: TimeAxis) -> Iterator[date]:
    for number in range((axis.last - axis.first).days + 1):
        yield axis.first + number * _DAY_SPAN


def _stretches(axis: TimeAxis, months: int) -> list[tuple[date, date]]:
    """The axis cut where a calendar stretch of so many months begins."""
    found: list[tuple[date, date]] = []
    first, end = axis.first, axis.last + _DAY_SPAN
    while first < end:
        number = first.year * 12 + first.month - 1
        number += months - number % months
        after = min(date(number // 12, number % 12 + 1, 1), end)
        found.append((first, after))
        first = after
    return found
