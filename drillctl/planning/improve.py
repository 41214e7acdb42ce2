"""Large-neighbourhood improvement of a schedule: take sessions out, put them back better.

Ruin and recreate (Schrimpf and others, 2000) over timing and staffing at once, with neighbourhoods
by week, by team, by scarce people and by empty seat; between them, seats change hands where that
is worth more. For three quarters of the rounds a change is kept when the first goals are no
worse, up to the one that has something to gain: what the later ones lose by it opens ways that
they would bar. From the best schedule of those on, all the goals count, in their order. Seeded
and counted in rounds, never by the clock, so that it does the same everywhere.
"""

from collections.abc import Callable
from random import Random

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.insertion import expected_demand, insert
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import FloatKeys, holds
from drillctl.planning.timing import Advice

SCARCITY = 0.5
"""Share of the expected demand that counts in a member's key while a plan is first built."""

SAME_PEOPLE = 0.5
"""How often sessions taken out get the same people again where those can: only dates change."""


SIZES = (1, 2, 3, 4, 6, 8)
"""How many sessions a neighbourhood takes out, about."""


def construct(schedule: Schedule) -> None:
    """Holds what can be held, those with the least choice first, predecessors before all."""
    construct_only(schedule, list(range(len(schedule.instance.choices))))


def construct_only(
    schedule: Schedule, sessions: list[int], demand: FloatKeys | None = None
) -> None:
    """`construct` for some of the sessions. `demand`: expected of each member, if known."""
    demand = (expected_demand(schedule) if demand is None else demand) * SCARCITY
    choices = schedule.instance.choices
    waiting = {s for s in sessions if schedule.held[s] is None}
    days = {s: len(np.unique(choices[s].days)) for s in waiting}
    while waiting:
        ready = [
            s for s in waiting if not any(o in waiting for r in choices[s].requires for o in r)
        ]
        for session in sorted(ready or waiting, key=lambda s: (not choices[s].keep, days[s], s)):
            waiting.discard(session)
            insert(schedule, session, demand)


def construct_as_advised(schedule: Schedule, advised: list[Advice]) -> None:
    """`construct`, but first the sessions that get scarce people, when and with whom advised."""
    demand = expected_demand(schedule) * SCARCITY
    choices = schedule.instance.choices
    reserved = np.zeros(schedule.instance.members, dtype=bool)
    people: dict[int, list[int]] = {}
    days: dict[int, range] = {}
    for advice in advised:
        reserved[sorted(advice.scarce)] = True
        for session, members in advice.people.items():
            people.setdefault(session, []).extend(members)
            days[session] = advice.days[session]
    for session in sorted(people, key=lambda s: (days[s].start, s)):
        devoted = sorted(people[session])
        insert(schedule, session, demand, devoted=devoted, within=days[session], reserved=reserved)
    widths = {s: len(np.unique(choice.days)) for s, choice in enumerate(choices)}
    for session in sorted(widths, key=lambda s: (bool(choices[s].requires), widths[s], s)):
        if schedule.held[session] is None:
            devoted = sorted(people.get(session, ()))
            insert(schedule, session, demand, devoted=devoted, reserved=reserved)
    construct(schedule)


