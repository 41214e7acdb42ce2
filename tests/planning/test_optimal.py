"""The planner against an oracle that tries every plan, on hundreds of tiny random problems."""

from dataclasses import replace

import pytest
from planning.brute_force import Oracle
from planning.tiny import as_problem, tiny, with_elsewhere, with_records

from drillctl.audit.audit import audit
from drillctl.model.policy import Goal
from drillctl.model.scenario import Window
from drillctl.planning import plan as front_door
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options


@pytest.mark.parametrize("block", range(6))
def test_values_are_the_best_and_bounds_hold(block, tmp_path):
    solved = 0
    for seed in range(block * 25, block * 25 + 25):
        data = tiny(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        solved += 1
        plan = make_plan(problem)
        assert audit(problem, plan) == (), seed
        best = Oracle(data).best()
        assert [goal.value for goal in plan.goals] == best, (seed, data.policy["goals"])
        assert [goal.bound for goal in plan.goals] == best, (seed, data.policy["goals"])
    assert solved >= 8


@pytest.mark.parametrize("block", range(3))
def test_without_the_exact_program_bounds_still_hold(block, tmp_path, monkeypatch):
    """As on problems too large for it: local search, bounded by the relaxations alone."""
    monkeypatch.setattr(front_door, "EXACT", -1)
    monkeypatch.setattr(front_door, "EXACT_FIXED", -1)
    found = reached = 0
    for seed in range(1000 + block * 50, 1050 + block * 50):
        data = tiny(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        plan = make_plan(problem, Options(effort=Effort.QUICK))
        assert audit(problem, plan) == (), seed
        for goal, best in zip(plan.goals, Oracle(data).best(), strict=True):
            found += 1
            better = best - goal.value if Goal(goal.id).maximised else goal.value - best
            slack = goal.bound - best if Goal(goal.id).maximised else best - goal.bound
            assert better >= 0, (seed, goal)
            assert slack >= 0, (seed, goal, best)
            if better > 0:
                break  # what is best next is no longer known
            reached += 1
    assert reached >= 0.75 * found, (reached, found)


@pytest.mark.parametrize("block", range(4))
@pytest.mark.parametrize("exact", [True, False])
def test_beside_a_plan_elsewhere(block, exact, tmp_path, monkeypatch):
    """Its people, venues, equipment, hours and dates count, and its sessions are not planned."""
    if not exact:
        monkeypatch.setattr(front_door, "EXACT", -1)
        monkeypatch.setattr(front_door, "EXACT_FIXED", -1)
    solved = changed = 0
    for seed in range(2000 + block * 25, 2025 + block * 25):
        data = with_elsewhere(tiny(seed), seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        solved += 1
        plan = make_plan(problem, Options(effort=Effort.QUICK))
        assert audit(problem, plan) == (), seed
        best = Oracle(data).best()
        changed += best != Oracle(replace(data, elsewhere=[])).best()
        if exact:
            assert [goal.value for goal in plan.goals] == best, (seed, data.policy["goals"])
        for goal, most in zip(plan.goals, best, strict=True):
            slack = goal.bound - most if goal.id.maximised else most - goal.bound
            assert slack >= 0, (seed, goal, most)
            if goal.value != most:
                break
    assert solved >= 8
    assert changed >= solved / 4, "a plan elsewhere is felt"


@pytest.mark.parametrize("block", range(3))
@pytest.mark.parametrize("exact", [True, False])
def test_after_records(block, exact, tmp_path, monkeypatch):
    """What was practised, rated and found decides what is due and which retests are answered."""
    if not exact:
        monkeypatch.setattr(front_door, "EXACT", -1)
        monkeypatch.setattr(front_door, "EXACT_FIXED", -1)
    solved = changed = retested = best_found = 0
    for seed in range(3000 + block * 25, 3025 + block * 25):
        data = with_records(tiny(seed), seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        solved += 1
        plan = make_plan(problem, Options(effort=Effort.QUICK))
        assert audit(problem, plan) == (), seed
        best = Oracle(data).best()
        changed += best != Oracle(replace(data, records=[])).best()
        retested += best[data.policy["goals"].index("retest")] > 0
        best_found += [goal.value for goal in plan.goals] == best
        if exact:
            assert [goal.value for goal in plan.goals] == best, (seed, data.policy["goals"])
        for goal, most in zip(plan.goals, best, strict=True):
            slack = goal.bound - most if goal.id.maximised else most - goal.bound
            assert slack >= 0, (seed, goal, most)
            if goal.value != most:
                break
    assert solved >= 8
    assert changed >= solved / 4, "the records are felt"
    assert retested >= solved / 8
    assert best_found >= solved * 0.7


@pytest.mark.parametrize("exact", [True, False])
def test_a_replan_answers_retests_too(exact, tmp_path, monkeypatch):
    """People know a plan already; what its sessions showed since makes some of them move."""
    if not exact:
        monkeypatch.setattr(front_door, "EXACT", -1)
        monkeypatch.setattr(front_door, "EXACT_FIXED", -1)
    solved = moved = best_found = 0
    for seed in range(3200, 3300):
        data = with_records(tiny(seed), seed)
        data = replace(data, policy={**data.policy, "goals": ["fill", "retest"]})
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        last = Window(problem.period.last, problem.period.last)
        late = {
            name: replace(s, schedule=replace(s.schedule, window=last, fixed=()))
            for name, s in problem.scenarios.items()
        }
        known = make_plan(
            replace(problem, records=(), scenarios=late), Options(effort=Effort.QUICK)
        )
        best = Oracle(data).best()
        if known.goals[0].value != best[0]:
            continue  # a replan is not there to fill more
        solved += 1
        again = replace(problem, baseline=known)
        plan = make_plan(again, Options(effort=Effort.QUICK))
        assert audit(again, plan) == (), seed
        assert [goal.id.value for goal in plan.goals] == ["fill", "retest", "stability"]
        reached = {goal.id.value: goal for goal in plan.goals}
        moved += reached["stability"].value < reached["stability"].bound or any(
            s.sequence for s in plan.sessions
        )
        found = [reached["fill"].value, reached["retest"].value]
        best_found += found == best
        if exact:
            assert found == best, seed
        for goal, most in zip(("fill", "retest"), best, strict=True):
            assert reached[goal].bound >= most, (seed, goal)
            if reached[goal].value != most:
                break
    assert solved >= 10
    assert moved >= 3
    assert best_found >= 0.8 * solved, best_found / solved
