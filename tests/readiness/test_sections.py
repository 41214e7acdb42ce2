"""Each section by hand, on the tiny county."""

from datetime import date

import pytest
from county import PLAN, ROSTER, SCENARIOS, plan
from readiness.situations import POLICY, record, situation

from drillctl.model.record import Rating
from drillctl.readiness.actions import Standing, open_actions
from drillctl.readiness.capabilities import Trend, capabilities
from drillctl.readiness.certificates import certificates
from drillctl.readiness.currency import CurrencyState, currency
from drillctl.readiness.hazards import hazards
from drillctl.readiness.joint import joint
from drillctl.readiness.known import known
from drillctl.readiness.report import report
from drillctl.readiness.risk import hazard_risks

FLOOD = record(
    "flood#1", "2026-03-07T09:00", "capabilities: [water]", "p1: present, v1: late, v2: absent"
)
AS_OF = date(2027, 2, 1)


def of(rows, **wanted):
    (row,) = (r for r in rows if all(getattr(r, k) == v for k, v in wanted.items()))
    return row


# Currency


def test_currency_of_members_and_teams(tmp_path):
    about = known(situation(tmp_path, FLOOD), AS_OF, plan(tmp_path))
    rows = currency(about)
    anna = of(rows, member="p2", capability="water")
    assert anna.state is CurrencyState.NEVER
    assert (anna.planned, anna.planned_session) == (date(2027, 3, 6), "flood#1")
    one = of(rows, member="p1", capability="water")
    assert (one.state, one.last, one.last_session) == (
        CurrencyState.LAPSING,
        date(2026, 3, 7),
        "flood#1",
    )
    assert one.lapses == date(2027, 3, 7)
    assert one.planned_session == "flood#2"
    fire = of(rows, team="fire", member=None, capability="water")
    assert (fire.members, fire.never, fire.lapsing, fire.lapsed, fire.current) == (3, 2, 1, 0, 0)
    assert (fire.refreshed, fire.planned_session) == (3, "flood#1")
    assert fire.state is CurrencyState.LAPSING
    club = of(rows, team="club", member=None, capability="water")
    assert (club.state, club.refreshed, club.planned) == (CurrencyState.NEVER, 0, None)
    # Teams first; what no session refreshes before what one does.
    assert [row.member for row in rows[:6]] == [None] * 6
    first_member = rows[6]
    assert first_member.planned is None
    assert first_member.state is CurrencyState.NEVER
    assert (first_member.capability, first_member.member) == ("water", "v3")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (date(2026, 3, 6), CurrencyState.NEVER),
        (date(2026, 3, 7), CurrencyState.LAPSING),
        (date(2027, 3, 6), CurrencyState.LAPSING),
        (date(2027, 3, 7), CurrencyState.LAPSED),
    ],
)
def test_currency_lapses_on_its_day(tmp_path, as_of, state):
    rows = currency(known(situation(tmp_path, FLOOD), as_of))
    assert of(rows, member="v1", capability="water").state is state


def test_currency_that_outlasts_the_period_is_current(tmp_path):
    later = FLOOD.replace("2026-03-07", "2026-04-05")
    rows = currency(known(situation(tmp_path, later), AS_OF))
    assert of(rows, member="p1", capability="water").state is CurrencyState.CURRENT
    assert of(rows, member="v2", capability="water").state is CurrencyState.NEVER


def test_what_was_not_held_or_is_blank_keeps_nothing_current(tmp_path):
    blank = FLOOD.replace("p1: present, v1: late, v2: absent", "p1: ")
    for text in (FLOOD + "held: false\n", blank):
        rows = currency(known(situation(tmp_path, text), AS_OF))
        assert {row.state for row in rows} == {CurrencyState.NEVER}


# Certificates


def test_certificates_and_the_positions_they_cost(tmp_path):
    rows = certificates(known(situation(tmp_path), AS_OF))
    (row,) = rows
    assert (row.member, row.certification, row.expires) == ("p2", "ic", date(2027, 3, 10))
    assert not row.lapsed
    assert {(p.scenario, p.position, p.left, p.only_holder) for p in row.positions} == {
        ("flood", "leader", 1, False),
        ("table", "chair", 1, False),
    }


def test_the_only_holder_is_marked(tmp_path):
    roster = ROSTER.replace(
        "name: 李伟, team: fire, certifications: [{{id: ic, issued: 2026-01-01}}, boat-1]",
        "name: 李伟, team: fire, certifications: [boat-1]",
    )
    (row,) = certificates(known(situation(tmp_path, roster=roster), date(2027, 3, 11)))
    assert (row.lapsed, row.only_holder, row.too_few) == (True, True, True)
    assert [p.left for p in row.positions] == [0, 0]
    text = next(
        f.text
        for f in report(situation(tmp_path, roster=roster), date(2027, 3, 11)).findings
        if f.section == "certificates"
    )
    assert "1 of them already; NOBODY is left for flood/leader, table/chair" in text


