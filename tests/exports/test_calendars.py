"""Calendars, read back by two other parsers: every field, every hour, the same bytes."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
from county import PLAN, plan, problem

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.files import write_calendars
from drillctl.model.duration import Duration
from drillctl.model.roster import Location
from drillctl.model.scenario import Objective


@pytest.fixture
def county(tmp_path):
    return problem(tmp_path), plan(tmp_path)


def events(data: bytes):
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def published(asked, made, audience="all", name="", **options) -> bytes:
    return Calendars(asked, made, **options).of(Audience(audience), name).to_bytes()


def berlin_plan(folder):
    """The county's plan in Berlin, flood#2 on the very day of the change to summer time."""
    text = PLAN.replace("+08:00", "+01:00")
    for hour in ("09:00", "13:00"):
        text = text.replace(f"2027-03-20T{hour}+01:00", f"2027-03-28T{hour}+02:00")
    return plan(folder, text)


def test_every_line_is_short_and_ends_in_crlf(county):
    data = published(*county)
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_local_hours_survive_in_both_parsers(tmp_path, zone):
    """Sessions on both sides of the change keep their wall time."""
    asked = problem(tmp_path, zone=zone)
    made = berlin_plan(tmp_path) if zone == "Europe/Berlin" else plan(tmp_path)
    wanted = {session.uid: session.start for session in made.sessions}
    data = published(asked, made)
    assert b"BEGIN:VTIMEZONE" in data
    for found in (data, published(asked, made, utc=True)):
        assert {str(e["UID"]): e["DTSTART"].dt for e in events(found)} == wanted
        others = {
            e.uid: e.begin.datetime.astimezone(ZoneInfo(zone))
            for e in ics.Calendar(found.decode()).events
        }
        assert others == wanted
        assert others["f1@x"].hour == others["f2@x"].hour == 9
    assert all(e["DTSTART"].params["TZID"] == zone for e in events(data))


def test_utc_holds_no_zone(county):
    data = published(*county, utc=True)
    assert b"VTIMEZONE" not in data
    assert b"TZID" not in data
    assert b"DTSTART:20270306T010000Z\r\n" in data


def test_an_hour_that_comes_twice_is_written_in_utc(tmp_path):
    """RFC 5545, 3.3.5: with a TZID it would mean the first of the two."""
    text = PLAN.replace("2027-03-06T09:00+08:00", "2027-10-31T02:30+01:00").replace(
        "2027-03-06T13:00+08:00", "2027-10-31T06:30+01:00"
    )
    data = published(problem(tmp_path, zone="Europe/Berlin"), plan(tmp_path, text))
    [start] = [e["DTSTART"].dt for e in events(data) if e["UID"] == "f1@x"]
    assert start.utcoffset() == timedelta()
    assert f"{start:%Y-%m-%dT%H:%M}" == "2027-10-31T01:30"


def test_what_an_event_says(county):
    asked, made = county
    flood = replace(
        asked.scenarios["flood"],
        objectives=(Objective("o1", "Rescue people; then, count them", "water"),),
    )
    lake = replace(asked.roster.venues["lake"], location=Location(30.123456, -120.5))
    asked = replace(
        asked,
        scenarios={**asked.scenarios, "flood": flood},
        roster=replace(asked.roster, venues={**asked.roster.venues, "lake": lake}),
    )
    [event] = [e for e in events(published(asked, made, "member", "v1")) if e["UID"] == "f1@x"]
    assert str(event["SUMMARY"]) == "Flood"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["TRANSP"]) == "OPAQUE"
    assert event["SEQUENCE"] == 0
    assert [str(c) for c in event["CATEGORIES"].cats] == ["full-scale", "flood"]
    assert str(event["LOCATION"]) == "lake"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (30.123456, -120.5)
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Your position: crew",
        "Bring your certificates: boat-1",
        "Session: flood#1",
        "Exercise type: full-scale",
        "Capabilities: water",
        "Objective: Rescue people; then, count them",
        "Equipment: 1 x boat",
    ]


