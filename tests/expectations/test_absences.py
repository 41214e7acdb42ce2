"""n-1 against an oracle that tries every plan, and what is said where somebody can't be spared."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import ceil

import pytest
from county import plan, problem
from planning.brute_force import Oracle
from planning.tiny import as_problem, tiny

from drillctl.expectations import absences
from drillctl.expectations.absences import STILL_HELD, Gone, outcome, without
from drillctl.expectations.question import Question, judge
from drillctl.model.expectation import Expectation
from drillctl.model.pin import Pin
from drillctl.model.plan import Absence
from drillctl.planning import decide
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.planning.stand_in import struck


def truths(data, gone, wanted, seats):
    """Whether some plan without it holds all of `wanted`; whether some fills so many seats."""
    data = deepcopy(data)
    if not gone.venue:
        data.roster["members"] = [m for m in data.roster["members"] if m["id"] != gone.id]
    oracle = Oracle(data)
    holds = fills = False
    for timing in oracle.timings():
        if gone.venue and any(venue == gone.id for _, venue in timing.values()):
            continue
        held = {f"{name}#{number}" for name, number in timing}
        keys = list(timing)
        staffings = [oracle.rosters(oracle.scenarios[k[0]], *timing[k]) for k in keys]
        for staffing in oracle.combined(timing, keys, staffings, [0]):
            holds = holds or wanted <= held
            fills = fills or sum(len(s) for s, _ in staffing.values()) >= seats
        if holds and fills:
            break
    return holds, fills


@pytest.mark.parametrize("block", range(4))
def test_every_answer_is_the_truth_and_every_no_is_proven(block, tmp_path):
    asked = refused = 0
    for seed in range(block * 12, block * 12 + 12):
        data = tiny(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        county = as_problem(data, folder)
        if county is None:
            continue
        made = make_plan(county, Options(Effort.QUICK))
        wanted = {session.id for session in made.sessions}
        total = sum(county.scenarios[s.scenario].seats for s in county.sessions())
        share = Fraction(3, 4) * sum(1 for s in made.sessions for _ in s.members()) / total
        filled = Expectation("filled", {"share": share}, text="filled")
        gone = [Gone(m) for m in county.roster.members] + [Gone("x", True), Gone("y", True)]
        for one in gone:
            truth = truths(data, one, wanted, ceil(share * total))
            for check, expected in zip((STILL_HELD, filled), truth, strict=True):
                found = outcome(county, made, (check,), one)
                assert found.passed == expected, (seed, one, check, found)
                assert expected or "(proven" in found.why, (seed, one, check, found)
                asked, refused = asked + 1, refused + (not expected)
    assert asked >= 40
    assert refused >= 5


def ask(folder, check, values=(), made=None, county=None):
    county = county or problem(folder)
    made = made or plan(folder)
    return judge(Question(Expectation(check, dict(values)), county, made, made))


def test_who_can_t_be_spared_is_named_with_the_reason(tmp_path):
    verdict = ask(tmp_path, "without_any_member")
    assert not verdict.passed
    assert verdict.said.startswith("does not work without")
    [tom] = [line for line in verdict.details if "(p3)" in line]
    assert tom == (
        "Tom (p3): boats#1 can't be held, even if it were the only one (proven: in every plan)"
    )


def test_whoever_is_excepted_is_not_looked_at(tmp_path):
    before = ask(tmp_path, "without_any_member")
    who = tuple(line.partition(")")[0].rpartition("(")[2] for line in before.details)
    after = ask(tmp_path, "without_any_member", {"except": who})
    assert after.passed
    assert after.said.startswith("works without any one of")


def test_a_lower_demand_is_met_where_a_higher_one_is_not(tmp_path):
    low, high = (
        ask(
            tmp_path,
            "without_any_member",
            {"checks": (Expectation("filled", {"share": Fraction(n, 100)}, text=f"filled: {n}%"),)},
        )
        for n in (30, 80)
    )
    assert low.passed
    assert not high.passed


def test_what_fails_with_everybody_there_is_said_at_once(tmp_path):
    full = Expectation("filled", {"share": Fraction(1)}, text="filled: all")
    verdict = ask(tmp_path, "without_any_member", {"checks": (full,)})
    assert not verdict.passed
    assert verdict.said.startswith("filled: all fails already: 11 of 14 seats filled")


def test_a_venue_without_substitute(tmp_path):
    verdict = ask(tmp_path, "without_any_venue")
    assert not verdict.passed
    [hall] = [line for line in verdict.details if line.startswith("hall: ")]
    assert "table#1 can't be held" in hall
    assert "(proven" in hall
    assert ask(tmp_path, "without_any_venue", {"except": ("hall", "lake")}).passed


def test_a_demand_that_can_t_be_put_to_the_program_is_never_called_proven(tmp_path):
    meet = Expectation("meet", {"teams": ("fire", "club")}, text="meet: [fire, club]")
    verdict = ask(tmp_path, "without_any_member", {"checks": (meet,)})
    assert not verdict.passed
    [line] = verdict.details
    assert line.startswith("张敏 (v3): meet: [fire, club]: fire, club never meet")
    assert "(not proven: there may be a plan)" in line


def test_an_open_question_is_a_failure_and_says_so(tmp_path, monkeypatch):
    filled = Expectation("filled", {"share": Fraction(3, 4)}, text="filled: 75%")
    county, made = problem(tmp_path), plan(tmp_path)
    monkeypatch.setattr(decide, "EXACT", -1)
    found = outcome(county, made, (filled,), Gone("p3"))
    assert not found.passed
    assert "(not proven: there may be a plan)" in found.why


def test_plans_without_it_keep_every_rule_and_get_no_worse(tmp_path):
    county, made = problem(tmp_path), plan(tmp_path)
    for gone in (Gone("p1"), Gone("v1"), Gone("lake", True)):
        changed = without(county, gone)
        kept = []
        for found in absences._plans(changed, made, gone):
            if absences._kept(changed, found):
                kept.append(sum(1 for s in found.sessions for _ in s.members()))
                assert all(gone.id not in dict(map(reversed, s.members())) for s in found.sessions)
                assert all(gone.id != s.venue for s in found.sessions)
        assert kept, gone


def test_striking_who_has_no_seat_leaves_a_plan(tmp_path):
    """The proof in `absences`: standbys are asked for by no rule."""
    county, made = problem(tmp_path), plan(tmp_path)
    only = replace(made, sessions=tuple(s for s in made.sessions if s.id == "flood#1"))
    changed = without(county, Gone("p1"))
    left = struck(changed, only, {"p1"})
    assert [s.assigned for s in left.sessions] == [s.assigned for s in only.sessions]
    assert left.sessions[0].standby == {}
    breaches = {(b.rule, b.text) for b in absences._breaches(changed, left)}
    before = {(b.rule, b.text) for b in absences._breaches(county, only)}
    assert breaches <= before


def test_what_the_plan_remembers_holds_without_somebody_too(tmp_path):
    """Whoever is away already can't stand in; a pinned start stays."""
    county, made = problem(tmp_path), plan(tmp_path)
    spared = outcome(county, made, (STILL_HELD,), Gone("v1"))
    assert spared.passed, spared
    away = Absence("v2", datetime(2027, 3, 1), datetime(2027, 4, 30), "leave")
    remembered = outcome(county, replace(made, away=(away,)), (STILL_HELD,), Gone("v1"))
    assert not remembered.passed
    assert "(proven: in every plan)" in remembered.why
    pin = Pin("boats#1", start=datetime(2027, 3, 7, 9), venue="pond")
    held = replace(made, pins=(pin,))
    gone = Gone("pond", True)
    assert outcome(county, made, (STILL_HELD,), gone).passed
    assert not outcome(county, held, (STILL_HELD,), gone).passed
