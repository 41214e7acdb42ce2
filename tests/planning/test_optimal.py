"""The planner against an oracle that tries every plan, on hundreds of tiny random problems."""

import pytest
from planning.brute_force import Oracle
from planning.tiny import as_problem, tiny

from drillctl.audit.audit import audit
from drillctl.planning.plan import make_plan


@pytest.mark.parametrize("block", range(12))
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
