"""Instants, wall times and intervals, across clock changes and without any."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from county import problem
from hypothesis import given
from hypothesis import strategies as st

from drillctl.model.roster import Span
from drillctl.timeline.intervals import clip, contains, intersect, meets, subtract, union
from drillctl.timeline.timeline import Timeline
from drillctl.timeline.zones import Zone, wall_of

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def minutes(intervals) -> set[int]:
    return {m for a, b in intervals.tolist() for m in range(a, b)}


@given(SPANS, SPANS, st.integers(0, 60), st.integers(0, 60))
def test_interval_algebra_is_that_of_sets(a, b, start, end):
    one, other = union(a), union(b)
    plain_a = {m for s, e in a for m in range(s, e)}
    plain_b = {m for s, e in b for m in range(s, e)}
    assert minutes(one) == plain_a
    assert minutes(intersect(one, other)) == plain_a & plain_b
    assert minutes(subtract(one, other)) == plain_a - plain_b
    assert minutes(clip(one, min(start, end), max(start, end))) == {
        m for m in plain_a if min(start, end) <= m < max(start, end)
    }
    assert (one[1:, 0] > one[:-1, 1]).all(), "adjoining intervals are merged"
    if start < end:
        inside = contains(one, np.array([start]), np.array([end]))[0]
        assert inside == (set(range(start, end)) <= plain_a)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai", "America/New_York"]
)
def test_zone_agrees_with_the_standard_library(name):
    info = ZoneInfo(name)
    first = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()) // 60
    zone = Zone(info, first, first + 366 * 1440)
    instants = np.arange(first, first + 365 * 1440, 15)
    wall = zone.wall(instants)
    for instant, local in list(zip(instants.tolist(), wall.tolist(), strict=True))[::7]:
        there = datetime.fromtimestamp(instant * 60, UTC).astimezone(info).replace(tzinfo=None)
        assert wall_of(there) == local
    back = zone.instants(wall)
    for local, instant in list(zip(wall.tolist(), back.tolist(), strict=True))[::5]:
        naive = datetime.fromtimestamp(local * 60, UTC).replace(tzinfo=info, fold=0)
        assert int(naive.timestamp()) // 60 == instant


def test_grid_across_the_gap_and_the_fold(tmp_path):
    clock = Timeline(problem(tmp_path, zone="Europe/Berlin"))
    grid = clock.grid(date(2027, 3, 28), date(2027, 3, 28))
    hours = [clock.local(int(t)).hour for t in grid]
    assert hours == [0, 1, *range(3, 24)], "02:00 does not exist"
    assert len(set(np.diff(grid))) == 1


def test_days_and_day_start(tmp_path):
    clock = Timeline(problem(tmp_path))
    start = clock.instant(datetime(2027, 3, 6, 0, 0))
    assert clock.day_start(date(2027, 3, 6).toordinal()) == start
    assert clock.days(np.array([start - 1, start])).tolist() == [
        date(2027, 3, 5).toordinal(),
        date(2027, 3, 6).toordinal(),
    ]


@given(SPANS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=8))
def test_meeting_is_sharing_a_minute(spans, asked):
    starts = np.array([start for start, _ in asked])
    ends = starts + np.array([length for _, length in asked])
    busy = {m for s, e in spans for m in range(s, e)}
    expected = [bool(busy & set(range(s, e))) for s, e in zip(starts, ends, strict=True)]
    assert meets(union(spans), starts, ends).tolist() == expected


def test_who_has_a_whole_calendar_is_free_between(tmp_path):
    county = problem(tmp_path)
    hours = tuple(
        Span(datetime(2027, 3, day, hour), datetime(2027, 3, day, hour + 1))
        for day in range(1, 30)
        for hour in (8, 10, 20)
    )
    members = [
        replace(county.roster.members["p1"], id=f"m{n}", busy=hours[:n]) for n in (0, 3, 16, 17, 87)
    ]
    roster = replace(county.roster, members={member.id: member for member in members})
    clock = Timeline(replace(county, roster=roster))
    starts = clock.grid(date(2027, 3, 1), date(2027, 3, 31))
    found = clock.are_free(members, starts, starts + 120)
    for member, row in zip(members, found, strict=True):
        assert row.tolist() == contains(clock.free(member.id), starts, starts + 120).tolist()


def test_busy_wins_over_pattern_and_free(tmp_path):
    clock = Timeline(problem(tmp_path))
    free = clock.free("v2")

    def at(day, hour):
        start = clock.instant(datetime(2027, 3, day, hour))
        return bool(contains(free, np.array([start]), np.array([start + 60]))[0])

    assert at(6, 9)
    assert not at(13, 9)
    assert not at(8, 9), "a Monday is outside the weekends"


def test_shifts_of_24_hours_merge_where_they_touch(tmp_path):
    from drillctl.model.duration import Duration
    from drillctl.model.roster import Pattern
    from drillctl.timeline.patterns import pattern_wall

    daily = Pattern(
        rrule="DTSTART:20270101T080000\nRRULE:FREQ=DAILY", lasting=Duration(minutes=1440)
    )
    found = pattern_wall(daily, datetime(2027, 3, 1), datetime(2027, 3, 8))
    assert len(found) == 1
    third = Pattern(
        rrule="DTSTART:20270101T080000\nRRULE:FREQ=DAILY;INTERVAL=3", lasting=Duration(minutes=1440)
    )
    assert len(pattern_wall(third, datetime(2027, 3, 1), datetime(2027, 3, 8))) == 2


def test_night_slots_run_into_the_next_day(tmp_path):
    from drillctl.model.roster import Pattern, WeeklySlot
    from drillctl.timeline.patterns import pattern_wall

    night = Pattern(weekly=(WeeklySlot(frozenset({4}), 22 * 60, 30 * 60),))
    found = pattern_wall(night, datetime(2027, 3, 5), datetime(2027, 3, 8))
    assert found.tolist() == [[wall_of(datetime(2027, 3, 5, 22)), wall_of(datetime(2027, 3, 6, 6))]]


def test_statutory_holidays_of_china():
    from drillctl.timeline.statutory import statutory_holidays

    days = statutory_holidays(["CN"], [2027])
    assert date(2027, 1, 1).toordinal() in days
    assert date(2027, 3, 9).toordinal() not in days