def test_a_renewed_or_included_certificate_does_not_lapse(tmp_path):
    was = "{{id: ic, issued: 2026-01-01, expires: 2027-03-10}}"
    renewed = ROSTER.replace(was, was + ", {{id: ic, issued: 2027-03-01}}")
    assert certificates(known(situation(tmp_path, roster=renewed), AS_OF)) == ()
    included = ROSTER.replace(
        was, "{{id: boat-1, expires: 2027-03-10}}, {{id: boat-2, expires: 2028-01-01}}"
    )
    assert certificates(known(situation(tmp_path, roster=included), AS_OF)) == ()
    higher = ROSTER.replace(was, "{{id: boat-2, expires: 2027-03-10}}, boat-1")
    (row,) = certificates(known(situation(tmp_path, roster=higher), AS_OF))
    assert [(p.scenario, p.position, p.left) for p in row.positions] == [("boats", "helm", 1)]


# Capabilities and hazards


def rated(session, start, rating, capability="water"):
    body = f"capabilities: [{capability}]\nratings: {{o1: {{rating: {rating}, capability: {capability}}}}}"
    return record(session, start, body)


def test_ratings_and_their_trend(tmp_path):
    records = (
        rated("flood#1", "2026-03-07T09:00", "S"),
        rated("flood#2", "2026-05-07T09:00", "U"),
        rated("flood#3", "2026-05-07T15:00", "P"),
        rated("flood#4", "2026-06-07T15:00", "P", "talk"),
    )
    rows = capabilities(known(situation(tmp_path, *records), AS_OF, plan(tmp_path)))
    water = of(rows, capability="water")
    assert rows[0] is water
    assert [(h.session, h.rating) for h in water.history] == [
        ("flood#1", Rating.S),
        ("flood#2", Rating.U),  # of one day the worst
    ]
    assert (water.rating, water.trend, water.below) == (Rating.U, Trend.WORSE, True)
    assert (water.times, water.last_session, water.planned_session) == (3, "flood#3", "flood#1")
    talk = of(rows, capability="talk")
    assert (talk.below, talk.trend, talk.hazards) == (False, None, ())


def test_risk_by_the_formula(tmp_path):
    text = rated("flood#1", "2026-03-07T09:00", "S")
    storm, flood = hazard_risks(known(situation(tmp_path, text), AS_OF))
    months = round((AS_OF - date(2026, 3, 7)).days / 30.4375, 2)
    assert (storm.hazard, storm.risk, storm.weakest) == ("storm", 2 * 3 * 36, None)
    assert (flood.hazard, flood.risk) == ("flood", round(5 * 2 * months, 1))
    assert (flood.weakest, flood.rating, flood.times) == ("water", Rating.S, 1)
    assert storm.last is None


def test_the_order_is_by_risk_and_hazards_by_time(tmp_path):
    text = rated("flood#1", "2026-03-07T09:00", "S")
    about = known(situation(tmp_path, text), AS_OF)
    assert [row.hazard for row in hazards(about)] == ["storm", "flood"]
    assert [row.hazard for row in hazards(about) if row.never] == ["storm"]
    assert of(hazards(about), hazard="flood").days == 331
    shown = [f for f in report(about.problem, AS_OF).findings if f.risk is not None]
    assert [f.risk for f in shown] == sorted((f.risk for f in shown), reverse=True)


def test_risk_has_a_floor_and_a_ceiling(tmp_path):
    text = rated("flood#1", "2026-03-07T09:00", "U")
    just_now = hazard_risks(known(situation(tmp_path, text), date(2026, 3, 8)))
    assert of(just_now, hazard="flood").risk == 5 * 4 * 1
    long_ago = hazard_risks(known(situation(tmp_path, text), date(2036, 3, 8)))
    assert of(long_ago, hazard="flood").risk == 5 * 4 * 36


def test_a_hazard_counts_however_it_is_written(tmp_path):
    text = record("fire#1", "2026-03-07T09:00", "hazard: FLOOD")
    assert of(hazards(known(situation(tmp_path, text), AS_OF)), hazard="flood").times == 1


# Joint matrix


