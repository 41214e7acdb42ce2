"""Staffing one session: as many seats as any matching fills, and the session's own quotas."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from drillctl.planning.instance import Choice, Places, Weighed
from drillctl.planning.schedule import Held
from drillctl.planning.staffing import holds, staff


def choice_of(positions, people, sums=(), distinct=()):
    empty = np.zeros(1, dtype=np.int64)
    return Choice(
        name="s", duration=60, priority=1, positions=positions, starts=empty, days=empty,
        offsets=empty, rows=empty, group=empty, venues=[-1], hosts=np.ones((1, 1), dtype=bool),
        who=np.arange(people), packed=np.zeros((1, len(positions), 1), dtype=np.uint8),
        most=empty, sums=list(sums), distinct=list(distinct),
    )  # fmt: skip


def every_seating(positions, able):
    """All ways to seat people: for each person a position or none, within the counts."""
    for where in product(range(-1, len(positions)), repeat=able.shape[1]):
        if all(p < 0 or able[p, k] for k, p in enumerate(where)):
            seats = [[k for k, p in enumerate(where) if p == q] for q in range(len(positions))]
            if all(w.minimum <= len(s) <= w.count for s, w in zip(seats, positions, strict=True)):
                yield seats


@st.composite
def rooms(draw):
    places = draw(st.integers(1, 3))
    people = draw(st.integers(1, 5))
    positions = [Places(draw(st.integers(0, 1)), draw(st.integers(1, 2)), 0) for _ in range(places)]
    bits = draw(st.lists(st.booleans(), min_size=places * people, max_size=places * people))
    return positions, np.array(bits).reshape(places, people)


@settings(max_examples=150, deadline=None)
@given(rooms(), st.randoms(use_true_random=False))
def test_as_many_seats_as_any_matching_fills(room, random):
    positions, able = room
    key = np.array([random.random() for _ in range(able.shape[1])])
    found = staff(choice_of(positions, able.shape[1]), -1, able, key)
    sizes = [sum(map(len, seats)) for seats in every_seating(positions, able)]
    if not sizes:
        assert found is None
    else:
        assert found is not None
        assert sum(map(len, found)) == max(sizes)
        assert list(map(list, found)) in list(every_seating(positions, able))


@settings(max_examples=150, deadline=None)
@given(rooms(), st.integers(0, 2), st.integers(1, 2), st.randoms(use_true_random=False))
def test_quotas_of_the_session_hold_wherever_it_is_staffed(room, low, teams, random):
    positions, able = room
    people = able.shape[1]
    weights = np.array([random.choice((0, 1)) for _ in range(people)])
    groups = np.array([random.choice((-1, 0, 1)) for _ in range(people)])
    choice = choice_of(positions, people, [Weighed(weights, low, 99, None)], [(groups, teams - 1)])
    found = staff(choice, -1, able, np.zeros(people))
    if found is not None:
        assert list(map(list, found)) in list(every_seating(positions, able))
        assert holds(choice, Held(0, -1, found))
        assert weights[[k for s in found for k in s]].sum() >= low