def improve(
    schedule: Schedule,
    rounds: int,
    seed: int,
    *,
    mine: list[int] | None = None,
    demand: FloatKeys | None = None,
    leading: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """`rounds` neighbourhoods; with `mine`, only those sessions are touched.

    `demand`: minutes expected of each member, if known. `leading`: how many of the goals count in
    the first rounds; all of them where left out.
    """
    random = Random(seed)
    demand = expected_demand(schedule) if demand is None else demand
    choices = schedule.instance.choices
    mine = [s for s in (range(len(choices)) if mine is None else mine) if len(choices[s].starts)]
    if not mine:
        return
    goals = len(schedule.instance.goals)
    leading = goals if leading is None else leading
    if leading < goals:
        first = rounds * 3 // 4
        _ruin_and_recreate(schedule, first, random, mine, demand, leading, stop)
        rounds -= first
    _ruin_and_recreate(schedule, rounds, random, mine, demand, goals, stop)


def _ruin_and_recreate(
    schedule: Schedule,
    rounds: int,
    random: Random,
    mine: list[int],
    demand: FloatKeys,
    leading: int,
    stop: Callable[[], bool],
) -> None:
    """Leaves the best schedule on its way; goes on where the `leading` goals are no worse."""
    choices = schedule.instance.choices
    worth = best = schedule.worth()
    best_held = {s: schedule.held[s] for s in mine}
    weights = [1.0] * len(NEIGHBOURHOODS)
    for _ in range(rounds):
        if stop():
            break
        kind = random.choices(range(len(NEIGHBOURHOODS)), weights)[0]
        chosen = NEIGHBOURHOODS[kind](schedule, mine, random, random.choice(SIZES))
        before = {s: schedule.remove(s) for s in chosen}
        noise = random.choice((0.0, 0.0, 0.3, 1.0, 3.0))
        share = random.choice((0.0, 0.0, 0.3, 1.0))
        same = random.random() < SAME_PEOPLE
        random.shuffle(chosen)
        # Whatever another one needs goes back first.
        chosen.sort(key=lambda s: bool(choices[s].requires))
        for session in chosen:
            old = before[session]
            devoted = old.people if old and same else []
            insert(
                schedule, session, demand * share, random, [old.at] if old else [], noise, devoted
            )
        changed = schedule.worth()
        worse = changed[:leading] < worth[:leading]
        if worse or any(schedule.left_hanging(s) for s in chosen):
            schedule.restore(before)
            weights[kind] = max(0.2, weights[kind] * 0.98)
            continue
        if changed[:leading] > worth[:leading]:
            weights[kind] = min(5.0, weights[kind] + 0.3)
        worth = changed
        if leading < len(worth) and worth > best:
            best, best_held = worth, {s: schedule.held[s] for s in mine}
    if worth < best:
        schedule.restore({s: held for s, held in best_held.items() if schedule.held[s] != held})


def advance(schedule: Schedule) -> None:
    """Moves sessions, with their people as far as they can, to better starts, earliest first."""
    nothing = np.zeros(schedule.instance.members)
    held_sessions = [s for s, held in enumerate(schedule.held) if held is not None]
    for session in sorted(held_sessions, key=lambda s: (_day(schedule, s), s)):
        worth = schedule.worth()
        held = schedule.remove(session)
        assert held is not None
        insert(schedule, session, nothing, prefer=[held.at], devoted=held.people)
        if schedule.worth() <= worth or schedule.left_hanging(session):
            schedule.restore({session: held})


def _day(schedule: Schedule, session: int) -> int:
    choice, held = schedule.instance.choices[session], schedule.held[session]
    return int(choice.days[held.at if held else 0])


def _by_week(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """Sessions near in time."""
    day = _day(schedule, random.choice(mine))
    near = sorted(mine, key=lambda s: (abs(_day(schedule, s) - day), s))[: size * 3]
    return random.sample(near, min(size, len(near)))


def _by_people(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """Sessions that share people with one of them."""
    first = random.choice(mine)
    held = schedule.held[first]
    if held is None:
        return _by_empty_seat(schedule, mine, random, size)
    people = set(held.people)
    shared = [
        (-len(people.intersection(other.people)), random.random(), s)
        for s in mine
        if s != first and (other := schedule.held[s]) is not None
    ]
    return [first, *(s for n, _, s in sorted(shared)[: size - 1] if n)]


def _by_empty_seat(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """A session with empty seats, and some near one of its days whose people it could use."""
    short = [s for s in mine if _empty(schedule, s)]
    if not short:
        return _by_week(schedule, mine, random, size)
    first = random.choice(short)
    choice = schedule.instance.choices[first]
    day = int(random.choice(choice.days))
    wanted = {
        int(m)
        for place, able in enumerate(choice.able(int(choice.rows[0])))
        if _missing(schedule, first, place)
        for m in choice.who[able]
    }
    users = [
        (abs(_day(schedule, s) - day), s)
        for s in mine
        if s != first and (held := schedule.held[s]) and wanted.intersection(held.people)
    ]
    near = [s for _, s in sorted(users)[: size * 3]]
    return [first, *random.sample(near, min(size, len(near)))]


def _missing(schedule: Schedule, session: int, place: int) -> bool:
    held = schedule.held[session]
    count = schedule.instance.choices[session].positions[place].count
    return held is None or len(held.seats[place]) < count


def _empty(schedule: Schedule, session: int) -> bool:
    return any(
        _missing(schedule, session, p)
        for p in range(len(schedule.instance.choices[session].positions))
    )


def _by_order(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """A session and those whose dates hang on its own."""
    first = random.choice(mine)
    linked = {link.other for link in schedule.instance.choices[first].links} & set(mine)
    return [first, *random.sample(sorted(linked), min(size, len(linked)))]


def _by_load(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """Sessions of one who is among the busiest."""
    first = random.sample(mine, min(len(mine), 4))
    people = [m for s in first if (held := schedule.held[s]) for m in held.people]
    if not people:
        return _by_week(schedule, mine, random, size)
    busiest = max(people, key=lambda m: (schedule.minutes[m], m))
    theirs = [s for s in mine if (held := schedule.held[s]) and busiest in held.people]
    return random.sample(theirs, min(size, len(theirs)))


def _by_scarce(schedule: Schedule, mine: list[int], random: Random, size: int) -> list[int]:
    """A session with empty seats, and those in a row of one who could fill one."""
    short = [s for s in mine if _empty(schedule, s)]
    if not short:
        return _by_week(schedule, mine, random, size)
    first = random.choice(short)
    choice = schedule.instance.choices[first]
    wanted = [
        int(m)
        for place, able in enumerate(choice.able(int(choice.rows[0])))
        if _missing(schedule, first, place)
        for m in choice.who[able]
    ]
    if not wanted:
        return [first]
    one = random.choice(wanted)
    day = int(random.choice(choice.days))
    theirs = sorted(
        (abs(_day(schedule, s) - day), s)
        for s in mine
        if s != first and (held := schedule.held[s]) and one in held.people
    )
    return [first, *(s for _, s in theirs[:size])]


NEIGHBOURHOODS = (_by_week, _by_people, _by_empty_seat, _by_load, _by_order, _by_scarce)


def exchange(schedule: Schedule, sessions: list[int] | None = None) -> bool:
    """Gives seats to others, dates as they are, wherever the goals gain; True if any did.

    Fills empty seats; for fairness, the least loaded take over from the most loaded.
    """
    gained = False
    instance = schedule.instance
    fair = Goal.FAIRNESS in instance.goals
    for session in sessions if sessions is not None else range(len(instance.choices)):
        held, choice = schedule.held[session], instance.choices[session]
        if held is None:
            continue
        able = choice.able(int(choice.rows[held.at])) & schedule.free(session, held.at)
        for place in range(len(choice.positions)):
            held = schedule.held[session]
            assert held is not None
            seated = set(held.people)
            free = [int(m) for m in choice.who[able[place]] if int(m) not in seated]
            gained |= _fill(schedule, session, place, free)
            if not fair:
                continue
            free.sort(key=lambda m: (schedule.minutes[m], m))
            held = schedule.held[session]
            assert held is not None
            for old in sorted(held.seats[place], key=lambda m: (-schedule.minutes[m], m)):
                for new in free[:6]:
                    if schedule.minutes[new] + choice.duration >= schedule.minutes[old]:
                        break
                    if _try_replace(schedule, session, place, old, new):
                        gained = True
                        free.remove(new)
                        break
    return gained


def _fill(schedule: Schedule, session: int, place: int, free: list[int]) -> bool:
    choice, gained = schedule.instance.choices[session], False
    for new in sorted(free, key=lambda m: (schedule.minutes[m], m)):
        held = schedule.held[session]
        assert held is not None
        if len(held.seats[place]) >= choice.positions[place].count:
            break
        if new in held.people:
            continue
        seats = list(held.seats)
        seats[place] = tuple(sorted((*seats[place], new)))
        after = Held(held.at, held.venue, tuple(seats))
        if holds(choice, after):
            worth = schedule.worth()
            schedule.remove(session)
            schedule.place(session, after)
            if schedule.worth() < worth:
                schedule.restore({session: held})
            else:
                gained = True
                free.remove(new)
    return gained


def _try_replace(schedule: Schedule, session: int, place: int, old: int, new: int) -> bool:
    held = schedule.held[session]
    assert held is not None
    worth = schedule.worth()
    schedule.replace(session, place, old, new)
    now = schedule.held[session]
    assert now is not None
    if schedule.worth() > worth and holds(schedule.instance.choices[session], now):
        return True
    schedule.restore({session: held})
    return False
