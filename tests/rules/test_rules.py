"""Rules that depend on the clock, each with a plan that keeps it and one that breaks it."""

import pytest
from county import SCENARIOS, plan, problem

from drillctl.audit.audit import audit
from drillctl.planning.plan import make_plan
from drillctl.rules import all_rules

NIGHT = """
kind: scenario
id: night
exercise: drill
duration: 4h
schedule: {{sessions: 2, window: {{from: 2027-03-27, to: 2027-04-03}}, spacing: {spacing}}}
positions: [{{id: one, count: 1, needs: [ic]}}]
---
kind: policy
granularity: 30m
rest: {rest}
"""

PLAN = """
kind: plan
sessions:
  - {{id: "night#1", uid: a@x, start: "{0}", end: "{1}", assigned: {{one: [p1]}}}}
  - {{id: "night#2", uid: b@x, start: "{2}", end: "{3}", assigned: {{one: [p1]}}}}
"""


def rules_broken(folder, zone, rest, spacing, times):
    asked = problem(folder, zone=zone, scenarios=NIGHT.format(rest=rest, spacing=spacing))
    return {breach.rule for breach in audit(asked, plan(folder, PLAN.format(*times)))}


def test_rest_is_elapsed_time_when_the_clock_springs_forward(tmp_path):
    """22:00 to 09:00 is ten hours in that night in Berlin, eleven in Shanghai."""
    berlin = (
        "2027-03-27T18:00+01:00",
        "2027-03-27T22:00+01:00",
        "2027-03-28T09:00+02:00",
        "2027-03-28T13:00+02:00",
    )
    shanghai = tuple(t[:16] + "+08:00" for t in berlin)
    assert rules_broken(tmp_path, "Europe/Berlin", "11h", "0h", berlin) == {"rest"}
    assert rules_broken(tmp_path, "Asia/Shanghai", "11h", "0h", shanghai) == set()
    assert rules_broken(tmp_path, "Europe/Berlin", "10h", "0h", berlin) == set()


def test_duration_is_elapsed_time_over_the_change(tmp_path):
    over = (
        "2027-03-27T23:00+01:00",
        "2027-03-28T04:00+02:00",
        "2027-03-29T09:00+02:00",
        "2027-03-29T13:00+02:00",
    )
    assert rules_broken(tmp_path, "Europe/Berlin", "0h", "0h", over) == set()
    wrong = (over[0], "2027-03-28T03:00+02:00", *over[2:])
    assert "schedule" in rules_broken(tmp_path, "Europe/Berlin", "0h", "0h", wrong)


@pytest.mark.parametrize(
    ("spacing", "kept"), [("1d", True), ("24h", False), ("23h", True), ("25h", False)]
)
def test_spacing_in_days_counts_on_the_local_clock(tmp_path, spacing, kept):
    times = (
        "2027-03-27T12:00+01:00",
        "2027-03-27T16:00+01:00",
        "2027-03-28T12:00+02:00",
        "2027-03-28T16:00+02:00",
    )
    assert (rules_broken(tmp_path, "Europe/Berlin", "0h", spacing, times) == set()) is kept


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe"])
@pytest.mark.parametrize("spacing", ["1d", "24h"])
def test_the_planner_keeps_the_rules_across_the_change(tmp_path, zone, spacing):
    asked = problem(tmp_path, zone=zone, scenarios=NIGHT.format(rest="11h", spacing=spacing))
    made = make_plan(asked)
    assert len(made.sessions) == 2
    assert audit(asked, made) == ()


def test_certificate_is_valid_through_its_last_day(tmp_path):
    """p2's certificate expires on 10 March: the session of that day counts, the next day's not."""
    at = """
kind: plan
sessions: [{{id: "one#1", uid: a@x, start: "2027-03-{0}T20:00+08:00", end: "2027-03-{1}+08:00", assigned: {{one: [p2]}}}}]
"""
    scenario = (
        NIGHT.format(rest="0h", spacing="0h")
        .replace("id: night", "id: one")
        .replace("sessions: 2, ", "")
        .replace("03-27", "03-01")
    )
    asked = problem(tmp_path, scenarios=scenario)
    assert audit(asked, plan(tmp_path, at.format("10", "11T00:00"))) == (), "ends at midnight"
    assert {b.rule for b in audit(asked, plan(tmp_path, at.format("11", "12T00:00")))} == {
        "certified"
    }


def test_fourteen_rules_with_titles_and_shapes():
    rules = all_rules()
    assert [rule.NUMBER for rule in rules] == list(range(1, 15))
    for rule in rules:
        assert rule.TITLE
        functions = {
            "eligibility": ("seats", "candidates"),
            "conflict": ("conflicts",),
            "quota": ("quotas",),
        }
        assert any(hasattr(rule, name) for name in functions[rule.SHAPE])
        assert rule.__doc__


def test_shipped_plan_is_optimal_for_the_small_county(tmp_path):
    asked = problem(tmp_path, scenarios=SCENARIOS)
    made = make_plan(asked)
    assert audit(asked, made) == ()
    assert all(goal.gap == 0 for goal in made.goals)
