"""Calendars of members: what is busy, in which zone, and what is said of broken ones."""

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from county import PLAN, plan, problem
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.prop import vRecur

from drillctl.files.busy_calendar import CalendarReader
from drillctl.files.content_lines import read_calendars
from drillctl.files.loading import load
from drillctl.files.local_times import without
from drillctl.files.recurrence_bounds import UnboundedError, recurrences
from drillctl.files.spans import merged_spans

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2027, 3, 1), date(2027, 4, 30)


def calendar(*lines, head=()):
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *head, *lines, "END:VCALENDAR", ""]
    return "\r\n".join(text).encode()


def event(*lines, uid="e1"):
    return ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT")


def read(data, zone=BERLIN, email="anna@example.org", **more):
    spans, problems = CalendarReader(zone, FIRST, LAST, **more).busy("a.ics", data, email)
    return [(f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}") for s in spans], [
        str(p) for p in problems
    ]


def busy(*lines, zone=BERLIN, head=(), **more):
    spans, problems = read(calendar(*lines, head=head), zone, **more)
    assert not problems
    return spans


ONCE = ("DTSTART:20270310T180000Z", "DTEND:20270310T200000Z")


def test_an_opaque_event_is_busy_in_the_rosters_zone():
    assert busy(*event(*ONCE)) == [("03-10 19:00", "03-10 21:00")]
    assert busy(*event(*ONCE), zone=SHANGHAI) == [("03-11 02:00", "03-11 04:00")]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:Anna@Example.org",
        'ATTENDEE;CN="Doe; Anna";PARTSTAT=DECLINED:MAILTO:anna@example.org',
    ],
)
def test_what_takes_no_time_is_free(line):
    assert busy(*event(*ONCE, line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:OPAQUE",
        "STATUS:TENTATIVE",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:tom@example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org",
    ],
)
def test_what_takes_time_is_busy(line):
    assert len(busy(*event(*ONCE, line))) == 1


def test_floating_and_whole_days_are_in_the_rosters_zone():
    floating = event("DTSTART:20270310T180000", "DURATION:PT90M")
    days = event("DTSTART;VALUE=DATE:20270401", "DTEND;VALUE=DATE:20270403", uid="d")
    for zone in (BERLIN, SHANGHAI):
        assert busy(*floating, *days, zone=zone) == [
            ("03-10 18:00", "03-10 19:30"),
            ("04-01 00:00", "04-03 00:00"),
        ]
    assert busy(*event("DTSTART;VALUE=DATE:20270401")) == [("04-01 00:00", "04-02 00:00")]


WEEKLY = (
    "DTSTART;TZID=Europe/Berlin:20270304T180000",
    "DTEND;TZID=Europe/Berlin:20270304T200000",
    "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20270416T000000Z",
)


def test_a_weekly_event_with_every_sort_of_exception_across_a_clock_change():
    moved = event("RECURRENCE-ID;TZID=Europe/Berlin:20270325T180000",
                  "DTSTART;TZID=Europe/Berlin:20270326T070000",
                  "DTEND;TZID=Europe/Berlin:20270326T080000")  # fmt: skip
    off = event("RECURRENCE-ID;TZID=Europe/Berlin:20270401T180000", "STATUS:CANCELLED",
                "DTSTART;TZID=Europe/Berlin:20270401T180000",
                "DTEND;TZID=Europe/Berlin:20270401T200000")  # fmt: skip
    main = event(*WEEKLY, "EXDATE;TZID=Europe/Berlin:20270311T180000",
                 "RDATE;TZID=Europe/Berlin:20270331T120000")  # fmt: skip
    found = busy(*main, *moved, *off)
    assert found == [
        ("03-04 18:00", "03-04 20:00"),
        ("03-18 18:00", "03-18 20:00"),
        ("03-26 07:00", "03-26 08:00"),
        ("03-31 12:00", "03-31 14:00"),
        ("04-08 18:00", "04-08 20:00"),
        ("04-15 18:00", "04-15 20:00"),
    ]
    in_shanghai = busy(*main, zone=SHANGHAI)
    assert in_shanghai[0] == ("03-05 01:00", "03-05 03:00")
    assert in_shanghai[-1] == ("04-16 00:00", "04-16 02:00")


