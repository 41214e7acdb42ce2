"""A zone gets other rules after the plan was made: what people were told stays, all else follows."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import ics
import pytest
from county import problem
from zone_rules import LATER, NO_SUMMER, SUMMER, rules

from drillctl.cli.audit import audit_plan
from drillctl.cli.difference import difference_text
from drillctl.explain.difference import difference
from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.messages import Messages, unnumbered
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.files.plan_text import plan_text, write_plan
from drillctl.model.answers import Reply, answered
from drillctl.model.plan import Answer, ParticipationStatus
from drillctl.model.policy import Organizer
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

SCENARIO = """
kind: scenario
id: boats
title: Boat drill
exercise: drill
duration: 4h
schedule: {sessions: 3, fixed: [2027-03-20T09:00, 2027-04-17T02:00, 2027-07-03T09:00]}
positions: [{id: helm, count: 1, needs: [boat-2]}]
---
kind: policy
period: {from: 2027-03-01, to: 2027-09-30}
"""
TOLD = {"boats#1": "03-20 09:00", "boats#2": "04-17 02:00", "boats#3": "07-03 09:00"}


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Files, and a plan made when Berlin had summer time from March on."""
    place = tmp_path_factory.mktemp("planned")
    (place / "files").mkdir()
    with rules(place, "2026f", Europe__Berlin=SUMMER):
        asked = problem(place / "files", zone="Europe/Berlin", scenarios=SCENARIO)
        write_plan(make_plan(asked, Options(Effort.QUICK)), place / "plan.yaml")
    return place


@pytest.fixture
def place(planned, tmp_path):
    """A copy of them."""
    shutil.copytree(planned, tmp_path, dirs_exist_ok=True)
    return tmp_path


def audited(place, capsys, name="plan.yaml"):
    status = audit_plan(str(place / name), [str(place / "files")], context=(), format="json")
    told = capsys.readouterr()
    return status, json.loads(told.out), told.err


def test_the_plan_says_by_which_rules_it_was_made(place, capsys):
    text = (place / "plan.yaml").read_text(encoding="utf-8")
    assert "timezone: Europe/Berlin\n  tzdata: 2026f\n" in text
    with rules(place, "2026f", Europe__Berlin=SUMMER):
        status, told, err = audited(place, capsys)
    assert (status, told["breaches"], "clock rules" in err) == (0, [], False)
    assert (told["made"]["tzdata"], told["tzdata"]) == ("2026f", "2026f")


def test_the_same_rules_under_another_name_are_no_change(place, capsys):
    with rules(place, "2027a", Europe__Berlin=SUMMER):
        status, told, err = audited(place, capsys)
    assert (status, told["breaches"], "clock rules" in err) == (0, [], False)
    assert (told["made"]["tzdata"], told["tzdata"]) == ("2026f", "2027a")


@pytest.mark.parametrize(
    ("new", "moved"), [(NO_SUMMER, ["boats#2", "boats#3"]), (LATER, ["boats#2"])]
)
def test_the_audit_names_each_session_whose_instant_moved(place, capsys, new, moved):
    with rules(place, "2027a", Europe__Berlin=new):
        status, told, err = audited(place, capsys)
    assert status == 1
    assert [(b["rule"], b["session"]) for b in told["breaches"]] == [
        ("clock-rules", session) for session in moved
    ]
    assert "it is 01:00 to 05:00 in UTC now, not 00:00 to 04:00" in told["breaches"][0]["text"]
    assert f"{len(moved)} session" in err
    assert "(zone data 2026f, now 2027a)" in err
    assert "plan again with --baseline" in err


def test_a_told_time_that_the_clocks_skip_now_is_said(place, capsys):
    """Summer time from 17 April on, at two o'clock: the night exercise begins at three."""
    skipping = "CET-1CEST,M4.3.6/2,M10.5.0/3"
    with rules(place, "2027a", Europe__Berlin=skipping):
        found = load([place / "files"]).diagnostics
    assert [d.code for d in found] == ["C007"]
    assert "the clocks of Europe/Berlin skip it" in found[0].message
    file = place / "files" / "scenarios.yaml"
    file.write_text(file.read_text().replace(", 2027-04-17T02:00, 2027-07-03T09:00", ""))
    with rules(place, "2027b", Europe__Berlin=skipping):
        status, told, _ = audited(place, capsys)
    assert status == 1
    assert next(b["text"] for b in told["breaches"] if b["session"] == "boats#2").endswith(
        "which the clocks of Europe/Berlin skip now: it would be 2027-04-17 03:00 to "
        "2027-04-17 06:00"
    )


