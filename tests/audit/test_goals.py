"""Each goal's value on the tiny county's plan, worked out by hand, and what a plan may state."""

from dataclasses import replace
from datetime import datetime

import pytest
from county import PLAN, plan, problem

from drillctl.audit.audit import audit, checkable
from drillctl.audit.goals import value
from drillctl.model.duration import Duration
from drillctl.model.plan import GoalValue, Made, Plan
from drillctl.model.policy import Goal
from drillctl.model.record import Attendance, Attended, Record
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

BY_HAND = {
    # table#1: 2 seats x 3; flood#1: 4 x 5; flood#2: 3 x 5; boats#1: 2 x 5
    Goal.FILL: 51,
    # fire meets club (table#1, boats#1) and sky (flood#1)
    Goal.JOINT: 2,
    Goal.CURRENCY: 0,
    Goal.STABILITY: 0,
    # hours: p1 2+4, p2 4, p3 4+3, v1 4+4, v2 4+4, v3 2+3
    Goal.FAIRNESS: 36 + 16 + 49 + 64 + 64 + 25,
    Goal.FEWEST_PEOPLE: 6,
    # 1 March 00:00 to 20 March 13:00
    Goal.FINISH_EARLY: 19 * 24 + 13,
    # 2, 6, 20 and 7 March
    Goal.EARLINESS: 1 + 5 + 19 + 6,
    # one for flood#1, whose priority is 5
    Goal.STANDBY: 5,
    Goal.RETEST: 0,
}


@pytest.fixture
def county(tmp_path):
    return problem(tmp_path), plan(tmp_path)


def worth(goal, asked, made):
    return value(goal, Context(asked, Timeline(asked)), made)


@pytest.mark.parametrize("goal", Goal)
def test_by_hand(county, goal):
    found = worth(goal, *county)
    assert found == BY_HAND[goal]
    assert isinstance(found, int)


@pytest.mark.parametrize("goal", Goal)
def test_a_plan_without_sessions_is_worth_nothing(county, goal):
    assert worth(goal, county[0], Plan(Made("", 0))) == 0


def test_fairness_has_four_decimals(tmp_path):
    made = plan(tmp_path, PLAN.replace('T12:00+08:00", venue: pond', 'T11:50+08:00", venue: pond'))
    # boats#1 lasts 170 minutes: p3 has 410, v3 has 290 in all
    exact = 36 + 16 + (410 / 60) ** 2 + 64 + 64 + (290 / 60) ** 2
    assert worth(Goal.FAIRNESS, problem(tmp_path), made) == round(exact, 4)


def test_finish_early_is_elapsed_time_across_the_clock_change(tmp_path):
    """From 1 March 00:00 +01:00 to 4 April 12:00 +02:00: an hour less than the clocks say."""
    late = PLAN.replace("+08:00", "+01:00").replace(
        '2027-03-20T09:00+01:00", end: "2027-03-20T13:00+01:00',
        '2027-04-04T08:00+02:00", end: "2027-04-04T12:00+02:00',
    )
    found = worth(Goal.FINISH_EARLY, problem(tmp_path, zone="Europe/Berlin"), plan(tmp_path, late))
    assert found == 34 * 24 + 12 - 1


def test_standbys_beyond_the_wish_do_not_count(tmp_path):
    made = plan(tmp_path, PLAN.replace("standby: {crew: [p1]}", "standby: {crew: [p1, v3]}"))
    assert worth(Goal.STANDBY, problem(tmp_path), made) == 5


@pytest.mark.parametrize(
    ("day", "how", "expected"),
    [
        # due without any record: water itself, and p1 p2 p3 v1 v2 in flood#1 and #2
        (None, None, 6),
        # a year after 4 April 2026 is the period's last day, not after it
        (datetime(2026, 4, 4), Attendance.PRESENT, 6),
        (datetime(2026, 4, 5), Attendance.PRESENT, 4),
        (datetime(2026, 4, 5, 23, 30), Attendance.LATE, 4),
        (datetime(2026, 4, 5), Attendance.SUBSTITUTE, 4),
        # without v1 the team's practice still counts for water itself
        (datetime(2026, 4, 5), Attendance.ABSENT, 5),
    ],
)
def test_currency_counts_the_due(county, day, how, expected):
    asked, made = county
    policy = replace(asked.policy, currency={"water": Duration(months=12)})
    records = (Record("old#1", day, ("water",), {"v1": Attended(how)}),) if day else ()
    found = worth(Goal.CURRENCY, replace(asked, policy=policy, records=records), made)
    assert found == expected


