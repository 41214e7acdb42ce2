"""VTIMEZONE of every zone, evaluated by two other packages against the IANA data itself."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from dateutil.tz import tzical

from drillctl.exports.ics.timezones import vtimezone

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
TRICKY = (
    "Africa/Casablanca",  # summer time by the moon, offset falls when it begins
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Jerusalem",  # the Friday before a Sunday
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Australia/Lord_Howe",  # half an hour
    "Europe/Berlin",
    "Europe/Dublin",  # winter time is the exception
    "Pacific/Chatham",
)


def wrong(zone: str, year: int, step: int) -> list[str]:
    """Local times of `year`, every `step` hours, that another package reads otherwise."""
    info, data = ZoneInfo(zone), vtimezone(zone, year, year)
    readers = {
        "dateutil": tzical(StringIO(data.decode())).get(zone),
        "icalendar": icalendar.Timezone.from_ical(data).to_tz(lookup_tzid=False),
    }
    found = []
    for hours in range(0, 8760, step):
        here = (datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(hours=hours)).astimezone(info)
        around = {(here + timedelta(hours=h)).utcoffset() for h in (-3, 0, 3)}
        if here.year != year or len(around) > 1:
            continue  # packages differ on the hours that are skipped or come twice
        for name, reader in readers.items():
            if here.replace(tzinfo=reader).utcoffset() != here.utcoffset():
                found.append(f"{name} {here}")
    return found


@pytest.mark.parametrize("zone", TRICKY)
def test_every_few_hours_of_two_years(zone):
    assert wrong(zone, 2027, 5) == []
    assert wrong(zone, 2031, 11) == []


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("Pacific/Apia", 2011),  # a whole day less
        ("Pacific/Apia", 2021),  # no summer time any more
        ("Europe/Istanbul", 2015),  # a fortnight late, for an election
        ("Europe/Istanbul", 2016),  # no winter time any more
        ("America/Sao_Paulo", 2018),
        ("America/Sao_Paulo", 2019),
        ("America/Santiago", 2026),  # at midnight
        ("Africa/Casablanca", 2018),  # all year round, but for Ramadan
        ("Africa/Casablanca", 2026),
        ("Asia/Pyongyang", 2018),  # half an hour back again
        ("America/Caracas", 2016),
        ("Europe/Volgograd", 2020),
    ],
)
def test_years_in_which_rules_changed(zone, year):
    assert wrong(zone, year, 5) == []


def test_every_zone_there_is():
    assert len(ZONES) > 400
    assert [bad for zone in ZONES for bad in wrong(zone, 2027, 97)[:1]] == []


def test_the_onset_is_in_the_time_that_ends():
    """RFC 5545, 3.6.5: DTSTART by TZOFFSETFROM. Berlin's clocks go forward at two."""
    lines = vtimezone("Europe/Berlin", 2027, 2027).decode().split("\r\n")
    daylight = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
    assert "DTSTART:20260329T020000" in daylight
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in daylight
    assert daylight[2:4] == ["TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"]


def test_a_zone_without_changes_is_one_standard_time():
    data = vtimezone("Asia/Shanghai", 2027, 2027)
    assert data == vtimezone("Asia/Shanghai", 2030, 2031)
    assert data.count(b"BEGIN:STANDARD") == 1
    assert b"DAYLIGHT" not in data
