"""Timing and staffing of one session into a schedule: the best start, venue and people.

The starts that a slot offers are tried at its ends; the few with most seats to fill are staffed
and compared by the goals in their order.
"""

from collections.abc import Iterable, Sequence
from random import Random

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.instance import Mask, Numbers
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import FloatKeys, staff

STAFFED, STAFFED_AT_RANDOM = 5, 2
"""How many starts are staffed and compared; the second where a search will try again."""
TRIED, TRIED_AT_RANDOM = 40, 8
"""How many starts are looked at; likewise."""
GUIDED = 0.7
"""How often the starts looked at are those at which most scarce people are free."""
EARLIEST = 0.5
"""How often, among these, the earliest are: scarce people's sessions move close together."""
DEVOTION = 1e6
"""Weight in a member's key of having had the seat before, or in the baseline."""


def expected_demand(schedule: Schedule) -> FloatKeys:
    """Minutes that the sessions ask of each member on average: the scarce are in demand."""
    instance = schedule.instance
    demand = np.zeros(instance.members)
    known: dict[int, FloatKeys] = {}
    for choice in instance.choices:
        if not len(choice.starts):
            continue
        if id(choice.packed) not in known:
            able = choice.able(int(choice.rows[len(choice.rows) // 2]))
            share = np.zeros(len(choice.who))
            for place, mask in zip(choice.positions, able, strict=True):
                if mask.any():
                    share[mask] += choice.duration * min(1.0, place.count / int(mask.sum()))
            known[id(choice.packed)] = share
        demand[choice.who] += known[id(choice.packed)]
    return demand


def insert(
    schedule: Schedule,
    session: int,
    demand: FloatKeys,
    random: Random | None = None,
    prefer: Iterable[int] = (),
    noise: float = 0.0,
    devoted: Sequence[int] = (),
    within: range | None = None,
    reserved: Mask | None = None,
) -> bool:
    """Holds the session where that is best now; False where no start permits it.

    `prefer`: starts (indices) to try in any case; `devoted`: members who go first; `within`: days
    to choose from; `reserved`: members who may not sit unless devoted. `random` and `noise` vary
    the choice.
    """
    choice = schedule.instance.choices[session]
    found: list[tuple[int, int, int, int]] = []
    frees = {}
    rooms: dict[int, Mask] = {}
    open_to = np.ones(len(choice.who), dtype=bool)
    if reserved is not None:
        open_to = ~reserved[choice.who] | np.isin(choice.who, devoted)
    for at in _starts_to_try(schedule, session, random, prefer, within):
        venues = schedule.open_venues(session, at)
        if not venues:
            continue
        able = choice.able(int(choice.rows[at])) & schedule.free(session, at, rooms) & open_to
        sizes = able.sum(axis=1)
        if any(int(n) < p.minimum for n, p in zip(sizes, choice.positions, strict=True)):
            continue
        filled = sum(min(int(n), p.count) for n, p in zip(sizes, choice.positions, strict=True))
        frees[at] = able
        venue = venues[0]
        if choice.kept_venue is not None and choice.kept_venue in venues:
            venue = choice.kept_venue
        elif random is not None:
            venue = random.choice(venues)
        kept = int(choice.kept_start == int(choice.starts[at]))
        found.append((-filled, -kept, at, venue))
    found.sort()
    best: tuple[tuple[int, ...], Held] | None = None
    key = _keys(schedule, session, demand, random, noise)
    if devoted:
        key[np.searchsorted(choice.who, devoted)] -= DEVOTION
    staffed = STAFFED if random is None else STAFFED_AT_RANDOM
    for _, _, at, venue in found[:staffed]:
        seats = staff(choice, venue, frees[at], key)
        if seats is None:
            continue
        held = Held(at, venue, seats)
        worth = schedule.worth_with(session, held)
        if best is None or worth > best[0]:
            best = (worth, held)
    if best is None:
        return False
    schedule.place(session, best[1])
    return True


def _starts_to_try(
    schedule: Schedule,
    session: int,
    random: Random | None,
    prefer: Iterable[int],
    within: range | None,
) -> list[int]:
    choice = schedule.instance.choices[session]
    allowed = np.flatnonzero(schedule.permitted(session))
    if within is not None:
        days = choice.days[allowed]
        allowed = allowed[(within.start <= days) & (days < within.stop)]
    roomy = allowed[(choice.roomy[0] <= allowed) & (allowed < choice.roomy[1])]
    if len(roomy):
        allowed = roomy
    if not len(allowed):
        return []
    group = choice.group[allowed]
    _, first = np.unique(group, return_index=True)
    _, last = np.unique(group[::-1], return_index=True)
    ends = {int(allowed[k]) for k in first} | {int(allowed[len(group) - 1 - k]) for k in last}
    starts = sorted(ends | ({int(p) for p in prefer} & set(allowed.tolist())))
    if choice.kept_start is not None:
        starts = sorted(
            {*starts, *(int(k) for k in allowed if choice.starts[k] == choice.kept_start)}
        )
    if Goal.FINISH_EARLY in schedule.instance.goals:
        starts = sorted({*starts, *_when_others_end(schedule, session, allowed)})
    if random is not None and len(allowed) > len(starts):
        starts = sorted(
            {*starts, *(int(allowed[random.randrange(len(allowed))]) for _ in range(4))}
        )
    if Goal.FINISH_EARLY in schedule.instance.goals:
        return starts
    if random is None:
        if len(starts) > TRIED:
            starts = [starts[len(starts) * k // TRIED] for k in range(TRIED)]
    elif len(starts) > TRIED_AT_RANDOM:
        kept = set(prefer)
        few = random.sample(starts, len(starts))
        if random.random() < GUIDED:
            if random.random() < EARLIEST:
                few.sort()
            seats = schedule.scarce_seats(session, np.array(few)).tolist()
            few = [at for _, at in sorted(zip(seats, few, strict=True), key=lambda t: -t[0])]
        few = few[:TRIED_AT_RANDOM]
        starts = sorted({*few, *(s for s in starts if s in kept)})
    return starts


def _when_others_end(schedule: Schedule, session: int, allowed: Numbers) -> list[int]:
    """Starts as soon as somebody is free again: an early end needs no others (active schedules)."""
    instance = schedule.instance
    starts = instance.choices[session].starts[allowed]
    ends = [
        int(choice.starts[held.at]) + choice.duration + max(0, instance.gap)
        for choice, held in zip(instance.choices, schedule.held, strict=True)
        if held is not None
    ]
    found = np.searchsorted(starts, np.unique(np.array(ends, dtype=np.int64)))
    return [int(k) for k in allowed[np.unique(found[found < len(starts)])]]


def _keys(
    schedule: Schedule, session: int, demand: FloatKeys, random: Random | None, noise: float
) -> FloatKeys:
    choice, instance = schedule.instance.choices[session], schedule.instance
    who = choice.who
    goals = instance.goals
    key = schedule.minutes[who] + demand[who]
    if Goal.FEWEST_PEOPLE in goals and (
        Goal.FAIRNESS not in goals or goals.index(Goal.FEWEST_PEOPLE) < goals.index(Goal.FAIRNESS)
    ):
        key = demand[who] - DEVOTION * (schedule.sessions[who] > 0)
    if choice.kept_people:
        kept = {member for _, member in choice.kept_people}
        key = key - DEVOTION * np.array([int(m) in kept for m in who])
    if random is not None and noise:
        jitter = np.random.default_rng(random.getrandbits(32)).random(len(who))
        key = key + noise * choice.duration * jitter
    return np.asarray(key, dtype=np.float64)
