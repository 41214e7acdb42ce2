"""Calendars, read back by two other parsers; nothing leaks, nothing breaks a line."""

import os
import subprocess
import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
from county import PLAN, plan, problem
from hypothesis import given, settings
from hypothesis import strategies as st

from drillctl.exports.ics import calendar_bytes, cancellation_bytes, write_calendars
from drillctl.model.plan import Cancelled


@pytest.fixture
def county(tmp_path):
    return problem(tmp_path), plan(tmp_path)


def events(data: bytes):
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_every_line_is_short_and_ends_in_crlf(county):
    data = calendar_bytes(*county, "all")
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_local_hours_survive_in_both_parsers(tmp_path, zone):
    """Sessions on both sides of the change keep their wall time."""
    asked = problem(tmp_path, zone=zone)
    offsets = ("+01:00", "+02:00") if zone == "Europe/Berlin" else ("+08:00", "+08:00")
    text = PLAN.replace("+08:00", offsets[0]).replace(
        "2027-03-20T09:00" + offsets[0], "2027-03-28T09:00" + offsets[1]
    )
    text = text.replace("2027-03-20T13:00" + offsets[0], "2027-03-28T13:00" + offsets[1])
    data = calendar_bytes(asked, plan(tmp_path, text), "all")
    starts = {str(e["UID"]): e["DTSTART"].dt for e in events(data)}
    assert starts["f1@x"].hour == starts["f2@x"].hour == 9
    for uid, start in starts.items():
        wanted = next(s.start for s in plan(tmp_path, text).sessions if s.uid == uid)
        assert start == wanted
    other = {
        e.uid: e.begin.datetime.astimezone(ZoneInfo(zone))
        for e in ics.Calendar(data.decode()).events
    }
    assert {uid: s.hour for uid, s in other.items()} == {uid: s.hour for uid, s in starts.items()}
    assert b"BEGIN:VTIMEZONE" in data


def test_a_member_sees_only_their_own(county):
    data = calendar_bytes(*county, "member", "v1").decode()
    unfolded = data.replace("\r\n ", "")
    assert len(events(data.encode())) == 2
    for other in ("李伟", "Anna", "Maria", "Tom", "张敏"):
        assert other not in unfolded
    assert "Your position: crew" in unfolded


def test_a_standby_is_told_so(county):
    found = [str(e["SUMMARY"]) for e in events(calendar_bytes(*county, "member", "p1"))]
    assert "Standby: Flood" in found


def test_a_team_sees_its_own_names_only(county):
    unfolded = calendar_bytes(*county, "team", "sky").decode().replace("\r\n ", "")
    assert "王芳" in unfolded
    assert "李伟" not in unfolded
    assert "Anna" not in unfolded


def test_no_injects_and_no_addresses(tmp_path):
    shipped_like = problem(tmp_path)
    people = {
        m: replace(who, email="secret@example.org")
        for m, who in shipped_like.roster.members.items()
    }
    asked = replace(shipped_like, roster=replace(shipped_like.roster, members=people))
    for by, name in (("all", ""), ("team", "fire"), ("member", "p1"), ("venue", "lake")):
        assert b"secret@" not in calendar_bytes(asked, plan(tmp_path), by, name)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_no_title_can_inject_a_line(tmp_path_factory, title):
    folder = tmp_path_factory.mktemp("title")
    asked = problem(folder)
    evil = replace(asked.scenarios["flood"], title=title + "\r\nX-EVIL:1\r\n", hazard="a\nX-EVIL:2")
    asked = replace(asked, scenarios={**asked.scenarios, "flood": evil})
    data = calendar_bytes(asked, plan(folder), "all")
    assert not any(line.startswith(b"X-EVIL") for line in data.split(b"\r\n"))
    assert len(events(data)) == 4


def test_the_same_plan_gives_the_same_bytes_under_any_hash_seed(tmp_path, county):
    code = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from county import plan, problem; from drillctl.exports.ics import calendar_bytes; f = Path(sys.argv[1]); sys.stdout.buffer.write(calendar_bytes(problem(f), plan(f), 'all'))"
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
    assert made == {calendar_bytes(*county, "all")}


def test_cancelled_sessions_have_a_file_of_their_own(county, tmp_path):
    asked, made = county
    gone = replace(made, cancelled=(Cancelled("flood#3", "f3@x", 2),), revision=2)
    [event] = events(cancellation_bytes(asked, gone))
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == ("f3@x", 2, "CANCELLED")
    names = {path.name for path in write_calendars(asked, gone, tmp_path, "team")}
    assert names == {"team-fire.ics", "team-sky.ics", "team-club.ics", "cancelled.ics"}
