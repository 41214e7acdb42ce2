"""Plans elsewhere: what each rule makes of their sessions, in plans that pass and that fail."""

from dataclasses import replace

import pytest
from county import PLAN, plan, problem

from drillctl.audit.audit import audit

FAR = """
kind: plan
sessions:
  - {{id: "{id}", uid: far@x, start: "{start}+08:00", end: "{end}+08:00", {more}}}
"""
P1_SEATED = "assigned: {any: [p1]}"
P1_READY = "assigned: {}, standby: {any: [p1]}"
FLOOD_2 = '2027-03-20T09:00+08:00", end: "2027-03-20T13:00'


def broken(tmp_path, id, start, end, more, text=PLAN):
    """(rule, session) of each breach of the county's plan beside one session elsewhere."""
    elsewhere = plan(tmp_path, FAR.format(id=id, start=start, end=end, more=more))
    asked = replace(problem(tmp_path), elsewhere=(elsewhere,))
    return {(b.rule, b.session) for b in audit(asked, plan(tmp_path, text))}


@pytest.mark.parametrize(
    ("start", "end", "more", "caught"),
    [
        # table#1 has p1 from 19:00 to 21:00 on 2 March; 11 hours of rest
        ("2027-03-02T20:00", "2027-03-02T22:00", P1_SEATED, True),
        ("2027-03-02T08:30", "2027-03-02T08:59", P1_SEATED, True),
        ("2027-03-02T07:00", "2027-03-02T08:00", P1_SEATED, False),
        ("2027-03-03T07:59", "2027-03-03T09:00", P1_SEATED, True),
        ("2027-03-03T08:00", "2027-03-03T09:00", P1_SEATED, False),
        ("2027-03-02T20:00", "2027-03-02T22:00", P1_READY, True),
        ("2027-03-02T21:00", "2027-03-02T22:00", P1_READY, False),
        ("2027-03-02T20:00", "2027-03-02T22:00", "assigned: {any: [stranger]}", False),
    ],
)
def test_nobody_is_in_two_places(tmp_path, start, end, more, caught):
    found = broken(tmp_path, "far#1", start, end, more)
    assert (("elsewhere", "table#1") in found) is caught
    assert {rule for rule, _ in found} <= {"elsewhere"}


def test_who_stands_by_rests_too(tmp_path):
    """p1 stands by for flood#1 from 9:00 on 6 March."""
    seated = broken(tmp_path, "far#1", "2027-03-06T00:00", "2027-03-06T01:00", P1_SEATED)
    assert ("elsewhere", "flood#1") in seated
    earlier = broken(tmp_path, "far#1", "2027-03-05T20:00", "2027-03-05T22:00", P1_SEATED)
    assert earlier == set()


@pytest.mark.parametrize(
    ("start", "end", "people", "caught"),
    [
        # v1: at most 8 hours in 7 days, 2 sessions in 28; flood#1 on the 6th, flood#2 on the 20th
        ("2027-03-10T09:00", "2027-03-10T10:00", "[v1]", True),
        ("2027-02-21T09:00", "2027-02-21T10:00", "[v1]", True),
        ("2027-02-20T09:00", "2027-02-20T10:00", "[v1]", False),
        ("2027-03-10T09:00", "2027-03-10T10:00", "[v3]", False),
    ],
)
def test_hours_and_sessions_elsewhere_count(tmp_path, start, end, people, caught):
    found = broken(tmp_path, "far#1", start, end, f"assigned: {{any: {people}}}")
    assert ("limits" in {rule for rule, _ in found}) is caught


@pytest.mark.parametrize(
    ("start", "end", "more", "rule"),
    [
        ("2027-03-06T12:00", "2027-03-06T14:00", "venue: lake, assigned: {}", "venue"),
        ("2027-03-06T08:00", "2027-03-06T09:30", "venue: lake, assigned: {}", "venue"),
        ("2027-03-06T13:00", "2027-03-06T14:00", "venue: lake, assigned: {}", None),
        ("2027-03-06T12:00", "2027-03-06T14:00", "venue: pond, assigned: {}", None),
        ("2027-03-06T12:00", "2027-03-06T14:00", "equipment: {boat: 1}, assigned: {}", "equipment"),
        ("2027-03-06T13:00", "2027-03-06T14:00", "equipment: {boat: 1}, assigned: {}", None),
        ("2027-03-06T12:00", "2027-03-06T14:00", "equipment: {kite: 9}, assigned: {}", None),
    ],
)
def test_venues_and_equipment_elsewhere_are_taken(tmp_path, start, end, more, rule):
    found = broken(tmp_path, "far#1", start, end, more)
    assert found == ({(rule, "flood#1")} if rule else set())


@pytest.mark.parametrize(
    ("id", "start", "end", "rule"),
    [
        # flood: 7 days apart, 3 days after table, which is on 2 March
        ("flood#3", "2027-03-27T09:00", "2027-03-27T13:00", None),
        ("flood#3", "2027-03-26T09:00", "2027-03-26T13:00", "schedule"),
        ("table#2", "2027-03-03T08:00", "2027-03-03T09:00", None),
        ("table#2", "2027-03-04T08:00", "2027-03-04T09:00", "schedule"),
    ],
)
def test_dates_elsewhere_count_for_order(tmp_path, id, start, end, rule):
    found = broken(tmp_path, id, start, end, "assigned: {}")
    assert {broken for broken, _ in found} == ({rule} if rule else set())


def test_a_session_is_in_one_plan_alone(tmp_path):
    found = broken(tmp_path, "flood#2", "2027-03-20T09:00", "2027-03-20T13:00", "assigned: {}")
    assert ("run-or-not", "flood#2") in found


def test_what_a_plan_says_of_its_equipment_is_what_the_scenario_asks_for(tmp_path):
    asked = problem(tmp_path)
    for amount, caught in ((1, False), (2, True)):
        text = PLAN.replace("venue: pond,", f"venue: pond, equipment: {{boat: {amount}}},")
        found = {(b.rule, b.session) for b in audit(asked, plan(tmp_path, text))}
        assert (("equipment", "boats#1") in found) is caught
