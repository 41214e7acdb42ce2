"""Hours, fairness, limits and standbys, by hand and by chance."""

from datetime import date, datetime, timedelta, timezone
from itertools import product

import pytest
from county import ROSTER, SCENARIOS, plan, problem
from hypothesis import given
from hypothesis import strategies as st
from readiness.situations import record, situation

from drillctl.model.plan import PlannedSession
from drillctl.model.roster import Kind
from drillctl.model.scenario import Joint, Position
from drillctl.model.show_up import keeps
from drillctl.readiness.attendance import attendance, year_before
from drillctl.readiness.fairness import Basis, fairness, gini
from drillctl.readiness.known import Planned, known
from drillctl.readiness.limits import near_limits
from drillctl.readiness.report import report
from drillctl.readiness.standbys import DRAWS, played, standbys

AS_OF = date(2027, 2, 1)
HOURS = record(
    "flood#1",
    "2026-11-07T09:00",
    "end: 2026-11-07T12:00",
    "p1: present, v1: {status: late, hours: 1.5}, v2: absent, v3: {status: substitute, for: v2}, p2: ",
)


def of(rows, **wanted):
    (row,) = (r for r in rows if all(getattr(r, k) == v for k, v in wanted.items()))
    return row


def test_hours_and_attendance(tmp_path):
    old = record("flood#9", "2026-02-01T09:00", "", "p1: present")
    rows = attendance(known(situation(tmp_path, HOURS, old), AS_OF, plan(tmp_path)))
    assert rows[0].member == "v2"
    assert (rows[0].asked, rows[0].absent, rows[0].hours, rows[0].last) == (1, 1, 0, None)
    one = of(rows, member="p1")
    assert (one.asked, one.present, one.hours) == (1, 1, 3)  # a year ago is not in the year
    assert (one.planned_sessions, one.planned_hours) == (2, 6)  # a standby is no hours
    assert of(rows, member="v1").hours == 1.5
    assert (of(rows, member="v3").substitute, of(rows, member="v3").hours) == (1, 3)
    assert of(rows, member="p2").asked == 0


def test_without_an_end_the_scenario_says_how_long(tmp_path):
    text = record("flood#1", "2026-11-07T09:00")
    assert of(attendance(known(situation(tmp_path, text), AS_OF)), member="p1").hours == 4
    unknown = record("other#1", "2026-11-07T09:00")
    assert of(attendance(known(situation(tmp_path, unknown), AS_OF)), member="p1").hours == 0


def test_a_year_before_a_leap_day():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2027, 5, 1)) == date(2026, 5, 1)


def test_fairness_within_each_kind(tmp_path):
    rows = fairness(known(situation(tmp_path, HOURS), AS_OF, plan(tmp_path)))
    assert [(r.kind, r.basis) for r in rows] == [(kind, basis) for kind in Kind for basis in Basis]
    volunteers = of(rows, kind=Kind.VOLUNTEER, basis=Basis.RECORDED)
    assert (volunteers.members, volunteers.hours) == (3, 4.5)
    assert volunteers.hours_squared == 1.5**2 + 3**2
    assert volunteers.sd == round(((0 - 1.5) ** 2 + 0 + 1.5**2) ** 0.5 / 3**0.5, 2)
    # The mean absolute difference of 0, 1.5 and 3 is 4/3, twice their mean 3.
    assert volunteers.gini == round(4 / 3 / 3, 3)
    together = of(rows, kind=Kind.PROFESSIONAL, basis=Basis.WITH_PLAN)
    assert (together.most, together.least) == (9, 4)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_gini_is_the_mean_difference_over_twice_the_mean(values):
    mean = sum(values) / len(values)
    differences = sum(abs(a - b) for a in values for b in values) / len(values) ** 2
    expected = differences / (2 * mean) if mean else 0.0
    assert gini(values) == pytest.approx(expected, abs=1e-9)


