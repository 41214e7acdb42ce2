"""Leap days, year ends, weeks that span two years, and recurrences over clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from county import problem

from drillctl.files.loading import load
from drillctl.model.duration import Duration
from drillctl.model.roster import Pattern, WeeklySlot
from drillctl.timeline.patterns import pattern_wall
from drillctl.timeline.zones import Zone, wall_of

ROSTER = """
kind: roster
timezone: Europe/Berlin
certifications: {{ic: {{valid_for: {valid_for}}}}}
teams: [{{id: fire, kind: professional}}]
members:
  - {{id: p, name: P, team: fire, certifications: [{{id: ic, issued: {issued}}}]}}
---
kind: scenario
id: a
exercise: drill
duration: 2h
schedule: {{window: {{from: 2029-02-01, to: 2029-03-31}}}}
positions: [{{id: one, count: 1, needs: [ic]}}]
"""


@pytest.mark.parametrize(
    ("issued", "valid_for", "expires"),
    [
        ("2028-02-29", "12mo", "2029-02-28"),
        ("2028-02-29", "1y", "2029-02-28"),
        ("2028-02-29", "4y", "2032-02-28"),
        ("2028-02-29", "365d", "2029-02-27"),
        ("2028-03-01", "1y", "2029-02-28"),
        ("2027-03-01", "1y", "2028-02-29"),
        ("2027-01-31", "1mo", "2027-02-28"),
        ("2027-12-31", "2mo", "2028-02-29"),
        ("2026-12-31", "1y", "2027-12-30"),
        ("2027-01-01", "1y", "2027-12-31"),
        ("2027-12-31", "1d", "2027-12-31"),
        ("2096-02-29", "4y", "2100-02-28"),
    ],
)
def test_how_long_a_certificate_of_a_leap_day_is_valid(tmp_path, issued, valid_for, expires):
    (tmp_path / "all.yaml").write_text(ROSTER.format(issued=issued, valid_for=valid_for))
    loaded = load([tmp_path])
    assert loaded.problem is not None, loaded.diagnostics
    (held,) = loaded.problem.roster.members["p"].certifications
    assert held.expires == date.fromisoformat(expires)


def starts(rule, first, last):
    pattern = Pattern(rrule=rule, lasting=Duration(minutes=60))
    found = pattern_wall(pattern, datetime.fromisoformat(first), datetime.fromisoformat(last))
    return [
        f"{datetime(1970, 1, 1) + timedelta(minutes=begin):%Y-%m-%d %H:%M}"
        for begin, _ in found.tolist()
    ]


def test_what_recurs_on_a_leap_day_does_so_in_leap_years():
    """RFC 5545, 3.3.10: an invalid date is left out, not moved."""
    yearly = "DTSTART:20280229T080000\nRRULE:FREQ=YEARLY"
    assert starts(yearly, "2028-01-01", "2036-12-31") == [
        "2028-02-29 08:00",
        "2032-02-29 08:00",
        "2036-02-29 08:00",
    ]
    last = "DTSTART:20270131T080000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1"
    assert starts(last, "2028-02-01", "2028-03-15") == ["2028-02-29 08:00"]


def test_weeks_by_number_and_the_end_of_a_year():
    """2026 has 53 ISO weeks; the last ends on 3 January 2027."""
    rule = "DTSTART:20260101T080000\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,SU"
    assert starts(rule, "2026-12-01", "2027-02-01") == ["2026-12-28 08:00", "2027-01-03 08:00"]
    night = Pattern(weekly=(WeeklySlot(frozenset({3}), 22 * 60, 30 * 60),))
    found = pattern_wall(night, datetime(2026, 12, 30), datetime(2027, 1, 3))
    assert found.tolist() == [
        [wall_of(datetime(2026, 12, 31, 22)), wall_of(datetime(2027, 1, 1, 6))]
    ]


def test_a_recurrence_keeps_its_local_hour_over_clock_changes():
    """UNTIL and EXDATE are local too, and UNTIL is the last start that counts."""
    rule = (
        "DTSTART:20270301T190000\nRRULE:FREQ=WEEKLY;UNTIL=20270405T190000\n"
        "EXDATE:20270315T190000,20270329T190000"
    )
    walls = starts(rule, "2027-03-01", "2027-05-01")
    assert walls == ["2027-03-01 19:00", "2027-03-08 19:00", "2027-03-22 19:00", "2027-04-05 19:00"]
    info = ZoneInfo("Europe/Berlin")
    first = wall_of(datetime(2027, 2, 1))
    zone = Zone(info, first, first + 100 * 1440)
    pattern = Pattern(rrule=rule, lasting=Duration(minutes=120))
    wall = pattern_wall(pattern, datetime(2027, 3, 1), datetime(2027, 5, 1))
    instants = zone.bounds(wall.reshape(-1)).reshape(-1, 2)
    assert [f"{datetime.fromtimestamp(s * 60, UTC):%m-%d %H:%M}" for s, _ in instants.tolist()] == [
        "03-01 18:00",
        "03-08 18:00",
        "03-22 18:00",
        "04-05 17:00",
    ]


def test_a_shift_ends_at_its_hour_on_the_clock():
    """Twelve hours from eight in the evening: until eight, in the nights of a change too."""
    nightly = Pattern(
        rrule="DTSTART:20270101T200000\nRRULE:FREQ=DAILY", lasting=Duration(minutes=720)
    )
    for day, passes in (("2027-03-27", 11), ("2027-10-30", 13), ("2027-06-01", 12)):
        evening = datetime.fromisoformat(day)
        first = wall_of(evening)
        zone = Zone(ZoneInfo("Europe/Berlin"), first - 1440, first + 3 * 1440)
        wall = pattern_wall(nightly, evening + timedelta(hours=20), evening + timedelta(hours=30))
        begin, end = zone.bounds(wall[-1])
        assert end - begin == passes * 60


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("RRULE:FREQ=WEEKLY;UNTIL=20270401T000000Z", "UNTIL must be local time"),
        ("RRULE:FREQ=WEEKLY\\nEXDATE:20270308T080000Z", "EXDATE must be local time"),
        (
            "RRULE:FREQ=WEEKLY\\nEXDATE;TZID=Europe/Berlin:20270308T080000",
            "EXDATE must be local time",
        ),
        ("RRULE:FREQ=WEEKLY\\nRDATE:20270310T080000,20270311T080000Z", "RDATE must be local time"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270401T080000", None),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270401\\nEXDATE:20270308T080000", None),
    ],
)
def test_a_recurrence_is_in_the_rosters_zone(tmp_path, rule, said):
    text = ROSTER.format(issued="2028-02-29", valid_for="1y").replace(
        "team: fire,",
        f'team: fire, availability: {{rrule: "DTSTART:20270301T080000\\n{rule}", for: 2h}},',
    )
    (tmp_path / "all.yaml").write_text(text)
    found = load([tmp_path]).diagnostics
    assert [d.code for d in found] == (["V004"] if said else [])
    assert said is None or said in found[0].message


def test_limits_of_a_week_do_not_begin_anew_with_the_year(tmp_path):
    """Sunday of week 53 and Monday of week 1 lie within seven days."""
    from drillctl.audit.audit import audit
    from drillctl.files.plan_file import parsed_plan

    scenario = """