def test_calendars_keep_the_local_time_and_follow_in_utc(place):
    new = {"boats#1": "08:00", "boats#2": "01:00", "boats#3": "08:00"}
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        asked = load([place / "files"]).problem
        made, _ = read_plan(place / "plan.yaml")
        for utc in (False, True):
            data = Calendars(asked, made, utc=utc).of(Audience.ALL).to_bytes()
            events = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(data).events}
            others = {e.uid: e for e in ics.Calendar(data.decode()).events}
            for session in made.sessions:
                event = events[session.uid]
                start = event["DTSTART"].dt
                assert start.astimezone(UTC).strftime("%H:%M") == new[session.id]
                if not utc:
                    assert start.strftime("%m-%d %H:%M") == TOLD[session.id]
                other = others[session.uid].begin.datetime
                # It takes what the zone means from this computer's files, as programs may.
                assert (
                    other == start
                    if utc
                    else other.replace(tzinfo=None) == start.replace(tzinfo=None)
                )
                assert event["SEQUENCE"] == (0 if session.id == "boats#1" else 1)


def test_who_was_invited_gets_the_new_instants(place):
    office = Organizer("Office", "office@example.org")
    old, _ = read_plan(place / "plan.yaml", as_written=True)
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        asked = load([place / "files"]).problem
        now, _ = read_plan(place / "plan.yaml")
        sent = Messages(asked, now, office, since=old).of(Audience.MEMBER, "p3")
        assert [(m.session, m.method) for m in sent] == [
            ("boats#2", "request"),
            ("boats#3", "request"),
        ]
        assert unnumbered(old, now) == ()


def test_a_replan_keeps_local_times_and_is_clean(place, capsys):
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        loaded = load([place / "files"], baseline=place / "plan.yaml")
        asked = replace(loaded.problem, as_of=datetime(2027, 2, 1))
        made = make_plan(asked, Options(Effort.QUICK))
        write_plan(made, place / "new.yaml")
        status, told, _ = audited(place, capsys, "new.yaml")
        old, _ = read_plan(place / "plan.yaml", as_written=True)
    assert (status, told["breaches"]) == (0, [])
    assert {s.id: f"{s.start:%m-%d %H:%M}" for s in made.sessions} == TOLD
    assert {s.id: s.sequence for s in made.sessions} == {"boats#1": 0, "boats#2": 1, "boats#3": 1}
    assert made.made.tzdata == "2027a"
    assert difference(asked.baseline, made).sessions == ()
    text = difference_text(difference(old, made), asked.roster.members)
    assert (
        "2027-07-03 09:00 as before, by other clock rules: UTC+01:00 instead of UTC+02:00" in text
    )
    assert "Tom (p3)\n  the same local time by other clock rules: boats#2" in text


def test_what_only_writes_into_the_plan_leaves_its_instants(place):
    before = (place / "plan.yaml").read_text(encoding="utf-8")
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        made, _ = read_plan(place / "plan.yaml")
        assert len(made.retimed) == 2
        assert plan_text(made) == before


def test_an_answer_to_the_invitation_before_counts(place):
    """They said yes to nine o'clock, and nine o'clock it is."""
    yes = Answer(ParticipationStatus.ACCEPTED, datetime(2027, 2, 1, tzinfo=UTC))
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        made, _ = read_plan(place / "plan.yaml")
        uid = next(s.uid for s in made.sessions if s.id == "boats#3")
        for sequence, taken in ((0, 1), (1, 1), (2, 0)):
            reply = Reply("x.ics", 1, uid, sequence, "p3@example.org", yes)
            outcome = answered(made, {"p3@example.org": ["p3"]}, [reply])
            assert len(outcome.taken) == taken
            assert len(outcome.refused) == 1 - taken


def test_a_plan_that_names_no_zone_stays_at_its_instants(place, capsys):
    path = Path(place / "plan.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  timezone: Europe/Berlin\n", ""), encoding="utf-8")
    with rules(place, "2027a", Europe__Berlin=NO_SUMMER):
        made, _ = read_plan(path)
        assert made.retimed == ()
        _, told, _ = audited(place, capsys)
    assert "clock-rules" not in {b["rule"] for b in told["breaches"]}
    assert "schedule" in {b["rule"] for b in told["breaches"]}, "they are not as fixed any more"


def test_a_roster_that_moved_to_another_zone_is_said(place, capsys):
    roster = place / "files" / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("Europe/Berlin", "Asia/Shanghai"), encoding="utf-8")
    _, _, err = audited(place, capsys)
    assert "the plan was made in Europe/Berlin, the roster is in Asia/Shanghai now" in err