def test_near_a_limit_over_records_and_plan(tmp_path):
    """v1 may do 8 hours in 7 days and 2 sessions in 28: the plan has two, and 4 hours in a week."""
    behind = record(
        "boats#7", "2027-03-01T09:00", "end: 2027-03-01T12:00", "v1: present, p1: present"
    )
    rows = near_limits(known(situation(tmp_path, behind), date(2027, 3, 1), plan(tmp_path)))
    assert [(r.member, r.limit, r.used, r.allowed, r.share) for r in rows] == [
        ("v1", "sessions_per_28d", 3, 2, 1.5),
        ("v1", "hours_per_7d", 7, 8, 0.875),
    ]
    assert (rows[0].first, rows[0].last) == (date(2027, 3, 1), date(2027, 3, 28))
    assert (rows[1].first, rows[1].last) == (date(2027, 3, 1), date(2027, 3, 7))
    assert all(row.ahead for row in rows)
    found = report(situation(tmp_path, behind), date(2027, 3, 1), plan(tmp_path)).findings
    assert "1 member at 80 % or more of a limit, 1 OVER it" in [f.text for f in found]


def test_days_that_no_window_holds_together_do_not_add_up(tmp_path):
    texts = [
        record(
            f"boats#{k}", f"2027-01-{day:02}T09:00", f"end: 2027-01-{day:02}T12:30", "v1: present"
        )
        for k, day in enumerate((1, 8, 14), start=1)
    ]
    rows = near_limits(known(situation(tmp_path, *texts), date(2027, 3, 1)))
    assert [(r.limit, r.first, r.used, r.ahead) for r in rows] == [
        ("sessions_per_28d", date(2027, 1, 1), 3, False),
        ("hours_per_7d", date(2027, 1, 8), 7, False),
    ]
    ahead = near_limits(known(situation(tmp_path, *texts), date(2027, 1, 14)))
    assert [row.ahead for row in ahead] == [True, True]


def test_standbys_exact_and_played(tmp_path):
    about = situation(tmp_path, HOURS)
    (row,) = standbys(known(about, AS_OF, plan(tmp_path)))
    assert (row.session, row.position, row.minimum) == ("flood#1", "crew", 1)
    assert (row.seated, row.standbys, row.below) == (2, 1, False)
    assert row.exact == pytest.approx(row.simulated, abs=0.02)
    assert row.session_simulated < row.simulated
    assert standbys(known(about, AS_OF)) == ()


def test_who_declined_does_not_come(tmp_path):
    scenarios = SCENARIOS.replace("count: 2, min: 1, needs: [boat-1]", "count: 2, needs: [boat-1]")
    about = situation(tmp_path, HOURS, scenarios=scenarios)
    text = plan.__defaults__[0]
    declined = text.replace(
        "standby: {crew: [p1]}", "standby: {crew: [p1]}, answers: {p3: declined}"
    )
    assert declined != text
    (row,) = standbys(known(about, AS_OF, plan(tmp_path, text)))
    (less,) = standbys(known(about, AS_OF, plan(tmp_path, declined)))
    assert less.exact < row.exact
    assert less.below
    finding = next(
        f.text
        for f in report(about, AS_OF, plan(tmp_path, declined)).findings
        if f.section == "standbys"
    )
    assert finding.startswith("1 position with standbys less sure of their minimum than the 95%")


def session(name, seats, waiting):
    start = datetime(2027, 3, 6, 9, tzinfo=timezone(timedelta(hours=8)))
    held = PlannedSession(
        name,
        "u",
        0,
        start,
        start + timedelta(hours=4),
        assigned={"crew": seats},
        standby={"crew": waiting},
    )
    return Planned(held, start.date(), 240)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("minimum", "waiting"), [(1, 0), (3, 2), (4, 1), (4, 3)])
def test_the_play_agrees_with_the_exact_probability(seed, minimum, waiting):
    seats = tuple(f"a{k}" for k in range(4))
    extra = tuple(f"s{k}" for k in range(waiting))
    chances = {m: 0.55 + 0.06 * k for k, m in enumerate((*seats, *extra))}
    planned = session("flood#1", seats, extra)
    shares, whole = played(planned, [Position("crew", "Crew", 4, minimum)], chances, seed)
    exact = keeps(minimum, list(chances.values()))
    # Four standard errors: one case in 16,000 would fail by chance, and the seeds are fixed.
    assert shares["crew"] == pytest.approx(exact, abs=4 * (exact * (1 - exact) / DRAWS) ** 0.5)
    assert whole == shares["crew"]


