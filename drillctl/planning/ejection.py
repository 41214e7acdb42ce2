"""Seats filled and people spared by handing seats on, dates as they are.

Who takes a seat may have to give others up; those go on to somebody else, and so forth, until
everything is seated again or the tries are spent. Whose seats are taken away is chosen by how
often those came back before: the ejection pool of Nagata and Braysy (2009), a heuristic for
fleets of vehicles, carried over to people. With fixed starts and the goal `fewest_people` this is
the shift minimisation personnel task scheduling problem.
"""

from collections.abc import Callable

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.instance import Mask, Numbers
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import enough, holds

TRIES = 20_000
"""Seats handed on at most for one seat to be filled, or one person to be spared."""
TRIES_TO_FILL = 200_000
"""Seats handed on at most for all the empty seats."""
_TRIES_PER_SEAT = 50
"""Small problems are decided sooner."""
VICTIMS = 6
"""People tried one after the other before the number of people is taken for the least."""
_LARGEST = 200_000_000
"""Seats x members beyond which this is left alone: the table of who may sit where is in memory."""
_ASKED = 12
"""People asked for one seat, when limits keep the cheapest from taking it."""


def hand_on(schedule: Schedule, relaxation: Relaxation, *, stop: Callable[[], bool]) -> None:
    """Fills empty seats; where `fewest_people` is a goal, then spares whom it can."""
    instance = schedule.instance
    if sum(p.count for c in instance.choices for p in c.positions) * instance.members > _LARGEST:
        return
    random = np.random.default_rng(instance.seed)
    known = {goal: schedule.measure(goal) for goal in instance.goals}
    if known.get(Goal.FILL, 0) < relaxation.bound(Goal.FILL, known):
        _fill(schedule, random, stop)
    if Goal.FEWEST_PEOPLE in instance.goals:
        known = {goal: schedule.measure(goal) for goal in instance.goals}
        _spare(schedule, relaxation.bound(Goal.FEWEST_PEOPLE, known), random, stop)


