"""What a search tells of itself on the way: for display only, and true."""

import pytest
from county import problem

from drillctl.files.plan_text import plan_text
from drillctl.model.policy import Goal
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options, Phase, Progress


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return problem(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def told(asked):
    listed: list[Progress] = []
    made = make_plan(asked, Options(Effort.QUICK, on_progress=listed.append))
    return made, listed


def test_whether_somebody_looks_on_changes_nothing(asked, told):
    assert plan_text(make_plan(asked, Options(Effort.QUICK))) == plan_text(told[0])


def test_phases_come_in_order(told):
    order = list(Phase)
    places = [order.index(progress.phase) for progress in told[1]]
    assert places == sorted(places)
    assert {Phase.IMPROVE, Phase.BOUND, Phase.PROVE} <= {progress.phase for progress in told[1]}


@pytest.mark.parametrize("goal", [Goal.FILL, Goal.JOINT, Goal.FAIRNESS, Goal.EARLINESS])
def test_a_bound_only_gets_tighter_and_no_value_is_beyond_it(told, goal):
    made, listed = told
    [reached] = [value for value in made.goals if value.id is goal]
    proven = [p for p in listed if p.goal is goal and p.phase is Phase.PROVE]
    assert proven
    bounds = [p.bound for p in proven]
    sign = -1 if goal.maximised else 1
    assert [sign * bound for bound in bounds] == sorted(sign * bound for bound in bounds)
    for progress in proven:
        assert progress.value is None or sign * progress.value >= sign * progress.bound
    assert sign * reached.bound >= sign * bounds[-1]