def test_who_met_whom(tmp_path):
    again = record(
        "table#1", "2026-05-01T19:00", "", "p2: present, v1: present, v3: absent, gone: present"
    )
    rows = joint(known(situation(tmp_path, FLOOD, again), AS_OF, plan(tmp_path)))
    assert [(r.professional, r.volunteer, r.never) for r in rows] == [
        ("fire", "club", True),
        ("fire", "sky", False),
    ]
    sky = rows[1]
    assert (sky.times, sky.last, sky.last_session) == (2, date(2026, 5, 1), "table#1")
    assert (sky.sessions, sky.capabilities) == (("flood#1", "table#1"), ("water",))
    assert sky.demanded
    assert (sky.planned_times, sky.planned_session) == (2, "flood#1")
    assert (rows[0].planned_times, rows[0].planned_session) == (2, "table#1")


# Corrective actions

ACTIONS = record(
    "flood#1",
    "2026-03-07T09:00",
    """capabilities: [water]
actions:
  - {id: c1, text: Trailer, owner: p1, capability: water, due: 2027-01-31, retest: by 2027-03-10}
  - {id: c2, text: Radio, due: 2027-01-31, history: [{on: 2027-02-02, by: p1, due: 2027-05-01}]}
  - {id: c3, text: Rope, capability: water, retest: {by: 2027-03-10, scenario: boats}}
  - {id: c4, text: Maps, due: 2026-12-31, history: [{on: 2027-01-15, by: p1, state: closed, session: flood#1}]}
""",
)


def test_open_overdue_and_retests(tmp_path):
    rows = open_actions(known(situation(tmp_path, ACTIONS), AS_OF, plan(tmp_path)))
    assert [(r.action, r.standing) for r in rows] == [
        ("flood#1/c1", Standing.OVERDUE),
        ("flood#1/c2", Standing.OVERDUE),
        ("flood#1/c3", Standing.RETEST_DUE),
    ]
    assert (rows[0].days_overdue, rows[0].retest_planned) == (1, "flood#1")
    assert rows[2].retest_planned == "boats#1"
    later = open_actions(known(situation(tmp_path, ACTIONS), date(2027, 3, 12), plan(tmp_path)))
    assert of(later, action="flood#1/c2").standing is Standing.OPEN
    assert of(later, action="flood#1/c3").retest_missed
    assert of(later, action="flood#1/c3").retest_planned is None
    earlier = open_actions(known(situation(tmp_path, ACTIONS), date(2027, 1, 14)))
    assert of(earlier, action="flood#1/c4").standing is Standing.OVERDUE


# What is known when


def test_nothing_later_than_the_day_is_known(tmp_path):
    about = situation(tmp_path, FLOOD, ACTIONS.replace("flood#1", "flood#7"))
    before = report(about, date(2026, 3, 6))
    assert before.records == 0
    assert all(row.last is None for row in before.currency)
    assert before.actions == ()
    assert {row.asked for row in before.show_up} == {0}


def test_a_plan_is_ahead_until_its_records_come(tmp_path):
    filled = record("table#1", "2027-03-02T19:00")
    form = record("flood#1", "2027-03-06T09:00", "", "p2: , v1: ")
    about = situation(tmp_path, filled, form)
    plans = plan(tmp_path)
    on_the_day = known(about, date(2027, 3, 6), plans)
    assert [p.session.id for p in on_the_day.planned] == ["flood#1", "boats#1", "flood#2"]
    assert on_the_day.unrecorded == ()
    after = known(about, date(2027, 3, 8), plans)
    assert [p.session.id for p in after.planned] == ["flood#2"]
    assert after.unrecorded == ("flood#1", "boats#1")
    first = report(about, date(2027, 3, 8), plans).findings[0]
    assert first.text.startswith("2 sessions of the plan passed without a filled-in record")
    recorded_today = known(about, date(2027, 3, 2), plans)
    assert "table#1" not in {p.session.id for p in recorded_today.planned}


def test_local_dates_decide_in_any_zone(tmp_path):
    """23:30 in New York is the next day in UTC; the clock change makes 02:00-04:00 one hour."""
    scenarios = SCENARIOS.replace(POLICY, POLICY + "currency: {water: 1d}\n")
    text = record("flood#1", "2027-03-14T01:30", "end: 2027-03-14T03:30\ncapabilities: [water]")
    late = PLAN.replace("2027-03-20T09:00+08:00", "2027-03-20T23:30-04:00").replace(
        "2027-03-20T13:00+08:00", "2027-03-21T03:30-04:00"
    )
    about = situation(tmp_path, text, scenarios=scenarios, policy=POLICY, zone="America/New_York")
    ahead = known(about, date(2027, 3, 20), plan(tmp_path, late))
    assert [(p.session.id, p.day) for p in ahead.planned] == [("flood#2", date(2027, 3, 20))]
    assert known(about, date(2027, 3, 21), plan(tmp_path, late)).planned == ()
    (row,) = ahead.records
    assert ahead.minutes(row, row.attendance["p1"]) == 60
    assert of(currency(ahead), member="p1").lapses == date(2027, 3, 15)