def test_one_declined_occurrence_is_free_and_the_others_are_not():
    declined = event("RECURRENCE-ID;TZID=Europe/Berlin:20270311T180000",
                     "DTSTART;TZID=Europe/Berlin:20270311T180000",
                     "DTEND;TZID=Europe/Berlin:20270311T200000",
                     "ATTENDEE;PARTSTAT=DECLINED:mailto:anna@example.org")  # fmt: skip
    found = busy(*event(*WEEKLY), *declined)
    assert "03-11 18:00" not in {start for start, _ in found}
    assert len(found) == 6


def test_hours_pass_over_a_clock_change():
    spring = event("DTSTART;TZID=Europe/Berlin:20270327T220000", "DURATION:PT8H")
    assert busy(*spring) == [("03-27 22:00", "03-28 07:00")]


def test_an_hour_that_occurs_twice_is_busy_to_its_end():
    data = calendar(*event("DTSTART:20271031T003000Z", "DTEND:20271031T013000Z"))
    reader = CalendarReader(BERLIN, date(2027, 10, 1), date(2027, 10, 31))
    [span], _ = reader.busy("a.ics", data, None)
    assert (span.start, span.end) == (datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 3, 30))


HOME = (
    "BEGIN:VTIMEZONE", "TZID:Home",
    "BEGIN:STANDARD", "DTSTART:19961027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "END:VTIMEZONE",
)  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Home", "W. Europe Standard Time"])
@pytest.mark.parametrize(
    ("start", "more", "found"),
    [
        # Skipped: by the offset before (RFC 5545, 3.3.5), so as much later.
        ("20270328T023000", ("DURATION:PT1H",), [("03-28 01:30", "03-28 02:30")]),
        ("20270328T023000", ("DTEND;TZID={}:20270328T033000",), [("03-28 01:30", "03-28 02:30")]),
        ("20270328T010000", ("DTEND;TZID={}:20270328T023000",), [("03-28 00:00", "03-28 01:30")]),
        # Shown twice: the first.
        ("20271031T023000", ("DURATION:PT1H",), [("10-31 00:30", "10-31 01:30")]),
        ("20271031T013000", ("DTEND;TZID={}:20271031T023000",), [("10-30 23:30", "10-31 00:30")]),
        # A series keeps its hour; an occurrence in the change takes the time of both readings.
        (
            "20270327T023000",
            ("DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"),
            [("03-27 01:30", "03-27 02:30"), ("03-28 01:30", "03-28 02:30"), ("03-29 00:30", "03-29 01:30")],
        ),
        (
            "20270326T220000",
            ("DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID={}:20270326T220000"),
            [("03-27 21:00", "03-28 05:00"), ("03-28 20:00", "03-29 04:00")],
        ),
        (
            "20271030T220000",
            ("DURATION:PT8H", "RRULE:FREQ=DAILY;UNTIL=20271031T210000Z"),
            [("10-30 20:00", "10-31 05:00"), ("10-31 21:00", "11-01 05:00")],
        ),
        ("20270327T233000", ("DURATION:PT24H",), [("03-27 22:30", "03-28 22:30")]),
        ("20271030T233000", ("DURATION:P1D",), [("10-30 21:30", "10-31 22:30")]),
    ],
)  # fmt: skip
def test_hours_that_are_skipped_or_come_twice(zone, start, more, found):
    lines = (line.format(zone) for line in (f"DTSTART;TZID={zone}:{start}", *more))
    reader = CalendarReader(ZoneInfo("UTC"), date(2027, 3, 1), date(2027, 11, 10))
    spans, problems = reader.busy("a.ics", calendar(*event(*lines), head=HOME), None)
    assert problems == []
    assert [(f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}") for s in spans] == found


def test_birthdays_and_holidays_of_old_are_no_burden():
    birthday = event("DTSTART;VALUE=DATE:16040305", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5")
    lines = list(birthday)
    for n in range(200):
        lines += event("DTSTART;VALUE=DATE:19700510", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=2SU",
                       "TRANSP:TRANSPARENT" if n else "TRANSP:OPAQUE", uid=f"h{n}")  # fmt: skip
    assert busy(*lines) == [("03-05 00:00", "03-06 00:00"), ("04-11 00:00", "04-12 00:00")]


def test_many_rules_together_are_bounded_too():
    hourly = [event("DTSTART:20200101T000000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY", uid=str(n))
              for n in range(40)]  # fmt: skip
    began = time.monotonic()
    _, problems = read(calendar(*(line for lines in hourly for line in lines)))
    assert "recurs too often in all" in problems[0]
    assert time.monotonic() - began < 60


def test_two_calendars_may_mean_different_zones_by_one_name():
    def zoned(offset):
        zone = ("BEGIN:VTIMEZONE", "TZID:Home", "BEGIN:STANDARD", "DTSTART:16010101T000000",
                f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD",
                "END:VTIMEZONE")  # fmt: skip
        return event("DTSTART;TZID=Home:20270310T180000", "DURATION:PT1H"), zone

    for offset, start in (("+0000", "03-10 19:00"), ("+0500", "03-10 14:00")):
        lines, zone = zoned(offset)
        assert busy(*lines, head=zone)[0][0] == start


def test_windows_names_are_known():
    lines = event("DTSTART;TZID=China Standard Time:20270310T180000", "DURATION:PT1H")
    assert busy(*lines) == [("03-10 11:00", "03-10 12:00")]


def test_published_busy_times_count():
    lines = ("BEGIN:VFREEBUSY", "UID:f", "DTSTAMP:20270101T000000Z",
             "FREEBUSY:20270310T180000Z/PT1H,20270311T180000Z/20270311T190000Z",
             "FREEBUSY;FBTYPE=FREE:20270312T180000Z/PT1H", "END:VFREEBUSY")  # fmt: skip
    assert [start for start, _ in busy(*lines)] == ["03-10 19:00", "03-11 19:00"]


def availability(*lines, uid="v"):
    return ("BEGIN:VAVAILABILITY", f"UID:{uid}", "DTSTAMP:20270101T000000Z", *lines,
            "END:VAVAILABILITY")  # fmt: skip


def available(*lines, uid="a"):
    return ("BEGIN:AVAILABLE", f"UID:{uid}", "DTSTAMP:20270101T000000Z", *lines, "END:AVAILABLE")


def test_outside_available_hours_is_busy():
    evenings = available("DTSTART;TZID=Europe/Berlin:20270301T180000", "DURATION:PT4H",
                         "RRULE:FREQ=DAILY", "EXDATE;TZID=Europe/Berlin:20270303T180000")  # fmt: skip
    found = busy(*availability("DTSTART;TZID=Europe/Berlin:20270301T000000",
                               "DTEND;TZID=Europe/Berlin:20270305T000000", *evenings))  # fmt: skip
    assert found == [
        ("03-01 00:00", "03-01 18:00"),
        ("03-01 22:00", "03-02 18:00"),
        ("03-02 22:00", "03-04 18:00"),
        ("03-04 22:00", "03-05 00:00"),
    ]


def test_a_higher_priority_overrides_and_no_bounds_mean_always():
    usual = availability("PRIORITY:5", *available("DTSTART:20270220T080000", "DURATION:PT10H",
                                                  "RRULE:FREQ=DAILY"))  # fmt: skip
    away = availability("PRIORITY:1", "DTSTART:20270310T000000", "DTEND:20270312T000000", uid="w")
    found = busy(*usual, *away)
    assert ("03-09 18:00", "03-12 08:00") in found
    assert ("03-08 18:00", "03-09 08:00") in found
    assert found[0][0] == "02-26 00:00"
    # The lower one changes nothing within the higher one's time, whatever their order.
    assert found == busy(*away, *usual)


def test_sessions_of_our_own_plan_keep_nobody_from_them(tmp_path):
    ours = event(*ONCE, uid="flood-1@0123456789abcdef.drillctl")
    theirs = event("DTSTART:20270311T180000Z", "DURATION:PT1H", uid="f@fedcba9876543210.drillctl")
    found = busy(*ours, *theirs, is_ours=lambda uid: uid.endswith("@0123456789abcdef.drillctl"))
    assert found == [("03-11 19:00", "03-11 20:00")]


@pytest.mark.parametrize(
    ("lines", "code", "line", "said"),
    [
        (event("DTSTART:20271301T180000Z"), "I002", 7, "20271301T180000Z"),
        (event("DTSTART:20270310T180000Z", "DTEND:20270310T170000Z"), "I002", 8, "before DTSTART"),
        (event("DURATION:PT1H"), "I002", 4, "without DTSTART"),
        (event(*ONCE, "RRULE:FREQ=FORTNIGHTLY"), "I002", 9, "FORTNIGHTLY"),
        (event(*ONCE, "RRULE:FREQ=DAILY;INTERVAL=0"), "I002", 9, "INTERVAL=0"),
        (event(*ONCE, "EXDATE:yesterday"), "I002", 9, "yesterday"),
        (event("DTSTART;TZID=Mars/Base:20270310T180000", "DURATION:PT1H"), "I004", 7, "Mars/Base"),
        (event("DTSTART;TZID=Asia:20270310T180000", "DURATION:PT1H"), "I004", 7, "Asia"),
        (event("DTSTART:20270310T180000Z", "DURATION:P99999999W"), "I002", 8, "P99999999W"),
        (event("DTSTART;VALUE=DATE:99991231"), "I002", 7, "after the year 9999"),
        (event(*ONCE, "DTSTART:20270311T180000Z"), "I002", 9, "given twice"),
        (event(*ONCE, "RRULE:FREQ=SECONDLY"), "I003", 9, "times before"),
        (event(*ONCE, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "I003", 9, "never"),
        (event(*ONCE, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"), "I003", 9, "never"),
        (event(*ONCE, "RRULE:FREQ=MINUTELY;UNTIL=20270311T000000Z;BYMONTH=2"), "I003", 9, "BYMONTH"),
        (event(*ONCE, "broken continuation"), "I001", 9, "not a line"),
        (("BEGIN:VEVENT", "UID:1"), "I001", 6, "BEGIN:VEVENT of line 4"),
        (availability("PRIORITY:high"), "I002", 7, "'high'"),
    ],
)  # fmt: skip
def test_a_broken_calendar_is_said_with_its_line_and_at_once(lines, code, line, said):
    began = time.monotonic()
    _, problems = read(calendar(*lines))
    assert time.monotonic() - began < 5
    assert any(p.startswith(f"a.ics:{line}:") and code in p and said in p for p in problems), (
        problems
    )


def test_all_problems_come_in_one_run_and_the_rest_is_read():
    found, problems = read(
        calendar(
            *event("DTSTART:nonsense"),
            *event(*ONCE, "EXDATE:x", uid="b"),
            *event("DTSTART:20270311T180000Z", "DURATION:PT1H", uid="c"),
        )
    )
    assert len(problems) == 2
    assert found == [("03-11 19:00", "03-11 20:00")]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "holds no calendar"),
        (b"<!DOCTYPE html>\n<html>", 1, "web page"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", 3, "the file breaks off"),
        (b"BEGIN:VCALENDAR\r\nX-A:caf\xe9\r\nEND:VCALENDAR\r\n", 2, "0xe9"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", 2, "ends nothing"),
    ],
)
def test_what_is_no_calendar_is_no_free_day(data, line, said):
    _, problems = read(data)
    assert problems
    assert problems[0].startswith(f"a.ics:{line}:")
    assert said in problems[0]


def test_a_fold_may_split_a_character():
    data = "BEGIN:VCALENDAR\r\nX-A:王\r\nEND:VCALENDAR\r\n".encode().replace(
        b"\xe7\x8e", b"\xe7\r\n \x8e"
    )
    [found], problems = read_calendars("a", data)
    assert not problems
    assert found.value("X-A") == "王"


_VALUE = st.sampled_from(
    ["20270310T180000Z", "20270310", "PT1H", "FREQ=DAILY", "FREQ=YEARLY;BYDAY=99MO", "-P1D", "x",
     "FREQ=MONTHLY;BYSETPOS=0", "20270310T180000/PT1H", "00000101T000000", "99991231T235959Z",
     "FREQ=WEEKLY;COUNT=0", "FREQ=DAILY;UNTIL=20260101", ""]
)  # fmt: skip
_NAME = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE",
     "DTSTART;VALUE=DATE", "DTSTART;TZID=Europe/Berlin", "RDATE;VALUE=PERIOD", "FREEBUSY",
     "PRIORITY", "RECURRENCE-ID;RANGE=THISANDFUTURE"]
)  # fmt: skip
_LINES = st.lists(st.builds("{}:{}".format, _NAME, _VALUE), max_size=7)
_KIND = st.sampled_from(["VEVENT", "VAVAILABILITY", "VFREEBUSY"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_KIND, _LINES), max_size=3))
def test_no_combination_of_properties_makes_a_traceback(components):
    lines = [line for kind, own in components for line in (f"BEGIN:{kind}", *own, f"END:{kind}")]
    read(calendar(*lines))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_make_a_traceback(data):
    assert read(data)[1]
    read(b"BEGIN:VCALENDAR\r\n" + data)


_MOMENTS = st.integers(0, 40).map(lambda n: datetime(2027, 3, 1, n % 24, n // 24))
_TIMES = st.lists(st.tuples(_MOMENTS, _MOMENTS).filter(lambda t: t[0] < t[1]), max_size=6)


@given(_TIMES, _TIMES)
def test_taking_time_away_is_exact(times, away):
    left = without(times, merged_spans(away))
    for n in range(48):
        at = datetime(2027, 3, 1, n % 24, n // 24)
        inside = any(a <= at < b for a, b in times) and not any(a <= at < b for a, b in away)
        assert any(a <= at < b for a, b in left) == inside


def with_calendar(folder, value, name="p1, name: 李伟"):
    problem(folder)
    roster = folder / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace(f"id: {name},", f"id: {name}, busy_calendar: {value},"), "utf-8")


def test_the_roster_names_a_file_or_a_folder(tmp_path):
    (tmp_path / "cal" / "deep").mkdir(parents=True)
    (tmp_path / "cal" / "one.ics").write_bytes(calendar(*event(*ONCE)))
    (tmp_path / "cal" / "deep" / "two.ics").write_bytes(
        calendar(*event("DTSTART:20270312T180000Z", "DURATION:PT1H"))
    )
    with_calendar(tmp_path, "cal")
    loaded = load([tmp_path])
    assert not loaded.diagnostics
    assert [s.start for s in loaded.problem.roster.members["p1"].busy] == [
        datetime(2027, 3, 13, 2),
        datetime(2027, 3, 11, 2),
    ]
    assert {"cal/one.ics", "cal/deep/two.ics"} <= loaded.inputs.keys()
    before = loaded.inputs["cal/one.ics"]
    (tmp_path / "cal" / "one.ics").write_bytes(calendar())
    assert load([tmp_path]).inputs["cal/one.ics"] != before


@pytest.mark.parametrize("value", ["none.ics", "empty"])
def test_a_calendar_that_is_not_there_is_said_at_the_roster(tmp_path, value):
    (tmp_path / "empty").mkdir()
    with_calendar(tmp_path, value)
    [found] = load([tmp_path]).diagnostics
    assert (found.code, found.line) == ("F001", 15)
    assert value in found.message


def test_a_plans_own_sessions_are_known_by_uid_and_by_domain(tmp_path):
    with_calendar(tmp_path, "p1.ics")
    known = plan(tmp_path, PLAN)
    at = known.sessions[0].start
    lines = event(f"DTSTART;TZID=Asia/Shanghai:{at:%Y%m%dT%H%M%S}", "DURATION:PT2H", uid="t1@x")
    (tmp_path / "p1.ics").write_bytes(calendar(*lines))
    assert load([tmp_path], plans=[known]).problem.roster.members["p1"].busy == ()
    stranger = load([tmp_path]).problem.roster
    assert len(stranger.members["p1"].busy) == 1
    own = event("DTSTART:20270310T180000Z", "DURATION:PT1H", uid=f"x@{stranger.uid_domain}")
    (tmp_path / "p1.ics").write_bytes(calendar(*own))
    assert load([tmp_path]).problem.roster.members["p1"].busy == ()


def _some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


_RULE = st.fixed_dictionaries(
    {
        "FREQ": st.sampled_from([["DAILY"], ["WEEKLY"], ["MONTHLY"], ["YEARLY"], ["HOURLY"]]),
        "INTERVAL": st.integers(1, 3).map(lambda n: [n]),
        "BYMONTH": _some(range(1, 13)),
        "BYMONTHDAY": _some([1, 13, 28, 31, -1]),
        "BYDAY": _some(["MO", "WE", "SU"]) | _some(["1MO", "-1SU", "2WE"]),
        "BYHOUR": _some([0, 9, 17]),
    }
)


@settings(max_examples=300, deadline=None)
@given(_RULE)
def test_a_rule_recurs_no_more_often_than_foreseen(parts):
    if parts["FREQ"] not in (["MONTHLY"], ["YEARLY"]):
        parts["BYDAY"] = [day[-2:] for day in parts["BYDAY"]]
    rule = {key: value for key, value in parts.items() if value}
    start, until = datetime(2024, 1, 31, 9), date(2027, 3, 1)
    try:
        foreseen = recurrences(rule, start, until)
        text = vRecur(rule).to_ical().decode()
        found = rrulestr(text, dtstart=start).between(start, datetime(2027, 3, 2), inc=True)
    except (UnboundedError, ValueError):
        return
    assert len(found) <= foreseen