def test_who_leads_and_who_stands_by_are_told_so(county):
    found = {str(e["UID"]): e for e in events(published(*county, "member", "p1"))}
    assert str(found["f1@x"]["SUMMARY"]) == "Standby: Flood"
    assert "Standby for: crew" in str(found["f1@x"]["DESCRIPTION"])
    assert str(found["f2@x"]["SUMMARY"]) == "Flood"
    assert "Your position: leader (you lead)" in str(found["f2@x"]["DESCRIPTION"])


def test_the_calendar_has_a_name_and_says_how_often_to_look(county):
    read = icalendar.Calendar.from_ical(published(*county, "team", "sky"))
    assert str(read["METHOD"]) == "PUBLISH"
    assert str(read["NAME"]) == str(read["X-WR-CALNAME"]) == "Exercises: sky"
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert str(read["X-PUBLISHED-TTL"]) == "PT1H"
    assert str(read["X-WR-TIMEZONE"]) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("remind", "wanted"),
    [
        (None, [timedelta(days=-1), timedelta(hours=-2)]),
        ((), []),
        (
            (Duration(days=14, minutes=90), Duration()),
            [timedelta(days=-14, minutes=-90), timedelta()],
        ),
    ],
)
def test_reminders(county, remind, wanted):
    asked, made = county
    if remind is not None:
        asked = replace(asked, policy=replace(asked.policy, remind=remind))
    for event in events(published(asked, made)):
        assert [a["TRIGGER"].dt for a in event.walk("VALARM")] == wanted
        assert all(str(a["DESCRIPTION"]) == str(event["SUMMARY"]) for a in event.walk("VALARM"))


def test_the_same_plan_gives_the_same_bytes_under_any_hash_seed(tmp_path, county):
    code = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from county import plan, problem; from drillctl.exports.ics.calendars import Calendars; f = Path(sys.argv[1]); sys.stdout.buffer.write(Calendars(problem(f), plan(f)).of('all').to_bytes())"
    here = os.path.dirname(os.path.dirname(__file__))
    made = {
        subprocess.run(
            [sys.executable, "-c", code, tmp_path, here],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert made == {published(*county)}


def test_stamps_follow_the_session_and_untouched_events_keep_their_bytes(county):
    asked, made = county
    moved = replace(made.sessions[0], sequence=1, start=made.sessions[0].start + timedelta(hours=1))
    again = replace(made, revision=2, sessions=(moved, *made.sessions[1:]))
    before, after = (
        Calendars(asked, made).of(Audience.ALL),
        Calendars(asked, again).of(Audience.ALL),
    )
    old = {event.uid: before.resource(event) for event in before.events}
    new = {event.uid: after.resource(event) for event in after.events}
    assert {uid for uid in old if old[uid] != new[uid]} == {moved.uid}
    [was], [now] = events(old[moved.uid]), events(new[moved.uid])
    assert now["DTSTAMP"].dt > was["DTSTAMP"].dt
    assert now["LAST-MODIFIED"].dt > was["LAST-MODIFIED"].dt
    assert (was["SEQUENCE"], now["SEQUENCE"]) == (0, 1)


def test_a_resource_is_one_event_with_its_zone_and_no_method(county):
    calendar = Calendars(*county).of(Audience.MEMBER, "v1")
    assert [event.uid for event in calendar.events] == ["f1@x", "f2@x"]
    for event in calendar.events:
        read = icalendar.Calendar.from_ical(calendar.resource(event))
        assert "METHOD" not in read
        assert [str(e["UID"]) for e in read.walk("VEVENT")] == [event.uid]
        assert [str(z["TZID"]) for z in read.walk("VTIMEZONE")] == ["Asia/Shanghai"]


def test_every_name_has_a_file_even_without_sessions(county, tmp_path):
    asked, made = county
    alone = replace(made, sessions=made.sessions[:1])
    out = tmp_path / "out"
    out.mkdir()
    written = write_calendars(asked, alone, out, Audience.MEMBER)
    assert [path.name for path in written] == [f"member-{m}.ics" for m in asked.roster.members]
    empty = (out / "member-v1.ics").read_bytes()
    assert events(empty) == []
    # RFC 5545, 3.4: at least one component.
    assert len(icalendar.Calendar.from_ical(empty).subcomponents) == 1
    assert len(ics.Calendar(empty.decode()).events) == 0
