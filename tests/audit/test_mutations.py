"""Corrupts a valid plan in every way that a rule forbids; the audit must catch each by name."""

import pytest
from county import PLAN, plan, problem

from drillctl.audit.audit import audit

NEW = "2027-03-06T09:00+08:00"
MUTATIONS = [
    # rule, text to replace, with (in the plan file), optionally: also in the scenario or roster
    ("certified", "leader: [p2]", "leader: [p3]"),
    ("certified", "leader: [p1], crew: [v1], shore", "leader: [p2], crew: [v1], shore"),
    ("certified", "helm: [p3]", "helm: [v1]"),
    ("certified", "standby: {crew: [p1]}", "standby: {crew: [v2]}"),
    ("available", "seat: [v3]", "seat: [v1]"),
    (
        "available",
        '2027-03-20T09:00+08:00", end: "2027-03-20T13:00',
        '2027-03-13T09:00+08:00", end: "2027-03-13T13:00',
    ),
    ("one-seat", "crew: [v1, p3]", "crew: [p2, p3]"),
    (
        "one-seat",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-06T11:00+08:00", end: "2027-03-06T14:00',
    ),
    ("one-seat", "standby: {crew: [p1]}", "standby: {crew: [p3]}"),
    (
        "rest",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-06T14:00+08:00", end: "2027-03-06T17:00',
    ),
    (
        "rest",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-06T17:00+08:00", end: "2027-03-06T20:00',
    ),
    ("limits", "crew: [v3]", "crew: [v1]"),
    (
        "limits",
        '2027-03-20T09:00+08:00", end: "2027-03-20T13:00+08:00", venue: lake, assigned: {leader: [p1], crew: [v1]',
        '2027-03-13T09:00+08:00", end: "2027-03-13T13:00+08:00", venue: lake, assigned: {leader: [p1], crew: [v1, v1, v1]',
    ),
    ("lead", "leader: [p2]", "leader: [v1]"),
    ("lead", "leader: [p1]", "leader: [v3]"),
    ("kind", "shore: [v2]}, standby", "shore: [p1]}, standby"),
    ("kind", "chair: [p1]", "chair: [v3]"),
    ("joint", "crew: [v1, p3], shore: [v2]", "crew: [p3], shore: [v3]"),
    ("joint", "leader: [p1], crew: [v1], shore: [v2]", "leader: [p1], crew: [v1, v3], shore: [v2]"),
    ("joint", "leader: [p2], crew: [v1, p3], shore: [v2]", "leader: [], crew: [v1], shore: [v2]"),
    ("venue", "venue: lake, assigned: {leader: [p2]", "venue: hall, assigned: {leader: [p2]"),
    ("venue", "venue: lake, assigned: {leader: [p2]", "venue: pond, assigned: {leader: [p2]"),
    ("venue", "venue: lake, assigned: {leader: [p2]", "assigned: {leader: [p2]"),
    ("venue", "venue: lake, assigned: {leader: [p2]", "venue: sea, assigned: {leader: [p2]"),
    ("venue", "venue: hall", "venue: lake"),
    (
        "venue",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00+08:00", venue: pond',
        '2027-03-06T10:00+08:00", end: "2027-03-06T13:00+08:00", venue: lake',
    ),
    (
        "equipment",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-06T10:00+08:00", end: "2027-03-06T13:00',
    ),
    (
        "equipment",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-20T12:00+08:00", end: "2027-03-20T15:00',
    ),
    (
        "schedule",
        '2027-03-02T19:00+08:00", end: "2027-03-02T21:00',
        '2027-03-03T19:00+08:00", end: "2027-03-03T21:00',
    ),
    (
        "schedule",
        '2027-03-06T09:00+08:00", end: "2027-03-06T13:00',
        '2027-03-06T09:30+08:00", end: "2027-03-06T13:30',
    ),
    (
        "schedule",
        '2027-03-06T09:00+08:00", end: "2027-03-06T13:00',
        '2027-03-06T09:00+08:00", end: "2027-03-06T12:00',
    ),
    (
        "schedule",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-08T09:00+08:00", end: "2027-03-08T12:00',
    ),
    (
        "schedule",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-04-10T09:00+08:00", end: "2027-04-10T12:00',
    ),
    (
        "schedule",
        '2027-03-07T09:00+08:00", end: "2027-03-07T12:00',
        '2027-03-07T18:00+08:00", end: "2027-03-07T21:00',
    ),
    (
        "schedule",
        '2027-03-20T09:00+08:00", end: "2027-03-20T13:00',
        '2027-03-07T14:00+08:00", end: "2027-03-07T18:00',
    ),
    ("run-or-not", 'id: "table#1"', 'id: "table#2"'),
    ("run-or-not", "crew: [v3]", "crew: []"),
    ("run-or-not", "chair: [p1]", "chair: [p1, p2]"),
    ("run-or-not", "empty: [{position: shore, seats: 1}]", "empty: [{position: shore, seats: 2}]"),
    ("run-or-not", 'id: "boats#1"', 'id: "boats#7"'),
    ("run-or-not", "seat: [v3]", "seat: [nobody]"),
    ("run-or-not", "seat: [v3]", "guest: [v3]"),
    ("run-or-not", "standby: {crew: [p1]}", "standby: {shore: [v3]}"),
    ("run-or-not", 'id: "boats#1"', 'id: "flood#1"'),
    ("goals", "sessions:\n", "goals: [{id: fill, value: 99, bound: 99}]\nsessions:\n"),
    ("goals", "sessions:\n", "goals: [{id: fill, value: 52, bound: 51}]\nsessions:\n"),
]


def test_the_plan_before_mutation_is_valid(tmp_path):
    assert audit(problem(tmp_path), plan(tmp_path)) == ()


@pytest.mark.parametrize(("rule", "old", "new"), MUTATIONS)
def test_each_corruption_is_caught(tmp_path, rule, old, new):
    assert PLAN.count(old) == 1, "the mutation must change the plan, in one place"
    found = audit(problem(tmp_path), plan(tmp_path, PLAN.replace(old, new)))
    assert rule in {breach.rule for breach in found}, found


def test_every_rule_has_two_mutations():
    from collections import Counter

    from drillctl.rules import all_rules

    made = Counter(rule for rule, _, _ in MUTATIONS)
    # What depends on a second plan has its mutations in tests/rules/test_frozen.py and
    # test_elsewhere.py.
    rules = [rule for rule in all_rules() if rule.ID not in ("frozen", "elsewhere")]
    assert all(made[rule.ID] >= 2 for rule in rules), made
    assert len(rules) == 12
