"""What is planned apart covers everything once, and components share nobody."""

from itertools import pairwise

import numpy as np
from planning.compiled import compiled, town

from drillctl.planning.decomposition import communities, part_of, renumbered, stretches
from drillctl.planning.improve import construct
from drillctl.planning.schedule import Schedule
from drillctl.planning.seat_types import SeatTypes


def test_communities_are_the_jurisdictions():
    problem = town(jurisdictions=5, tight=False)
    groups, reaching = communities(compiled(problem))
    sessions = list(problem.sessions())
    assert sorted(s for group in groups for s in group) == list(range(len(sessions)))
    for group in groups:
        assert len({sessions[s].scenario[:4] for s in group}) == 1
    assert len(groups) == 5
    guests = [
        n for n, s in enumerate(sessions)
        if any(need.startswith("j0") and need != s.scenario[:4]
               for p in problem.scenarios[s.scenario].positions for need in p.needs)
    ]  # fmt: skip
    assert reaching == guests


def test_stretches_divide_the_days(monkeypatch):
    monkeypatch.setattr("drillctl.planning.decomposition.SESSIONS_IN_PART", 20)
    schedule = Schedule(compiled(town(jurisdictions=5, tight=False)))
    construct(schedule)
    for shifted in (False, True):
        found = stretches(schedule, list(range(len(schedule.held))), shifted)
        assert len(found) > 1
        assert all(a.stop == b.start for a, b in pairwise(found))


def test_a_part_stands_for_its_sessions():
    whole = compiled(town())
    schedule = Schedule(whole)
    construct(schedule)
    mine = [n for n, held in enumerate(schedule.held) if held is not None][::2]
    part, members = part_of(whole, mine)
    alone, apart = Schedule(whole), Schedule(part)
    back = np.full(whole.members, -1)
    back[members] = np.arange(len(members))
    for number, session in enumerate(mine):
        held = schedule.held[session]
        alone.place(session, held)
        apart.place(number, renumbered(held, back))
        assert renumbered(apart.held[number], members) == held
    assert apart.worth() == alone.worth()


def test_components_of_seat_types_share_nobody():
    instance = compiled(town(jurisdictions=5, tight=False))
    types = SeatTypes(instance)
    people = {}
    for seat_type, pool in enumerate(types.pools):
        people.setdefault(types.component[seat_type], set()).update(pool.tolist())
    assert len(people) == len(types.parts) == 5
    assert sum(map(len, people.values())) == len(set().union(*people.values()))
    for session, row in types.of_position.items():
        choice = instance.choices[session]
        for position, seat_type in enumerate(row):
            ever = {int(m) for r in set(choice.rows.tolist())
                    for m in choice.who[choice.able(r)[position]]}  # fmt: skip
            assert ever <= set(types.pools[seat_type].tolist())