kind: scenario
id: a
exercise: drill
duration: 5h
schedule: {sessions: 2, window: {from: 2026-12-20, to: 2027-01-20}}
positions: [{id: one, count: 1}]
---
kind: policy
limits: {hours_per_7d: 8, hours_per_28d: 15}
"""
    asked = problem(tmp_path, zone="Europe/Berlin", scenarios=scenario)
    made = """
kind: plan
sessions:
  - {{id: "a#1", uid: a@x, start: "{0}T09:00+01:00", end: "{0}T14:00+01:00", assigned: {{one: [p1]}}}}
  - {{id: "a#2", uid: b@x, start: "{1}T09:00+01:00", end: "{1}T14:00+01:00", assigned: {{one: [p1]}}}}
"""
    for days, broken in (
        (("2026-12-29", "2027-01-04"), {"limits"}),
        (("2026-12-29", "2027-01-05"), set()),
        (("2027-01-03", "2027-01-04"), {"limits"}),
    ):
        found, _ = parsed_plan("plan", made.format(*days).encode())
        assert {b.rule for b in audit(asked, found)} == broken


@pytest.mark.parametrize(
    ("zone", "fixed", "more", "said"),
    [
        ("Europe/Berlin", "2027-03-28T02:30", "", "the clocks of Europe/Berlin skip it"),
        ("Europe/Berlin", "2027-03-28T03:00", "", None),
        ("Asia/Shanghai", "2027-03-28T02:30", "", None),
        ("Australia/Lord_Howe", "2027-10-03T02:00", "", "skip it"),
        ("Pacific/Apia", "2011-12-30T09:00", "", "skip it"),
        ("Europe/Berlin", "2027-10-31T02:30", "", None),
        # Four hours pass between 00:30 and 03:30 in the night in which the clocks go back.
        ("Europe/Berlin", "2027-10-31T00:30", ', hours: {from: "00:00", to: "04:00"}', None),
        (
            "Europe/Berlin",
            "2027-03-28T00:30",
            ', hours: {from: "00:00", to: "05:00"}',
            "within `hours`",
        ),
        ("Europe/Berlin", "2027-03-27T20:00", ', hours: {from: "20:00", to: "24:00"}', None),
        (
            "Europe/Berlin",
            "2027-03-27T20:30",
            ', hours: {from: "20:00", to: "24:00"}',
            "within `hours`",
        ),
    ],
)
def test_a_fixed_start_is_a_time_that_the_clocks_show(tmp_path, zone, fixed, more, said):
    year = fixed[:4]
    text = ROSTER.format(issued="2010-01-01", valid_for="40y").replace(
        "duration: 2h", "duration: 4h"
    )
    text = text.replace("Europe/Berlin", zone).replace(
        "schedule: {window: {from: 2029-02-01, to: 2029-03-31}}",
        f"schedule: {{fixed: [{fixed}], window: {{from: {year}-01-01, to: {year}-12-31}}{more}}}",
    )
    (tmp_path / "all.yaml").write_text(text)
    found = load([tmp_path]).diagnostics
    assert [d.code for d in found] == (["C007"] if said else [])
    assert said is None or said in found[0].message
