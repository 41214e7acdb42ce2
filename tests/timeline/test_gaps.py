"""Hours that the clocks skip, show twice, or take a whole day of: which moments they hold."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from drillctl.files.local_times import LocalTimes
from drillctl.timeline.zones import Zone, wall_of

CHANGES = [
    ("Europe/Berlin", "2027-03-28"),
    ("Europe/Berlin", "2027-10-31"),
    ("America/New_York", "2027-03-14"),
    ("Australia/Lord_Howe", "2027-10-03"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("America/Santiago", "2026-09-06"),
    ("America/Santiago", "2027-04-04"),
    ("Pacific/Apia", "2011-12-30"),
    ("Asia/Shanghai", "2027-03-28"),
]


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_hours_hold_the_moments_at_which_the_clocks_show_them(name, day):
    """Every span of hours around the change, against the standard library, moment by moment."""
    info = ZoneInfo(name)
    middle = datetime.fromisoformat(day)
    first = int((middle.replace(tzinfo=UTC) - timedelta(days=4)).timestamp()) // 60
    zone = Zone(info, first, first + 9 * 1440)
    moments = list(range(first, first + 9 * 1440, 15))
    shown = [datetime.fromtimestamp(m * 60, UTC).astimezone(info) for m in moments]
    bounds = [middle + timedelta(minutes=m) for m in range(-240, 420, 45)]
    for begin in bounds:
        for end in (b for b in bounds if b > begin):
            wall = np.array([wall_of(begin), wall_of(end)])
            low, high = zone.bounds(wall).tolist()
            for moment, local in zip(moments, shown, strict=True):
                inside = begin <= local.replace(tzinfo=None, fold=0) < end
                twice = local.fold or local.replace(fold=1).utcoffset() < local.utcoffset()
                # Of hours that come twice the first counts, so only there may they differ.
                assert (low <= moment < high) == inside or twice


def test_a_slot_on_a_day_that_is_not_is_not_moved_to_the_next():
    """Samoa went from Thursday, 29 December 2011 to Saturday; nobody is free on that Friday."""
    zone = Zone(
        ZoneInfo("Pacific/Apia"), wall_of(datetime(2011, 12, 25)), wall_of(datetime(2012, 1, 5))
    )
    friday = np.array([wall_of(datetime(2011, 12, 30, 8)), wall_of(datetime(2011, 12, 30, 20))])
    low, high = zone.bounds(friday)
    assert low == high
    saturday = zone.bounds(friday + 1440)
    assert saturday[1] - saturday[0] == 12 * 60


def test_a_single_time_that_is_skipped_is_read_by_the_offset_before():
    """RFC 5545, 3.3.5; half past two that night is half past three."""
    zone = Zone(
        ZoneInfo("Europe/Berlin"), wall_of(datetime(2027, 3, 1)), wall_of(datetime(2027, 4, 5))
    )
    skipped, after = np.array([wall_of(datetime(2027, 3, 28, h, 30)) for h in (2, 3)])
    assert zone.instants(skipped) == zone.instants(after)
    assert zone.bounds(skipped) == zone.instants(after) - 30


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_nobody_is_free_during_what_their_calendar_holds(name, day):
    """A meeting at any two moments around the change; an hour too much is the most that is lost."""
    info = ZoneInfo(name)
    middle = datetime.fromisoformat(day)
    times = LocalTimes(info, middle.date() - timedelta(days=3), middle.date() + timedelta(days=3))
    first = int((middle.replace(tzinfo=UTC) - timedelta(days=9)).timestamp()) // 60
    zone = Zone(info, first, first + 30 * 1440)
    around = [
        middle.replace(tzinfo=info).astimezone(UTC) + timedelta(minutes=20 * n)
        for n in range(-9, 19)
    ]
    for begin in around:
        for end in (moment for moment in around if moment > begin):
            for place in (UTC, info, ZoneInfo("Asia/Kathmandu")):
                (span,) = times.span(begin.astimezone(place), end.astimezone(place))
                low, high = zone.bounds(np.array([wall_of(moment) for moment in span])).tolist()
                start, until = (int(moment.timestamp()) // 60 for moment in (begin, end))
                assert low <= start
                assert until <= high
                assert (start - low) + (high - until) <= 120