def test_the_play_depends_on_seed_and_session_alone():
    chances = {"a": 0.5, "b": 0.7}
    position = [Position("crew", "Crew", 2, 1)]
    once = played(session("flood#1", ("a",), ("b",)), position, chances, 1)
    assert once == played(session("flood#1", ("a",), ("b",)), position, chances, 1)
    assert once != played(session("flood#2", ("a",), ("b",)), position, chances, 1)
    assert once != played(session("flood#1", ("a",), ("b",)), position, chances, 2)


def test_a_standby_steps_in_once():
    """One standby for two positions of one seat each: both can't be filled by that person."""
    start = datetime(2027, 3, 6, 9, tzinfo=timezone(timedelta(hours=8)))
    held = PlannedSession(
        "f#1",
        "u",
        0,
        start,
        start + timedelta(hours=1),
        assigned={"x": ("a",), "y": ("b",)},
        standby={"x": ("s",), "y": ("s",)},
    )
    positions = [Position("x", "X", 1, 1), Position("y", "Y", 1, 1)]
    shares, whole = played(
        Planned(held, start.date(), 60), positions, {"a": 0.0, "b": 0.0, "s": 1.0}, 1
    )
    assert shares == {"x": 1.0, "y": 0.0}
    assert whole == 0.0


JOINTS = [
    Joint(professional_min=1),
    Joint(volunteer_min=2),
    Joint(teams_min=3),
    Joint(per_professional=1),
    Joint(meet=(("fire", "sky"),)),
    Joint(1, 1, 2, 2, (("fire", "club"),)),
]


@pytest.mark.parametrize("joint", JOINTS)
def test_a_session_is_held_only_if_it_is_truly_joint(tmp_path, joint):
    """Against every way in which five people can come or stay away; nobody stands by."""
    roster = problem(tmp_path).roster
    chances = {"p1": 0.6, "p3": 0.5, "v1": 0.7, "v2": 0.8, "v3": 0.5}
    planned = session("flood#1", tuple(chances), ())
    exact = 0.0
    for here in product((False, True), repeat=len(chances)):
        odds, come = 1.0, []
        for (member, chance), comes in zip(chances.items(), here, strict=True):
            odds *= chance if comes else 1 - chance
            come += [roster.members[member]] if comes else []
        own = sum(m.kind is Kind.PROFESSIONAL for m in come)
        teams = {m.team for m in come}
        exact += odds * (
            own >= joint.professional_min
            and len(come) - own >= joint.volunteer_min
            and len(teams) >= joint.teams_min
            and (joint.per_professional is None or len(come) - own <= joint.per_professional * own)
            and all(teams >= set(pair) for pair in joint.meet)
        )
    _, whole = played(planned, [Position("crew", "Crew", 5, 0)], chances, 1, joint=(joint, roster))
    assert 0.05 < exact < 0.95
    assert whole == pytest.approx(exact, abs=4 * (exact * (1 - exact) / DRAWS) ** 0.5)


def test_a_large_roster(tmp_path):
    people = "".join(
        f"  - {{{{id: m{n}, name: M{n}, team: {('fire', 'sky', 'club')[n % 3]}, certifications: [boat-1]}}}}\n"
        for n in range(400)
    )
    roster = ROSTER.replace("venues:", people + "venues:")
    texts = [
        record(
            f"flood#{k}",
            f"2026-{k:02}-07T09:00",
            "capabilities: [water]",
            ", ".join(f"m{n}: {'absent' if n % 5 == 0 else 'present'}" for n in range(k, 400, 7)),
        )
        for k in range(1, 13)
    ]
    found = report(situation(tmp_path, *texts, roster=roster), AS_OF, plan(tmp_path))
    assert len(found.attendance) == len(found.show_up) == 406
    assert len(found.currency) == 2 * (406 + 3)
