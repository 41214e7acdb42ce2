"""A schedule's running values and workloads against sums made anew."""

from random import Random

import numpy as np
import pytest
from planning.compiled import compiled, town

from drillctl.planning.improve import construct
from drillctl.planning.schedule import Schedule


@pytest.fixture(scope="module")
def built():
    schedule = Schedule(compiled(town()))
    construct(schedule)
    return schedule


def test_values_follow_every_change(built):
    random = Random(2)
    schedule = Schedule(built.instance)
    for _ in range(200):
        session = random.randrange(len(built.held))
        if schedule.held[session] is not None:
            schedule.remove(session)
        elif built.held[session] is not None:
            expected = schedule.worth_with(session, built.held[session])
            schedule.place(session, built.held[session])
            assert schedule.worth() == expected
        anew = Schedule(built.instance)
        for number, held in enumerate(schedule.held):
            if held is not None:
                anew.place(number, held)
        assert schedule.worth() == anew.worth()
        assert (schedule.minutes == anew.minutes).all()


def test_room_is_what_every_window_leaves(built):
    instance, everyone = built.instance, np.arange(built.instance.members)
    refused = 0
    for choice in instance.choices[::3]:
        for day in sorted(set(choice.days.tolist()))[::2]:
            room = built.workload.room(choice, everyone, day)
            for member in range(0, instance.members, 7):
                expected = all(
                    choice.spends[number] == 0
                    or _busiest(built, member, number, days, day) + choice.spends[number]
                    <= limits[member]
                    for number, (days, limits) in enumerate(instance.windows)
                )
                assert room[member] == expected
                refused += not expected
    assert refused > 20


def _busiest(schedule, member, number, days, day):
    spent = [
        (int(c.days[h.at]), c.spends[number])
        for c, h in zip(schedule.instance.choices, schedule.held, strict=True)
        if h is not None and member in h.people
    ]
    if days is None:
        return sum(amount for _, amount in spent)
    windows = range(day - days + 1, day + 1)
    return max(sum(a for d, a in spent if first <= d < first + days) for first in windows)


def test_who_is_free_can_be_placed_and_who_is_not_cannot(built):
    schedule = Schedule(built.instance)
    for number, held in enumerate(built.held):
        if held is not None:
            assert schedule.fits(number, held)
            schedule.place(number, held)
    for number, held in enumerate(built.held):
        if held is None:
            continue
        schedule.remove(number)
        assert schedule.fits(number, held)
        schedule.place(number, held)
        twice = [n for n, h in enumerate(schedule.held) if h and n != number and
                 set(h.people) & set(held.people)]  # fmt: skip
        for other in twice[:1]:
            clash = schedule.remove(other)
            at_once = np.flatnonzero(
                schedule.instance.choices[other].starts
                == schedule.instance.choices[number].starts[held.at]
            )
            for at in at_once.tolist():
                free = schedule.free(other, at)
                who = schedule.instance.choices[other].who
                assert not free[np.isin(who, held.people)].any()
            schedule.place(other, clash)
