"""A replan holds fast what stays only where no better plan is lost by it."""

from dataclasses import replace
from datetime import datetime

import pytest
import yaml
from ortools.sat.python import cp_model
from planning.compiled import compiled, context_of

from drillctl.files.loading import load
from drillctl.model.pin import Pin
from drillctl.model.problem import SessionId
from drillctl.planning.candidates import find_candidates
from drillctl.planning.plan import make_plan
from drillctl.planning.program import build
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.search import Effort, Options
from drillctl.rules import all_rules


def asked(folder, *, goals, away=()):
    """Of a drill of 3 March that a, b and c take part in; d and e could, too. `away`: on that day."""
    busy = [{"from": "2027-03-03", "to": "2027-03-03"}]
    documents = [
        {
            "kind": "roster", "timezone": "Asia/Shanghai", "teams": [{"id": "fire", "kind": "professional"}],
            "members": [
                {"id": m, "name": m, "team": "fire", "busy": busy if m in away else []} for m in "abcde"
            ],
        },
        {
            "kind": "scenario", "id": "drill", "exercise": "drill", "duration": "2h", "priority": 1,
            "schedule": {"hours": {"from": "08:00", "to": "10:00"}},
            "positions": [{"id": "crew", "count": 3, "min": 0}],
        },
        {"kind": "policy", "period": {"from": "2027-03-01", "to": "2027-03-03"}, "goals": goals},
    ]  # fmt: skip
    session = {
        "id": "drill#1", "uid": "drill@here", "start": "2027-03-03T08:00+08:00",
        "end": "2027-03-03T10:00+08:00", "assigned": {"crew": list("abc")},
    }  # fmt: skip
    files, baseline = folder / "all.yaml", folder / "baseline.txt"
    files.write_text(yaml.safe_dump_all(documents), encoding="utf-8")
    baseline.write_text(yaml.safe_dump({"kind": "plan", "sessions": [session]}), encoding="utf-8")
    return load([files], baseline).problem


def replanned(problem):
    plan = make_plan(problem, Options(Effort.QUICK))
    assert all(goal.value == goal.bound for goal in plan.goals)
    return {goal.id.value: goal.value for goal in plan.goals}


@pytest.mark.parametrize(
    ("goals", "best"),
    [
        (["fill", "earliness"], {"fill": 3, "stability": 7, "earliness": 2}),
        (["earliness", "fill"], {"earliness": 0, "fill": 3, "stability": 3}),
    ],
)
def test_goals_that_count_for_more_may_move_everything(tmp_path, goals, best):
    assert replanned(asked(tmp_path, goals=goals)) == best


def test_what_could_keep_as_much_at_another_date_is_not_held_fast(tmp_path):
    """There all three stay, here the date and one of them: what is left to say is earliness."""
    problem = asked(tmp_path, goals=["fill", "earliness"], away="ab")
    assert Relaxation(compiled(problem)).stable_otherwise()
    assert replanned(problem) == {"fill": 3, "stability": 3, "earliness": 0}
    problem = asked(tmp_path, goals=["fill", "earliness"], away="a")
    assert not Relaxation(compiled(problem)).stable_otherwise()
    assert replanned(problem) == {"fill": 3, "stability": 5, "earliness": 2}


@pytest.mark.parametrize("pinned", [True, False])
def test_a_pinned_session_may_be_held_without_those_of_lower_numbers(tmp_path, pinned):
    problem = asked(tmp_path, goals=["fill"])
    drill = problem.scenarios["drill"]
    twice = replace(drill, schedule=replace(drill.schedule, sessions=2))
    pins = (Pin("drill#2", start=datetime(2027, 3, 2, 8)),) if pinned else ()
    policy = replace(problem.policy, pins=pins)
    problem = replace(problem, scenarios={"drill": twice}, policy=policy, baseline=None)
    context = context_of(problem)
    program = build(context, find_candidates(context, all_rules()), all_rules())
    for number in (1, 2):
        program.model.add(program.sessions[SessionId("drill", number)].held == (number == 2))
    status = cp_model.CpSolver().solve(program.model)
    assert (status in (cp_model.OPTIMAL, cp_model.FEASIBLE)) is pinned