def test_currency_looks_at_the_capabilities_named_only(county):
    asked, made = county
    policy = replace(asked.policy, currency={"fire": Duration(months=12)})
    assert worth(Goal.CURRENCY, replace(asked, policy=policy), made) == 0


def test_stability_counts_dates_and_assignments_kept(tmp_path):
    was = plan(tmp_path)
    now = plan(
        tmp_path,
        PLAN.replace("venue: pond", "venue: lake")  # boats#1 moves: 2 assignments left
        .replace("crew: [v1, p3], shore: [v2]", "crew: [p3, v3], shore: [v2]")  # 3 of 4 left
        .replace("chair: [p1], seat: [v3]", "chair: [p2], seat: [v3]"),  # 1 of 2 left
    )
    asked = replace(problem(tmp_path), baseline=was)
    assert worth(Goal.STABILITY, asked, was) == 4 + 2 * 11
    assert worth(Goal.STABILITY, asked, now) == 3 + 2 + 2 * (3 + 1 + 3)


def goal_texts(asked, made, *goals):
    found = audit(asked, replace(made, goals=goals))
    assert {breach.rule for breach in found} <= {"goals"}
    return [breach.text for breach in found]


def test_what_a_plan_may_state(county):
    asked, made = county
    assert goal_texts(asked, made, GoalValue(Goal.FILL, 51, 60)) == []
    assert goal_texts(asked, made, GoalValue(Goal.FAIRNESS, 254, 200)) == []
    assert goal_texts(asked, made, GoalValue(Goal.STANDBY, 5, 5)) == [], "always planned for"
    assert goal_texts(asked, made, GoalValue(Goal.FILL, 50, 60)) == [
        "goal fill is 51, but the plan says 50"
    ]
    assert goal_texts(asked, made, GoalValue(Goal.FILL, 51, 50)) == [
        "goal fill is 51, beyond its bound 50"
    ]
    assert goal_texts(asked, made, GoalValue(Goal.FAIRNESS, 254, 255)) == [
        "goal fairness is 254, beyond its bound 255"
    ]
    assert goal_texts(asked, made, GoalValue(Goal.FEWEST_PEOPLE, 6, 6)) == [
        "goal fewest_people is none of the policy's"
    ]
    twice = GoalValue(Goal.FILL, 51, 51)
    assert goal_texts(asked, made, twice, twice) == ["goal fill is stated twice"]
    nonsense = GoalValue(Goal.FILL, float("nan"), float("nan"))
    assert len(goal_texts(asked, made, nonsense)) == 2


def test_stability_of_a_replan_needs_its_baseline(county):
    asked, made = county
    again = replace(made, revision=2)
    stated = GoalValue(Goal.STABILITY, 26, 26)
    assert not checkable(Goal.STABILITY, asked, again)
    assert goal_texts(asked, again, stated) == []
    assert goal_texts(replace(asked, baseline=made), again, stated) == []
    wrong = GoalValue(Goal.STABILITY, 25, 26)
    assert goal_texts(replace(asked, baseline=made), again, wrong) != []
    assert goal_texts(asked, made, stated) != [], "a first plan has nothing to be like"


def test_the_audit_is_deterministic_and_sorted(tmp_path):
    wrong = plan(tmp_path, PLAN.replace("[v1, p3]", "[v2, p1]").replace("[v3]}", "[nobody]}"))
    asked = problem(tmp_path)
    found = audit(asked, wrong)
    assert len(found) >= 3
    assert found == audit(asked, replace(wrong, sessions=wrong.sessions[::-1]))


def test_currency_may_be_asked_of_holders_only(county):
    """Of flood's people p1 and p2 hold `ic`; the capability itself is due as ever."""
    asked, made = county
    within = {"water": Duration(months=12)}
    policy = replace(asked.policy, currency=within, currency_holders={"water": ("ic",)})
    problem = replace(asked, policy=policy)
    assert problem.must_practise("water") == {"p1", "p2"}
    flood = {m for s in made.sessions if s.scenario == "flood" for _, m in s.members()}
    assert worth(Goal.CURRENCY, problem, made) == 1 + len({"p1", "p2"} & flood)
    through = replace(policy, currency_holders={"water": ("boat-1",)})
    assert "p3" in replace(asked, policy=through).must_practise("water"), "boat-2 includes it"
