"""The benchmark's peers keep every rule on a small county, so that comparing with them is fair."""

import pytest
from bench.peers import monolithic, monolithic_model, timefold
from bench.peers.finished import Held, repaired
from county import problem

from drillctl.audit.audit import audit
from drillctl.model.policy import Goal
from drillctl.model.problem import SessionId
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline


def test_monolithic_keeps_the_rules_and_proves_fill(tmp_path):
    county = problem(tmp_path)
    made = monolithic.plan(county, seconds=8)
    assert audit(county, made) == ()
    fill = next(goal for goal in made.goals if goal.id is Goal.FILL)
    assert fill.value == fill.bound > 0


def test_monolithic_says_when_it_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(monolithic_model, "MOST_PAIRS", 10)
    with pytest.raises(monolithic.TooLarge, match="10 pairs"):
        monolithic.plan(problem(tmp_path), seconds=1)


def test_repair_leaves_out_what_breaks_a_rule(tmp_path):
    county = problem(tmp_path)
    context = Context(county, Timeline(county))
    saturday = context.timeline.day_start(county.period.first.toordinal() + 5)
    boats = Held(saturday + 9 * 60, "lake", {"helm": ("p3",), "crew": ("v2",)})  # no boat-1
    made = repaired(context, "test", {SessionId("boats", 1): boats}, {})
    assert audit(county, made) == ()
    assert made.sessions == ()


def test_timefold_keeps_the_rules(tmp_path):
    pytest.importorskip("timefold.solver")
    county = problem(tmp_path)
    made = timefold.plan(county, seconds=8)
    assert audit(county, made) == ()
    assert made.sessions
