"""A new rule is one object with a shape: no planning code knows it, and the planner keeps it."""

from types import SimpleNamespace

import numpy as np
import pytest
from county import problem

from drillctl.model.roster import Kind
from drillctl.planning.plan import make_plan
from drillctl.rules import all_rules
from drillctl.rules.rule import Gap, SessionQuota, Shape


def planned(folder, *more):
    made = make_plan(problem(folder), rules=(*all_rules(), *more))
    return {session.id: session for session in made.sessions}


@pytest.mark.parametrize("late", [True, False])
def test_a_new_eligibility_rule(tmp_path, late):
    def seats(context, scenario, position, members, starts, ends):
        afternoon = context.timeline.wall(starts) % 1440 >= 13 * 60
        volunteer = np.array([m.kind is Kind.VOLUNTEER for m in members])
        return ~volunteer[:, None] | (afternoon == late)[None, :]

    rule = SimpleNamespace(ID="half-days", SHAPE=Shape.ELIGIBILITY, seats=seats)
    assert (planned(tmp_path, rule)["flood#1"].start.hour >= 13) is late


def test_a_new_quota_rule(tmp_path):
    def quotas(context):
        for session in context.problem.sessions():
            yield SessionQuota(session, {"v3": 1}, high=0)

    rule = SimpleNamespace(ID="without-v3", SHAPE=Shape.QUOTA, quotas=quotas)
    seated = {m for s in planned(tmp_path, rule).values() for _, m in s.members()}
    assert "v3" not in seated
    assert "v3" in {m for s in planned(tmp_path).values() for _, m in s.members()}


def test_a_new_conflict_rule(tmp_path):
    rule = SimpleNamespace(
        ID="a-week-off", SHAPE=Shape.CONFLICT, conflicts=lambda context: [Gap(6 * 1440)]
    )
    sessions = sorted(planned(tmp_path, rule).values(), key=lambda s: s.start)
    for index, one in enumerate(sessions):
        for other in sessions[index + 1 :]:
            shared = {m for _, m in one.members()} & {m for _, m in other.members()}
            assert not shared or (other.start - one.end).total_seconds() >= 6 * 86400
