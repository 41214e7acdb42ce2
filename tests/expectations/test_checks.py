"""Each check on a plan that meets it and on one that does not, with what it says."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from county import PLAN, plan, problem

from drillctl.expectations.question import Means, Question, judge
from drillctl.model.duration import Duration
from drillctl.model.expectation import Expectation
from drillctl.model.plan import GoalValue, NotHeld
from drillctl.model.policy import Goal
from drillctl.model.record import Attendance, Attended, Record
from drillctl.model.roster import Kind
from drillctl.model.scenario import Window


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    return problem(folder), plan(folder)


@pytest.fixture
def ask(county):
    def ask(check, scenario=None, county=county, made=None, planned=None, **values):
        here = made or county[1]
        expectation = Expectation(check, values, scenario)
        return judge(Question(expectation, county[0], here, planned or here))

    return ask


def without(made, session, *why):
    sessions = tuple(s for s in made.sessions if s.id != session)
    return replace(made, sessions=sessions, not_held=(NotHeld(session, why),))


def test_filled(ask):
    met = ask("filled", share=Fraction(75, 100))
    assert met.passed
    assert met.said == "11 of 14 seats filled (78.5%), asked for are 75.0%"
    assert met.details == ()
    missed = ask("filled", share=Fraction(79, 100))
    assert not missed.passed
    assert missed.details == (
        "flood#1 (2027-03-06)/shore: 1 of 2",
        "flood#2 (2027-03-20)/crew: 1 of 2",
        "flood#2 (2027-03-20)/shore: 1 of 2",
    )


def test_filled_to_the_very_share(ask):
    assert ask("filled", share=Fraction(11, 14)).passed
    assert not ask("filled", share=Fraction(11, 14) + Fraction(1, 10**9)).passed


def test_filled_of_one_scenario_and_one_position(ask):
    assert ask("filled", "table", share=Fraction(1)).passed
    assert ask("filled", share=Fraction(1), position=("leader", "chair")).passed
    missed = ask("filled", "flood", share=Fraction(1), position=("crew",))
    assert missed.said == "3 of 4 seats filled (75.0%), asked for are 100.0%"


def test_seats_of_a_session_that_is_not_held_are_empty(ask, county):
    missed = ask("filled", made=without(county[1], "boats#1"), share=Fraction(70, 100))
    assert missed.said.startswith("9 of 14 seats")
    assert "boats#1/helm: not held" in missed.details


def test_held(ask, county):
    assert ask("held", sessions="all").said == "4 of 4 sessions held"
    assert ask("held", "flood", sessions=2).passed
    less = without(county[1], "flood#2", "no start is left")
    missed = ask("held", made=less, sessions="all")
    assert not missed.passed
    assert missed.said == "flood#2 is not held"
    assert missed.details == ("flood#2: no start is left",)
    assert ask("held", made=less, sessions=3).passed
    missed = ask("held", "flood", made=less, sessions=2)
    assert missed.said == "1 of 2 sessions held, asked for are 2"
    assert ask("held", made=less, sessions="still").passed
    assert not ask("held", made=less, planned=county[1], sessions="still").passed


def test_never_empty(ask, county):
    met = ask("never_empty", position=("leader", "helm"))
    assert met.passed
    assert met.said == "somebody in all 3 places"
    sessions = [
        replace(s, assigned={**s.assigned, "leader": ()}) if s.id == "flood#2" else s
        for s in county[1].sessions
    ]
    made = without(replace(county[1], sessions=tuple(sessions)), "boats#1")
    missed = ask("never_empty", made=made, position=("leader", "helm"))
    assert missed.said == "nobody in 2 places of 3"
    assert missed.details == ("boats#1/helm: not held", "flood#2 (2027-03-20)/leader: nobody")


def test_meet(ask):
    met = ask("meet", teams=("fire", "sky"), by=date(2027, 3, 6))
    assert met.said == "fire, sky meet in flood#1 (2027-03-06)"
    late = ask("meet", teams=("fire", "sky"), by=date(2027, 3, 5))
    assert not late.passed
    assert late.said == "fire, sky first meet in flood#1 (2027-03-06), not by 2027-03-05"
    never = ask("meet", teams=("sky", "club"))
    assert never.said == "sky, club never meet"
    assert "table#1 (2027-03-02): nobody of sky" in never.details
    assert not ask("meet", "table", teams=("fire", "sky")).passed


def test_hours_per_week(ask):
    met = ask("hours_per_week", max=8.0)
    assert met.said == "at most 7 h, allowed are 8 h"
    missed = ask("hours_per_week", max=6.5)
    assert missed.said == "1 member has more than 6.5 h in a week"
    assert missed.details == ("Tom (p3): 7 h from 2027-03-06 to 2027-03-12 (flood#1, boats#1)",)
    assert ask("hours_per_week", max=6.5, kind=Kind.VOLUNTEER).passed
    assert not ask("hours_per_week", "boats", max=6.5).passed
    assert ask("hours_per_week", "table", max=6.5).passed


def test_practised_in_each_stretch_of_the_calendar(ask, county):
    year = replace(county[0].policy, period=Window(date(2027, 2, 1), date(2027, 4, 30)))
    here = (replace(county[0], policy=year), county[1])
    assert ask("practised", county=here, capability="water").passed, "no whole quarter: the period"
    missed = ask("practised", county=here, capability="water", every="month")
    assert missed.said == "water not practised in 2 stretches of time"
    assert missed.details == (
        "2027-02-01 to 2027-02-28: nothing; before it never, after it 2027-03-06",
        "2027-04-01 to 2027-04-30: nothing; before it 2027-03-20, after it never",
    )
    record = Record(
        "flood#9", datetime(2027, 2, 3, 9), ("water",), {"p1": Attended(Attendance.PRESENT)}
    )
    known = (replace(here[0], records=(record,)), here[1])
    assert len(ask("practised", county=known, capability="water", every="month").details) == 1
    assert not ask("practised", "table", capability="water").passed


def test_practised_at_least_so_often(ask):
    met = ask("practised", capability="water", every=Duration(days=15))
    assert met.passed
    missed = ask("practised", capability="water", every=Duration(days=13))
    assert missed.details == (
        "2027-03-07 to 2027-03-19: nothing; before it 2027-03-06, after it 2027-03-20",
        "2027-03-21 to 2027-04-04: nothing; before it 2027-03-20, after it never",
    )


def test_gap(ask, county):
    goals = (GoalValue(Goal.FILL, 98, 100), GoalValue(Goal.EARLINESS, 10, 10))
    made = replace(county[1], goals=goals)
    assert ask("gap", made=made, max=Fraction(2, 100)).passed
    missed = ask("gap", made=made, max=Fraction(1, 100))
    assert missed.said == "fill 98 of 100, a gap of 2.00%, allowed are 1.00%"
    assert ask("gap", made=made, max=Fraction(0), goal=Goal.EARLINESS).passed
    unknown = ask("gap", made=made, max=Fraction(1), goal=Goal.JOINT)
    assert unknown.said == "the plan says nothing of the goal joint"


def snapshot(county, folder, text=PLAN, *, update=False, scenario=None):
    expectation = Expectation(
        "snapshot", {"name": "spring"}, scenario, path=str(folder / "policy.yaml")
    )
    made = plan(folder, text)
    return judge(Question(expectation, county[0], made, made, Means(update=update)))


def test_snapshot(county, tmp_path):
    missing = snapshot(county, tmp_path)
    assert not missing.passed
    assert "`drillctl test --update` makes it" in missing.said
    assert snapshot(county, tmp_path, update=True).passed
    assert snapshot(county, tmp_path).said.startswith("4 sessions as in ")
    before = (tmp_path / "snapshots" / "spring.snapshot").read_bytes()
    changed = PLAN.replace("venue: pond", "venue: lake").replace("shore: [v2]}, standby: {crew: [p1]}", "shore: [v3]}")  # fmt: skip
    missed = snapshot(county, tmp_path, changed)
    assert not missed.passed
    assert missed.said.startswith("2 sessions differ from ")
    assert missed.details == (
        "flood#1: other people, 2027-03-06 09:00-13:00 at lake",
        "  - standby crew: 李伟 (p1)",
        "  - shore: Maria (v2)",
        "  + shore: 张敏 (v3)",
        "boats#1: 2027-03-07 09:00-12:00 at pond -> 2027-03-07 09:00-12:00 at lake",
    )
    assert (tmp_path / "snapshots" / "spring.snapshot").read_bytes() == before
    assert snapshot(county, tmp_path, changed, update=True).passed
    assert snapshot(county, tmp_path, changed).passed


def test_a_snapshot_of_one_scenario_knows_no_other(county, tmp_path):
    assert snapshot(county, tmp_path, update=True, scenario="flood").passed
    changed = PLAN.replace("venue: pond", "venue: lake")
    assert snapshot(county, tmp_path, changed, scenario="flood").passed


def test_a_snapshot_that_can_t_be_read_is_a_failure(county, tmp_path):
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "spring.snapshot").write_text("kind: [", encoding="utf-8")
    missed = snapshot(county, tmp_path)
    assert "can't be read" in missed.said
    assert "Y001" in missed.details[0]


def test_where_nothing_is_asked_for_nothing_is_met(ask):
    for check, values in (
        ("held", {"sessions": "all"}),
        ("filled", {"share": Fraction(1)}),
        ("never_empty", {"position": ("x",)}),
    ):
        assert not ask(check, "nowhere", **values).passed
