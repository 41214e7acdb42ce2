"""The estimator's properties, and the exact probability against counting every case."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillctl.model.problem import Problem
from drillctl.model.record import Attendance, Attended, Record
from drillctl.model.roster import Kind, Member, Roster, Team
from drillctl.model.show_up import keeps
from drillctl.readiness.show_up import show_up

TODAY = date(2027, 3, 1)


def asked(problem, *records):
    return replace(problem, records=tuple(records))


def record(days_ago, /, held=True, **status):
    day = datetime(2027, 3, 1, 9) - timedelta(days=days_ago)
    attendance = {m: Attended(Attendance(s) if s else None) for m, s in status.items()}
    return Record(f"flood#{days_ago % 1000 + 1}", day, attendance=attendance, held=held)


def people(number, teams=2):
    kinds = [Kind.PROFESSIONAL, Kind.VOLUNTEER]
    team = {f"t{k}": Team(f"t{k}", f"T{k}", kinds[k % 2]) for k in range(teams)}
    members = {
        f"m{n}": Member(f"m{n}", f"M{n}", f"t{n % teams}", kinds[n % teams % 2])
        for n in range(number)
    }
    return Problem(Roster("Asia/Shanghai", teams=team, members=members), {})


FOUR = people(4)


def test_without_records_everybody_gets_the_same():
    assert show_up(FOUR, TODAY) == {m: pytest.approx(0.9) for m in FOUR.roster.members}


def test_by_hand():
    problem = asked(FOUR, record(0, m0="present"), record(180, m0="absent", m1="late"))
    found = show_up(problem, TODAY)
    rest_of_t0 = (0.5 + 3.6) / 4.5  # what the other team did
    assert found["m2"] == pytest.approx((1 + 4 * rest_of_t0) / 5.5)  # m0's team mate
    assert found["m0"] == pytest.approx((1 + 4 * rest_of_t0) / 5.5)
    rest_of_t1 = (1 + 3.6) / 5.5
    assert found["m3"] == pytest.approx((0.5 + 4 * rest_of_t1) / 4.5)
    assert found["m1"] == pytest.approx((0.5 + 4 * rest_of_t1) / 4.5)


def test_late_and_substitute_came_and_the_rest_says_nothing():
    present = show_up(asked(FOUR, record(5, m0="present")), TODAY)
    assert show_up(asked(FOUR, record(5, m0="late")), TODAY) == present
    assert show_up(asked(FOUR, record(5, m0="substitute")), TODAY) == present
    nothing = show_up(FOUR, TODAY)
    assert show_up(asked(FOUR, record(5, m0=None)), TODAY) == nothing
    assert show_up(asked(FOUR, record(5, held=False, m0="absent")), TODAY) == nothing
    assert show_up(asked(FOUR, record(-1, m0="absent")), TODAY) == nothing
    assert show_up(asked(FOUR, record(5, gone="absent")), TODAY) == nothing


STATUS = st.sampled_from(["present", "absent", "late", "substitute", None])
HISTORY = st.lists(
    st.builds(
        lambda ago, status: record(ago, **status),
        st.integers(0, 4000),
        st.dictionaries(st.sampled_from(["m0", "m1", "m2", "gone"]), STATUS, min_size=1),
    ),
    max_size=12,
)


@given(HISTORY)
def test_always_a_probability_and_no_history_is_the_teams_rate(history):
    found = show_up(asked(FOUR, *history), TODAY)
    assert all(0 < p < 1 for p in found.values())
    mates = [m for m in ("m1", "m3") if all(m not in r.attendance for r in history)]
    assert len({found[m] for m in mates}) <= 1


@given(HISTORY, st.integers(0, 4000))
def test_one_more_present_lowers_nobody_and_one_more_absent_raises_nobody(history, ago):
    before = show_up(asked(FOUR, *history), TODAY)
    came = show_up(asked(FOUR, *history, record(ago, m0="present")), TODAY)
    missed = show_up(asked(FOUR, *history, record(ago, m0="absent")), TODAY)
    for member in FOUR.roster.members:
        assert missed[member] - 1e-12 <= before[member] <= came[member] + 1e-12
    assert missed["m0"] <= came["m0"]


@given(HISTORY, st.integers(0, 2000), st.integers(1, 2000))
def test_recent_counts_more(history, ago, earlier):
    history = [r for r in history if "m0" not in r.attendance]
    better = [record(ago, m0="present"), record(ago + earlier, m0="absent")]
    worse = [record(ago, m0="absent"), record(ago + earlier, m0="present")]
    assert (
        show_up(asked(FOUR, *history, *better), TODAY)["m0"]
        > (show_up(asked(FOUR, *history, *worse), TODAY)["m0"])
    )


def test_ten_thousand_members():
    problem = people(10_000, teams=40)
    names = list(problem.roster.members)
    records = [
        record(k, **{m: "absent" if (k + int(m[1:])) % 7 == 0 else "present" for m in names[k::17]})
        for k in range(500)
    ]
    found = show_up(asked(problem, *records), TODAY)
    assert len(found) == 10_000
    assert all(0.5 < p < 1 for p in found.values())


@given(st.lists(st.floats(0, 1), max_size=8), st.integers(-1, 9))
def test_keeps_is_what_counting_every_case_gives(probabilities, minimum):
    every = sum(
        prod(p if came else 1 - p for p, came in zip(probabilities, case, strict=True))
        for case in product((True, False), repeat=len(probabilities))
        if sum(case) >= minimum
    )
    assert keeps(minimum, probabilities) == pytest.approx(every, abs=1e-12)


def test_keeps_at_its_ends():
    assert keeps(0, []) == 1.0
    assert keeps(1, []) == 0.0
    assert keeps(2, [1.0, 1.0, 0.0]) == 1.0
    assert keeps(2, [0.5, 0.5]) == 0.25
    with pytest.raises(ValueError, match="no probability"):
        keeps(1, [1.5])
