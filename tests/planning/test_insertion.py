"""One session put into a schedule, and a whole schedule improved, by themselves."""

from random import Random

import numpy as np
import pytest
from planning.compiled import compiled, town

from drillctl.model.policy import Goal
from drillctl.planning.improve import construct, construct_as_advised, improve
from drillctl.planning.insertion import expected_demand, insert
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.schedule import Schedule
from drillctl.planning.staffing import holds


@pytest.fixture(scope="module")
def tight():
    return compiled(town(tight=True))


def _proper(schedule: Schedule) -> None:
    """Each session still fits where it is, with the others as they are; nobody sits twice."""
    for session, held in enumerate(schedule.held):
        if held is None:
            continue
        choice = schedule.instance.choices[session]
        assert len(held.people) == len(set(held.people))
        assert holds(choice, held)
        for position, people in zip(choice.positions, held.seats, strict=True):
            assert position.minimum <= len(people) <= position.count
        schedule.remove(session)
        assert schedule.fits(session, held)
        schedule.place(session, held)


def test_a_session_is_put_on_the_days_allowed(tight):
    schedule = Schedule(tight)
    demand = expected_demand(schedule)
    for session, choice in enumerate(tight.choices[:20]):
        day = int(choice.days[len(choice.days) // 2])
        if insert(schedule, session, demand, within=range(day, day + 3)):
            assert int(choice.days[schedule.held[session].at]) in range(day, day + 3)
    assert sum(held is not None for held in schedule.held) > 3
    _proper(schedule)


def test_the_reserved_sit_only_where_they_are_devoted(tight):
    schedule = Schedule(tight)
    construct(schedule)
    session = max(range(len(schedule.held)), key=lambda s: len(schedule.held[s].people))
    held = schedule.remove(session)
    one, other = held.people[:2]
    reserved = np.zeros(tight.members, dtype=bool)
    reserved[[one, other]] = True
    demand = expected_demand(schedule)
    assert insert(schedule, session, demand, prefer=[held.at], devoted=[one], reserved=reserved)
    assert one in schedule.held[session].people
    assert other not in schedule.held[session].people


def test_scarce_seats_count_those_within_limits_and_idle(tight):
    schedule = Schedule(tight)
    construct(schedule)
    compared = 0
    for session, choice in enumerate(tight.choices):
        if not len(choice.starts):
            continue
        held = schedule.remove(session)
        starts = np.arange(0, len(choice.starts), 7)
        counted = schedule.scarce_seats(session, starts)
        busy = {
            (int(tight.choices[s].days[h.at]), m)
            for s, h in enumerate(schedule.held) if h is not None for m in h.people
        }  # fmt: skip
        for at, seats in zip(starts.tolist(), counted.tolist(), strict=True):
            day = int(choice.days[at])
            room = schedule.workload.room(choice, choice.who, day)
            able = choice.able(int(choice.rows[at])) & room
            ever = np.any([choice.able(r) for r in range(len(choice.packed))], axis=0)
            expected = sum(
                min(position.count, sum((day, int(m)) not in busy for m in choice.who[mask]))
                for position, mask, all_of in zip(choice.positions, able, ever, strict=True)
                if all_of.sum() <= 40
            )
            assert seats == expected
            compared += 1
        schedule.restore({session: held})
    assert compared > 100


@pytest.mark.parametrize("leading", [None, 1])
def test_improvement_never_loses_and_keeps_the_rules(tight, leading):
    schedule = Schedule(tight)
    construct(schedule)
    before = schedule.worth()
    improve(schedule, 200, 3, leading=leading)
    assert schedule.worth() > before
    _proper(schedule)


def test_improvement_is_the_same_each_time(tight):
    found = []
    for _ in range(2):
        schedule = Schedule(tight)
        construct(schedule)
        improve(schedule, 60, 5, leading=1)
        found.append(schedule.held)
    assert found[0] == found[1]


def test_only_the_sessions_asked_for_are_touched(tight):
    schedule = Schedule(tight)
    construct(schedule)
    before = list(schedule.held)
    mine = Random(1).sample(range(len(before)), 15)
    improve(schedule, 60, 5, mine=mine, leading=1)
    assert all(schedule.held[s] == before[s] for s in range(len(before)) if s not in mine)


def test_a_plan_built_as_advised_keeps_the_rules_and_uses_the_advice(tight):
    relaxation = Relaxation(tight)
    schedule = Schedule(tight)
    bound = relaxation.bound(Goal.FILL, {})
    advised = [advice for advice in relaxation.advice() if advice.people]
    assert advised
    construct_as_advised(schedule, advised)
    _proper(schedule)
    assert schedule.measure(Goal.FILL) <= bound
    planned = [(s, m) for advice in advised for s, people in advice.people.items() for m in people]
    met = sum(
        (held := schedule.held[s]) is not None and member in held.people for s, member in planned
    )
    assert 2 * met >= len(planned) > 0
