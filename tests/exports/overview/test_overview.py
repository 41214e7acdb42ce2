"""What every view shows: sessions, rows, matrices, reasons, goals in words."""

from datetime import date

import pytest
from county import PLAN, plan, problem
from readiness.situations import record, situation

from drillctl.exports.overview.goals import goal_gap, goal_name, goal_value
from drillctl.exports.overview.matrices import capability_matrix, joint_matrix, workload
from drillctl.exports.overview.reasons import personal_names, reasons_shown
from drillctl.exports.overview.rows import Axis, timeline_rows
from drillctl.exports.overview.sessions import sessions_shown
from drillctl.model.plan import GoalValue
from drillctl.model.policy import Goal
from drillctl.readiness.currency import CurrencyState
from drillctl.readiness.known import known
from drillctl.readiness.limits import near_limits

DAY = date(2027, 3, 1)


def rows(tmp_path, axis, text=PLAN):
    found = timeline_rows(problem(tmp_path), plan(tmp_path, text), axis)
    return {row.id: [(bar.shown.session.id, bar.standby) for bar in row.bars] for row in found}


def test_a_session_shows_its_seats_people_and_place(tmp_path):
    shown = {s.session.id: s for s in sessions_shown(problem(tmp_path), plan(tmp_path))}
    flood = shown["flood#1"]
    assert (flood.seats, flood.filled, flood.empty, flood.standbys) == (5, 4, 1, 1)
    assert flood.joint
    assert shown["boats#1"].venue == "pond"
    assert flood.venue == "lake"
    assert flood.teams == ("fire", "sky")
    assert flood.hours == 4


def test_sessions_of_one_kind_are_not_joint(tmp_path):
    alone = PLAN.replace("helm: [p3], crew: [v3]", "helm: [p3], crew: [p1]")
    shown = {
        s.session.id: s.joint for s in sessions_shown(problem(tmp_path), plan(tmp_path, alone))
    }
    assert shown["boats#1"] is False
    assert shown["table#1"] is True


def test_times_are_the_rosters_across_a_change_of_the_clocks(tmp_path):
    text = (
        "kind: plan\nversion: 1\nsessions:\n"
        '  - {id: "flood#1", uid: a@x, start: "2027-03-27T08:00+00:00", '
        'end: "2027-03-28T08:00+00:00", venue: lake, assigned: {leader: [p1]}}\n'
    )
    berlin = problem(tmp_path, zone="Europe/Berlin")
    (shown,) = sessions_shown(berlin, plan(tmp_path, text))
    assert f"{shown.start:%H:%M} {shown.end:%H:%M}" == "09:00 10:00"
    assert shown.hours == 24


def test_teams_have_rows_with_professionals_first(tmp_path):
    found = rows(tmp_path, Axis.TEAM)
    assert list(found) == ["fire", "club", "sky"]
    assert found["sky"] == [("flood#1", False), ("flood#2", False)]
    assert found["club"] == [("table#1", False), ("boats#1", False)]


def test_a_team_that_only_stands_by_is_told_so(tmp_path):
    text = PLAN.replace("standby: {crew: [p1]}", "standby: {crew: [v3]}")
    assert ("flood#1", True) in rows(tmp_path, Axis.TEAM, text)["club"]
    assert ("flood#1", True) not in rows(tmp_path, Axis.TEAM, text)["fire"]


def test_everyone_has_a_row_even_without_a_session(tmp_path):
    text = PLAN.replace("seat: [v3]", "seat: []").replace("crew: [v3]", "crew: [p1]")
    found = rows(tmp_path, Axis.PERSON, text)
    assert list(found) == ["p1", "p2", "p3", "v3", "v1", "v2"]
    assert found["v3"] == []
    assert found["p1"] == [
        ("table#1", False), ("flood#1", True), ("boats#1", False), ("flood#2", False)
    ]  # fmt: skip


def test_venues_have_rows(tmp_path):
    assert rows(tmp_path, Axis.VENUE) == {
        "hall": [("table#1", False)],
        "lake": [("flood#1", False), ("flood#2", False)],
        "pond": [("boats#1", False)],
    }


def test_capabilities_by_team_tell_what_is_due_and_what_the_plan_does(tmp_path):
    given = situation(
        tmp_path,
        record("flood#1", "2026-12-01T09:00", "capabilities: [water]", "v1: present"),
    )
    matrix = capability_matrix(known(given, DAY, plan(tmp_path)))
    assert matrix.capabilities == ("talk", "water")
    assert matrix.teams == ("fire", "club", "sky")
    sky, fire = matrix.cells["water", "sky"], matrix.cells["water", "fire"]
    assert (sky.state, sky.last, sky.lapses) == (
        CurrencyState.CURRENT, date(2026, 12, 1), date(2027, 12, 1)
    )  # fmt: skip
    assert (sky.members, sky.current, sky.refreshed) == (2, 1, 1)
    assert (fire.state, fire.planned, fire.planned_session, fire.planned_times) == (
        CurrencyState.NEVER, date(2027, 3, 6), "flood#1", 2
    )  # fmt: skip
    assert matrix.cells["talk", "club"].planned_times == 0


def test_capabilities_nobody_must_keep_current_are_shown_too(tmp_path):
    matrix = capability_matrix(known(problem(tmp_path), DAY, plan(tmp_path)))
    assert matrix.capabilities == ("water",)
    assert matrix.cells["water", "sky"].state is None
    assert matrix.cells["water", "sky"].planned_times == 2
    assert matrix.cells["water", "club"].planned_times == 0


def test_every_professional_team_is_paired_with_every_volunteer_one(tmp_path):
    matrix = joint_matrix(known(problem(tmp_path), DAY, plan(tmp_path)))
    assert (matrix.professional, matrix.volunteer) == (("fire",), ("club", "sky"))
    assert matrix.cells["fire", "sky"].planned_times == 2
    assert matrix.cells["fire", "sky"].demanded
    assert not matrix.cells["fire", "club"].demanded


def test_workload_counts_seats_and_the_fullest_windows(tmp_path):
    about = known(problem(tmp_path), DAY, plan(tmp_path))
    loads = {load.member: load for load in workload(about)}
    assert (loads["v1"].hours, loads["v1"].sessions) == (8, 2)
    assert {(w.limit, w.used, w.allowed) for w in loads["v1"].limits} == {
        ("hours_per_7d", 4, 8), ("sessions_per_28d", 2, 2)
    }  # fmt: skip
    # The standby of flood#1 counts for nothing.
    assert (loads["p1"].hours, loads["p1"].limits) == (6, ())
    assert [(row.member, row.limit) for row in near_limits(about)] == [("v1", "sessions_per_28d")]


def test_reasons_that_name_a_hidden_person_are_left_out(tmp_path):
    names = personal_names(problem(tmp_path))
    reasons = ("李伟: also asked for flood#2", "no start is left in the window")
    assert reasons_shown(reasons) == list(reasons)
    assert reasons_shown(reasons, names) == ["no start is left in the window"]


@pytest.mark.parametrize("goal", Goal)
def test_every_goal_has_words(goal):
    words = goal_name(goal)
    assert words
    assert words != goal
    assert "no plan does better" in goal_gap(GoalValue(goal, 3, 3))
    away = goal_gap(GoalValue(goal, 3, 4 if goal.maximised else 2))
    assert goal_value(goal, 4 if goal.maximised else 2) in away
    assert ("more than" in away) is goal.maximised