class _Seats:
    """Every seat of the sessions held, and of those that might be, numbered; and who holds it.

    `where[session]`: (start, venue). `session[k]`, `place[k]`, `holder[k]` (-1: nobody) of seat k;
    `able`: seats x members; `clash[k]`: the seats that who holds seat k can't hold as well.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        instance = schedule.instance
        self.where: dict[int, tuple[int, int]] = {}
        self.session: list[int] = []
        self.place: list[int] = []
        holder: list[int] = []
        for number, held in enumerate(schedule.held):
            spot = _spot(schedule, number) if held is None else (held.at, held.venue)
            if spot is None:
                continue
            self.where[number] = spot
            for position, wanted in enumerate(instance.choices[number].positions):
                people = held.seats[position] if held is not None else ()
                self.session += [number] * wanted.count
                self.place += [position] * wanted.count
                holder += [*people, *[-1] * (wanted.count - len(people))]
        self.holder: Numbers = np.array(holder, dtype=np.int64)
        self._workload = schedule.workload.copy()
        self._days = [int(instance.choices[s].days[self.where[s][0]]) for s in self.session]
        self.able: Mask = np.zeros((len(holder), instance.members), dtype=np.bool_)
        self.clash: list[Numbers] = []
        self._find_clashes()

    def _find_clashes(self) -> None:
        instance = self._schedule.instance
        first = np.searchsorted(self.session, np.arange(len(instance.choices) + 1))
        gap = instance.gap
        numbers = np.array(list(self.where), dtype=np.int64)
        begins = np.array([instance.choices[s].starts[at] for s, (at, _) in self.where.items()])
        ends = begins + np.array([instance.choices[s].duration for s in self.where], dtype=np.int64)
        for number, (at, _) in self.where.items():
            choice = instance.choices[number]
            start = int(choice.starts[at])
            near = numbers[(begins < start + choice.duration + gap) & (start < ends + gap)]
            if gap < 0:
                near = np.array([number])
            others = np.concatenate([np.arange(first[s], first[s + 1]) for s in near])
            masks = choice.able(int(choice.rows[at]))
            for seat in range(first[number], first[number + 1]):
                self.able[seat, choice.who[masks[self.place[seat]]]] = True
                self.clash.append(others[others != seat])

    def give(self, seat: int, member: int) -> None:
        """Seats the member, or nobody (-1)."""
        was = int(self.holder[seat])
        choice = self._schedule.instance.choices[self.session[seat]]
        for who, sign in ((was, -1), (member, 1)):
            if who >= 0:
                self._workload.add([who], self._days[seat], choice, sign)
        self.holder[seat] = member

    def hand_on(
        self, waiting: list[int], used: Mask, tries: int, random: np.random.Generator
    ) -> bool:
        """Seats all those `waiting` among those `used`, moving others; False: left half done."""
        holder, choices = self.holder, self._schedule.instance.choices
        returns = np.ones(len(holder))
        size = len(used)
        everyone = np.arange(size)
        noise = random.random(4 * size) / 2
        for shift in random.integers(0, 3 * size, min(tries, _TRIES_PER_SEAT * len(holder))):
            if not waiting:
                return True
            seat = waiting.pop()
            clash, choice, day = self.clash[seat], choices[self.session[seat]], self._days[seat]
            taken = np.bincount(holder[clash] + 1, weights=returns[clash], minlength=size + 1)
            cost = taken[1:] + noise[shift : shift + size]
            cost[~(self.able[seat] & used)] = np.inf
            cost[(taken[1:] == 0) & ~self._workload.room(choice, everyone, day)] = np.inf
            for _ in range(_ASKED):
                member = int(cost.argmin())
                if cost[member] == np.inf:
                    return False
                ejected = clash[holder[clash] == member].tolist()
                for other in ejected:
                    self.give(other, -1)
                if self._workload.room(choice, everyone[member : member + 1], day)[0]:
                    break
                for other in ejected:
                    self.give(other, member)
                cost[member] = np.inf
            else:
                return False
            self.give(seat, member)
            if ejected:
                returns[seat] += 1
                waiting += ejected
        return not waiting

    def restore(self, before: Numbers) -> None:
        """Goes back to these holders."""
        changed = np.flatnonzero(self.holder != before).tolist()
        for seat in changed:
            self.give(seat, -1)
        for seat in changed:
            self.give(seat, int(before[seat]))

    def take(self, before: Numbers) -> bool:
        """Carries the holders into the schedule, unless a rule or the goals speak against it."""
        schedule, choices = self._schedule, self._schedule.instance.choices
        changed = {self.session[k] for k in np.flatnonzero(self.holder != before)}
        people: dict[tuple[int, int], list[int]] = {}
        for session, place, member in zip(
            self.session, self.place, self.holder.tolist(), strict=True
        ):
            if session in changed and member >= 0:
                people.setdefault((session, place), []).append(member)
        worth = schedule.worth()
        # What another session needs goes back first.
        order = sorted(changed, key=lambda s: (bool(choices[s].requires), s))
        old = {session: schedule.remove(session) for session in order}
        for session in order:
            at, venue = self.where[session]
            wanted = choices[session].positions
            seats = tuple(tuple(sorted(people.get((session, p), ()))) for p in range(len(wanted)))
            held = Held(at, venue, seats)
            choice = choices[session]
            if not (enough(choice, held) and schedule.fits(session, held) and holds(choice, held)):
                break
            schedule.place(session, held)
        else:
            if schedule.worth() > worth:
                return True
        schedule.restore(old)
        return False


def _spot(schedule: Schedule, session: int) -> tuple[int, int] | None:
    """The only start, and a venue, of a session that is not held; None where it has no such."""
    starts = schedule.instance.choices[session].starts
    if len(starts) != 1 or not schedule.permitted(session)[0]:
        return None
    venues = schedule.open_venues(session, 0)
    return (0, venues[0]) if venues else None


def _fill(schedule: Schedule, random: np.random.Generator, stop: Callable[[], bool]) -> None:
    """Empty seats one by one, and sessions not held all at once, dearest first.

    Only of sessions with one start: the others gain more by another date.
    """
    choices = schedule.instance.choices
    if all(len(choice.starts) != 1 for choice in choices):
        return
    seats = _Seats(schedule)
    wanted: list[list[int]] = []
    together: dict[int, list[int]] = {}
    for seat in np.flatnonzero(seats.holder < 0).tolist():
        session = seats.session[seat]
        if len(choices[session].starts) > 1:
            continue
        if schedule.held[session] is not None:
            wanted.append([seat])
        else:
            together.setdefault(session, []).append(seat)
    for session, empty in together.items():
        kept: dict[int, list[int]] = {}
        for seat in empty:
            kept.setdefault(seats.place[seat], []).append(seat)
        positions = choices[session].positions
        wanted.append([s for p, of_p in kept.items() for s in of_p[: positions[p].minimum]])
    wanted = [group for group in wanted if group and seats.able[group].any(axis=1).all()]
    wanted.sort(key=lambda group: (-choices[seats.session[group[0]]].priority, group))
    everyone: Mask = np.ones(schedule.instance.members, dtype=np.bool_)
    tries = min(TRIES, max(100, TRIES_TO_FILL // max(1, len(wanted))))
    for group in wanted:
        if stop():
            return
        before = seats.holder.copy()
        done = seats.hand_on(list(group), everyone, tries, random)
        if not (done and seats.take(before)):
            seats.restore(before)


def _spare(
    schedule: Schedule, least: int, random: np.random.Generator, stop: Callable[[], bool]
) -> None:
    """One person after the other, those of few seats first, down to `least` people."""
    seats = _Seats(schedule)
    used: Mask = np.zeros(schedule.instance.members, dtype=np.bool_)
    used[seats.holder[seats.holder >= 0]] = True
    failures = 0
    while int(used.sum()) > least and failures < VICTIMS and not stop():
        load = np.bincount(seats.holder[seats.holder >= 0], minlength=len(used))
        order = load + random.random(len(used))
        order[~used] = np.inf
        victim = int(np.argsort(order)[min(failures, int(used.sum()) - 1)])
        before = seats.holder.copy()
        waiting = np.flatnonzero(before == victim).tolist()
        for seat in waiting:
            seats.give(seat, -1)
        used[victim] = False
        if seats.hand_on(waiting, used, TRIES, random) and seats.take(before):
            failures = 0
        else:
            seats.restore(before)
            used[victim] = True
            failures += 1
