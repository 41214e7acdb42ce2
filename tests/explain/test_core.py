"""A core is irreducible: together its demands can't be met, without any one of them they can."""

import pytest
from planning.tiny import as_problem, tiny, with_elsewhere

from drillctl.audit.audit import audit
from drillctl.explain.core import core
from drillctl.planning.alone import alone, spot_of
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.rules import all_rules

QUICK = Options(Effort.QUICK)


def dropped(found, kept):
    """The problem of the session alone, with these demands of all and no others."""
    problem = found.problem
    for demand in found.everything:
        if demand not in kept:
            problem = demand.without(problem)
    return problem


@pytest.mark.parametrize("block", range(4))
def test_a_core_can_be_met_when_any_one_of_it_is_dropped(block, tmp_path):
    cores = 0
    for seed in range(block * 30, block * 30 + 30):
        data = with_elsewhere(tiny(seed), seed) if seed % 2 else tiny(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(data, folder)
        if problem is None:
            continue
        plan = make_plan(problem, QUICK)
        for absent in plan.not_held:
            found = core(problem, all_rules(), plan, absent.id)
            if found.spot is not None:
                continue
            cores += 1
            assert found.demands, (seed, absent)
            assert spot_of(dropped(found, found.demands), all_rules()) is None, seed
            for one in found.demands:
                others = tuple(d for d in found.demands if d is not one)
                assert spot_of(dropped(found, others), all_rules()) is not None, (seed, one.text)
    assert cores >= 2


@pytest.mark.parametrize("block", range(4))
def test_what_can_be_held_alone_is_what_the_planner_could_hold(block, tmp_path):
    """Each session of a plan, taken out, can be held again; the plan with it passes the audit."""
    for seed in range(500 + block * 15, 515 + block * 15):
        folder = tmp_path / str(seed)
        folder.mkdir()
        problem = as_problem(tiny(seed), folder)
        if problem is None:
            continue
        plan = make_plan(problem, QUICK)
        assert audit(problem, plan) == ()
        for session in plan.sessions:
            others = [s for s in plan.sessions if s.id != session.id]
            hangs = any(
                after.scenario == session.scenario
                for other in others
                for after in problem.scenarios[other.scenario].schedule.after
            )
            if not hangs:
                assert spot_of(alone(problem, session.id, others), all_rules()) is not None, seed
