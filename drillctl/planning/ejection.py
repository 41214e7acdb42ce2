"""The same seats with fewer people, dates as they are: one person less at a time.

The seats of one who is used little go to others, who hand on in turn what they can't keep, until
everything is seated again. What is handed on is chosen by how often it came back before: the
ejection pool of Nagata and Braysy (2009), a heuristic for fleets, carried over to people. For
fixed starts this is the shift minimisation personnel task scheduling problem.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from drillctl.planning.instance import Mask, Numbers
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import holds

TRIES = 20_000
"""Seats handed on for each person who is to be spared."""
VICTIMS = 6
"""People tried one after the other before the number of people is taken for the least."""
_LARGEST = 100_000_000
"""Seats x members beyond which this is left alone: the table of who may sit where is in memory."""


@dataclass
class _Seats:
    """All taken seats, numbered: the session and place of each, who holds it (-1: nobody).

    `able`: seats x members. `clash[k]`: the seats that who holds seat k can't hold as well.
    """

    session: list[int]
    place: list[int]
    holder: Numbers
    able: Mask
    clash: list[Numbers]


def use_fewer(
    schedule: Schedule, least: int, seed: int, *, stop: Callable[[], bool] = lambda: False
) -> None:
    """Spares one person after the other, as long as the goals gain, down to `least` people."""
    taken = sum(len(held.people) for held in schedule.held if held is not None)
    if not taken or taken * schedule.instance.members > _LARGEST:
        return
    random = np.random.default_rng(seed)
    seats = _seats(schedule)
    used: Mask = np.zeros(schedule.instance.members, dtype=np.bool_)
    used[seats.holder] = True
    failures = 0
    while int(used.sum()) > least and failures < VICTIMS and not stop():
        load = np.bincount(seats.holder, minlength=len(used)) + random.random(len(used))
        load[~used] = len(seats.holder) + 1
        victim = int(np.argsort(load)[min(failures, int(used.sum()) - 1)])
        before = seats.holder.copy()
        used[victim] = False
        if _spare(seats, victim, used, random) and _take(schedule, seats, before):
            failures = 0
        else:
            seats.holder, used[victim] = before, True
            failures += 1


def _seats(schedule: Schedule) -> _Seats:
    instance = schedule.instance
    session: list[int] = []
    place: list[int] = []
    holder: list[int] = []
    for number, held in enumerate(schedule.held):
        for position, people in enumerate(held.seats if held else ()):
            session += [number] * len(people)
            place += [position] * len(people)
            holder += people
    able: Mask = np.zeros((len(holder), instance.members), dtype=np.bool_)
    clash: list[Numbers] = []
    first = np.searchsorted(session, np.arange(len(schedule.held) + 1))
    for number, held in enumerate(schedule.held):
        if held is None:
            continue
        choice = instance.choices[number]
        start, day = int(choice.starts[held.at]), int(choice.days[held.at])
        masks = choice.able(int(choice.rows[held.at]))
        near = [number]
        if instance.gap >= 0:
            near = schedule.near(start, start + choice.duration, instance.gap, day)
        others = np.concatenate([np.arange(first[s], first[s + 1]) for s in near])
        for seat in range(first[number], first[number + 1]):
            able[seat, choice.who[masks[place[seat]]]] = True
            clash.append(others[others != seat])
    return _Seats(session, place, np.array(holder, dtype=np.int64), able, clash)


def _spare(seats: _Seats, victim: int, used: Mask, random: np.random.Generator) -> bool:
    """Reseats all that `victim` held among those `used`; False where the tries do not suffice."""
    holder = seats.holder
    waiting = [int(k) for k in np.flatnonzero(holder == victim)]
    holder[waiting] = -1
    returns = np.ones(len(holder))
    noise = random.random(4 * len(used)) / 2
    shifts = random.integers(0, 3 * len(used), TRIES)
    for shift in shifts:
        if not waiting:
            return True
        seat = waiting.pop()
        clash = seats.clash[seat]
        count = np.bincount(holder[clash] + 1, weights=returns[clash], minlength=len(used) + 1)
        cost = count[1:] + noise[shift : shift + len(used)]
        cost[~(seats.able[seat] & used)] = np.inf
        member = int(cost.argmin())
        if cost[member] == np.inf:
            return False
        ejected = clash[holder[clash] == member]
        holder[seat] = member
        if len(ejected):
            returns[seat] += 1
            holder[ejected] = -1
            waiting += ejected.tolist()
    return not waiting


def _take(schedule: Schedule, seats: _Seats, before: Numbers) -> bool:
    """Carries the new holders into the schedule, unless a rule or the goals speak against it."""
    choices = schedule.instance.choices
    changed = {seats.session[k] for k in np.flatnonzero(seats.holder != before)}
    people: dict[tuple[int, int], list[int]] = {}
    for session, place, member in zip(
        seats.session, seats.place, seats.holder.tolist(), strict=True
    ):
        if session in changed:
            people.setdefault((session, place), []).append(member)
    worth = schedule.worth()
    # What another session needs goes back first.
    order = sorted(changed, key=lambda s: (bool(choices[s].requires), s))
    old = {session: schedule.remove(session) for session in order}
    for session, was in old.items():
        assert was is not None
        new = tuple(tuple(sorted(people.get((session, p), ()))) for p in range(len(was.seats)))
        held = Held(was.at, was.venue, new)
        if not (schedule.fits(session, held) and holds(choices[session], held)):
            break
        schedule.place(session, held)
    else:
        if schedule.worth() > worth:
            return True
    for session in old:
        schedule.remove(session)
    for session, was in old.items():
        assert was is not None
        schedule.place(session, was)
    return False
