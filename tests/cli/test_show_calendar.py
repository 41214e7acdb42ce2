"""Months as grids: every line's columns stand in the same cells, whatever is written in them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from county import plan, problem

from drillctl.cli.show_calendar import calendars, entry_lines, folded, months
from drillctl.cli.show_timeline import Scale, cell, header, layout, scale, signs, timeline
from drillctl.exports.overview.rows import Axis, Bar, Row, timeline_rows
from drillctl.exports.overview.sessions import sessions_shown
from drillctl.language import use
from drillctl.language.cells import cells


@pytest.fixture
def sessions(tmp_path):
    return sessions_shown(problem(tmp_path), plan(tmp_path))


def daily(sessions, first, days, *, every=1):
    """The first session again and again."""
    zone = sessions[0].start.tzinfo
    first = datetime(first.year, first.month, first.day, 9, tzinfo=zone)
    return [replace(sessions[0], start=first + timedelta(days=k)) for k in range(0, days, every)]


def test_weekdays_without_sessions_leave_their_room_to_the_others(sessions):
    lines = [line.plain for line in calendars(months(sessions), 80)]
    assert lines[0].rstrip() == "2027-03"
    assert lines[1].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    saturday = lines[1].index("Sat")
    assert all(line[saturday - 1] == " " for line in lines if len(line) > saturday)
    assert lines[2][saturday : saturday + 2] == "06"
    assert lines[3][saturday:].startswith("X flood#1 !1")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_day_stands_below_its_weekday(sessions, language):
    use(language)
    try:
        lines = [
            line.plain for line in calendars(months(daily(sessions, date(2027, 3, 1), 31)), 120)
        ]
    finally:
        use("en")
    head = lines[1]
    starts = [cells(head[:k]) for k in range(1, len(head)) if head[k - 1] == " " != head[k]]
    assert len(starts) == 7
    numbers = [line for line in lines if line.startswith("W")]
    assert len(numbers) == 5
    for place, start in enumerate(starts):
        assert numbers[1][start : start + 2] == f"{8 + place:02}"


def test_months_stand_side_by_side_where_there_is_room(sessions):
    two = [
        *daily(sessions, date(2027, 3, 6), 20, every=7),
        *daily(sessions, date(2027, 5, 1), 20, every=7),
    ]
    narrow, wide = ([line.plain for line in calendars(months(two), width)] for width in (60, 120))
    assert not any("2027-03" in line and "2027-05" in line for line in narrow)
    assert wide[0].split() == ["2027-03", "2027-05"]
    # The second month begins in one column throughout.
    at = wide[0].index("2027-05")
    assert wide[2][at : at + 3] == "W17"
    assert all(line[at - 3 : at].strip() == "" for line in wide)


def test_a_narrow_screen_lists_the_sessions_below_the_days(sessions):
    lines = [line.plain for line in calendars(months(daily(sessions, date(2027, 3, 1), 7)), 40)]
    assert lines[2].split() == [f"{day:02}T" for day in range(1, 8)]
    assert lines.count("T table#1") == 7
    twice = [sessions[0], replace(sessions[0], session=replace(sessions[0].session, id="table#2"))]
    assert "022" in "\n".join(line.plain for line in calendars(months(twice), 30))


def test_names_are_folded_at_their_hyphens_and_wide_characters_counted():
    assert folded("earthquake-full-scale#1", 14) == ["earthquake-", "full-scale#1"]
    assert folded("mass-casualties#12", 15) == ["mass-casualties", "#12"]
    assert folded("abcdefgh", 3) == ["abc", "def", "gh"]
    assert folded("洪水演练", 5) == ["洪水", "演练"]
    assert "".join(folded("a-b_c.d#1" * 9, 7)) == "a-b_c.d#1" * 9


def test_the_sign_for_empty_seats_stays_whole(sessions):
    flood = sessions[1]
    for size in range(6, 20):
        lines = [line.plain for line in entry_lines(flood, size)]
        assert max(map(len, lines)) <= size
        assert lines[-1].endswith("!1")


@pytest.mark.parametrize("room", range(1, 100))
def test_a_scale_fits_and_holds_every_day(room):
    for days in (1, 6, 30, 180, 365, 1000):
        first = date(2027, 3, 3)
        last = first + timedelta(days=days - 1)
        along = scale(first, last, room)
        assert along.cells <= room
        assert along.column(first) >= 0
        assert along.column(last) == along.columns - 1
        assert along.days == 1 or along.first.weekday() == 0
        assert list(map(len, header(along))) == [along.cells] * 2


def test_days_of_the_month_stand_above_the_columns_that_begin_with_them():
    months_, days = header(Scale(date(2027, 3, 1), 7, 8, 3))
    assert days == "01 08 15 22 29 05 12 19 "
    assert months_ == "2027-03        2027-04  "
    assert header(Scale(date(2027, 3, 3), 1, 10, 1))[1] == "     08   "


def test_rows_are_equally_wide_and_the_dates_come_again(tmp_path):
    asked, made = problem(tmp_path), plan(tmp_path)
    rows = [
        replace(row, id=f"{row.id}{k}", title="王芳" * (k % 9) + "x" * (k % 2))
        for k in range(12)
        for row in timeline_rows(asked, made, Axis.PERSON)
    ]
    parts = layout(rows, date(2027, 3, 1), date(2027, 3, 31), 100)
    lines = list(timeline(rows, parts, lambda row: row.id[2:]))
    bodies = [line for line in lines if line.plain.startswith(("王", "x", " " * (parts.label + 2)))]
    assert (
        len(
            {
                line.cell_len
                for line in bodies
                if "sessions" not in line.plain and "2027" not in line.plain
            }
        )
        == 1
    )
    assert max(line.cell_len for line in lines) <= 100
    # 72 rows: the dates are above the first, and again when the first are out of sight.
    assert sum("2027-03" in line.plain for line in lines) == 3


def test_ten_sessions_in_one_narrow_cell_have_a_sign(sessions):
    bars = (Bar(sessions[0]),) * 12
    drawn = [cell(bars[:n], width).plain for n, width in ((12, 1), (12, 4), (2, 3), (2, 2), (0, 2))]
    assert drawn == ["*", "12  ", "TT ", "2 ", ". "]
    assert cell([Bar(sessions[1], standby=True)], 2).plain == "+ "
    row = Row("hall", "hall", None, None, bars)
    told = signs([row], Scale(sessions[0].start.date(), 1, 1, 1))
    assert [sign for sign, _ in told] == ["2-9", "*", ""]
