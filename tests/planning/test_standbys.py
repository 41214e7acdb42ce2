"""Standbys that are `auto`: as many as it takes, named likeliest first, and no more."""

from dataclasses import replace
from itertools import combinations

import pytest
from county import ROSTER, SCENARIOS

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.model.policy import Goal
from drillctl.model.show_up import keeps
from drillctl.planning.plan import make_plan

MORE = "".join(
    f"  - {{id: w{n}, name: W{n}, team: club, certifications: [boat-1]}}\n" for n in range(8)
)


def asked(tmp_path, show_up=0.95, **likely):
    roster = ROSTER.format(zone="Asia/Shanghai").replace("venues:\n", MORE + "venues:\n")
    (tmp_path / "roster.yaml").write_text(roster.replace("capacity: 5", "capacity: 30"))
    scenarios = SCENARIOS.replace(
        "min: 1, needs: [boat-1], standby: 1", "needs: [boat-1], standby: auto"
    )
    (tmp_path / "scenarios.yaml").write_text(scenarios)
    loaded = load([tmp_path])
    assert loaded.diagnostics == ()
    problem = loaded.problem
    problem = replace(problem, policy=replace(problem.policy, show_up=show_up))
    everybody = dict.fromkeys(problem.roster.members, likely.pop("others", 0.9))
    return replace(problem, show_up={**everybody, **likely})


def crews(problem, plan):
    for session in plan.sessions:
        if session.scenario == "flood":
            seated, ready = session.assigned["crew"], session.standby.get("crew", ())
            yield [problem.show_up[m] for m in seated], [problem.show_up[m] for m in ready]


@pytest.mark.parametrize(("show_up", "others"), [(0.95, 0.9), (0.99, 0.9), (0.95, 0.6), (0.5, 0.9)])
def test_as_many_as_it_takes_and_no_more(tmp_path, show_up, others):
    problem = asked(tmp_path, show_up, others=others)
    plan = make_plan(problem)
    assert audit(problem, plan) == ()
    found = list(crews(problem, plan))
    assert len(found) == 2
    for seated, ready in found:
        assert len(seated) == 2
        assert keeps(2, [*seated, *ready]) >= show_up
        for fewer in combinations(ready, len(ready) - 1) if ready else ():
            assert keeps(2, [*seated, *fewer]) < show_up


def test_where_everybody_comes_nobody_stands_by(tmp_path):
    problem = asked(tmp_path, others=0.999)
    assert all(not ready for _, ready in crews(problem, make_plan(problem)))


def test_the_likeliest_are_asked_first(tmp_path):
    unlikely = {f"w{n}": 0.3 for n in range(4)}
    problem = asked(tmp_path, others=0.8, **unlikely)
    for _, ready in crews(problem, make_plan(problem)):
        assert ready
        assert min(ready) == 0.8


def test_a_replan_that_changes_nothing_keeps_them(tmp_path):
    problem = asked(tmp_path)
    plan = make_plan(problem)
    again = make_plan(replace(problem, baseline=plan))
    assert [s.standby for s in again.sessions] == [s.standby for s in plan.sessions]
    assert [s.sequence for s in again.sessions] == [0] * len(again.sessions)


def test_a_replan_asks_more_where_people_turn_out_unreliable(tmp_path):
    problem = asked(tmp_path)
    plan = make_plan(problem)
    worse = replace(problem, baseline=plan, show_up=dict.fromkeys(problem.show_up, 0.6))
    again = make_plan(worse)
    assert audit(worse, again) == ()
    for (_, was), (seated, now) in zip(crews(problem, plan), crews(worse, again), strict=True):
        assert len(now) > len(was)
        assert keeps(2, [*seated, *now]) >= 0.95


def test_they_are_no_goal_of_their_own(tmp_path):
    """As many as it takes is not as many as there could be: the goal counts wishes in numbers."""
    problem = asked(tmp_path)
    problem = replace(
        problem, policy=replace(problem.policy, goals=(*problem.policy.goals, Goal.STANDBY))
    )
    plan = make_plan(problem)
    assert audit(problem, plan) == ()
    assert plan.goals[-1].value == plan.goals[-1].bound == 0
    assert all(ready for _, ready in crews(problem, plan))
