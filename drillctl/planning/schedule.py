"""A plan in the making: who is where, what that leaves free, and what it is worth.

Every change goes through `place` and `remove`, which keep occupancy, rolling sums and the goals'
values up to date, so that a search can try and undo thousands of changes a second.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.instance import Choice, Instance, Mask, Numbers
from drillctl.planning.workload import Workload

Seats = tuple[tuple[int, ...], ...]
"""The members (by number) in each position of one session."""


SCARCE = 40
"""Positions for which so few people ever qualify guide the choice of dates."""


AGREED = 1 << 50
"""Weight of a session that is held wherever it can be: more than any goal."""


@dataclass(frozen=True, slots=True)
class Held:
    """One session as planned: the index of its start, its venue (-1: none), its people.

    Standbys are named last of all; no search moves them.
    """

    at: int
    venue: int
    seats: Seats
    standbys: Seats = ()

    @property
    def people(self) -> list[int]:
        """Everyone seated."""
        return [member for position in self.seats for member in position]


class Schedule:
    """The sessions held so far, in an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.held: list[Held | None] = [None] * len(instance.choices)
        self._on_day: dict[int, set[int]] = {}
        self.workload = Workload(instance)
        longest = max((c.duration for c in instance.choices), default=0)
        self._reach = (longest + max(instance.gap, 0)) // 1440 + 2
        self.minutes = np.zeros(instance.members, dtype=np.int64)
        self.sessions = np.zeros(instance.members, dtype=np.int64)
        self._filled = self._early = self._kept = self._agreed = 0
        self._squares = 0
        self._used = self._met = self._current = self._answered = 0
        self._meetings: Counter[tuple[int, int]] = Counter()
        self._practised: Counter[tuple[int, int]] = Counter()
        self._capable: Counter[int] = Counter()
        self._retested: Counter[int] = Counter()
        self._scarce: dict[int, list[tuple[int, Numbers]]] = {}
        self._needed_by: dict[int, list[int]] = {}
        for number, choice in enumerate(instance.choices):
            for others in choice.requires:
                for other in others:
                    self._needed_by.setdefault(other, []).append(number)

    # --- what is free ---------------------------------------------------------------------

    def permitted(self, session: int) -> Mask:
        """Starts at which order, and what must precede, allow the session."""
        choice = self.instance.choices[session]
        mask = np.ones(len(choice.starts), dtype=bool)
        for others in choice.requires:
            if all(self.held[other] is None for other in others):
                mask[:] = False
                return mask
        for link in choice.links:
            held = self.held[link.other]
            if held is None:
                continue
            other = self.instance.choices[link.other]
            there = int(other.starts[held.at])
            here = choice.starts
            if link.nominal:
                there, here = there + int(other.offsets[held.at]), here + choice.offsets
            if link.after:
                mask &= here >= there + (other.duration if link.from_end else 0) + link.lag
            else:
                mask &= here + (choice.duration if link.from_end else 0) + link.lag <= there
        return mask

    def near(self, start: int, end: int, gap: int, day: int) -> list[int]:
        """Held sessions that are less than `gap` minutes from [start, end)."""
        found = []
        for ordinal in range(day - self._reach, day + self._reach + 1):
            for other in self._on_day.get(ordinal, ()):
                held = self.held[other]
                assert held is not None
                choice = self.instance.choices[other]
                begin = int(choice.starts[held.at])
                if begin < end + gap and start < begin + choice.duration + gap:
                    found.append(other)
        return sorted(found)

    def free(self, session: int, at: int, rooms: dict[int, Mask] | None = None) -> Mask:
        """Over the choice's `who`: not taken by another session, rested, and within limits.

        `rooms` keeps who is within limits by day, for the starts of one session.
        """
        choice, instance = self.instance.choices[session], self.instance
        start, day = int(choice.starts[at]), int(choice.days[at])
        rooms = {} if rooms is None else rooms
        if day not in rooms:
            rooms[day] = self.workload.room(choice, choice.who, day)
        mask = rooms[day]
        if instance.gap >= 0:
            taken: list[int] = []
            for other in self.near(start, start + choice.duration, instance.gap, day):
                if other != session:
                    held = self.held[other]
                    assert held is not None
                    taken += held.people
            if taken:
                barred = np.zeros(instance.members, dtype=bool)
                barred[taken] = True
                mask = mask & ~barred[choice.who]
        return mask

    def scarce_seats(self, session: int, starts: Numbers) -> Numbers:
        """For each of these starts, how many seats of scarce positions could be filled, about.

        Counts who is within limits and idle that day, each position by itself.
        """
        choice = self.instance.choices[session]
        if id(choice.packed) not in self._scarce:
            ever = np.bitwise_or.reduce(choice.packed, axis=0)
            able = np.unpackbits(ever, axis=-1, count=len(choice.who)).astype(bool)
            scarce = [(p, np.flatnonzero(m)) for p, m in enumerate(able) if m.sum() <= SCARCE]
            self._scarce[id(choice.packed)] = scarce
        seats = np.zeros(len(starts), dtype=np.int64)
        rows, days = choice.rows[starts], choice.days[starts]
        for place, few in self._scarce[id(choice.packed)]:
            if len(few):
                bits = choice.packed[rows[np.newaxis, :], place, few[:, np.newaxis] >> 3]
                able = (bits >> (7 - (few[:, np.newaxis] & 7)) & 1).astype(bool)
                able &= self.workload.rooms(choice, choice.who[few], days)
                seats += np.minimum(able.sum(axis=0), choice.positions[place].count)
        return seats

    def open_venues(self, session: int, at: int) -> list[int]:
        """Venues that host at this start and have room; empty also where equipment lacks."""
        choice, instance = self.instance.choices[session], self.instance
        hosts = [v for v, open_ in zip(choice.venues, choice.hosts[at], strict=True) if open_]
        if not choice.uses:
            return hosts
        start = int(choice.starts[at])
        end = start + choice.duration
        running = self.near(start, end, 0, int(choice.days[at]))
        for quota, amount, venue in choice.uses:
            if venue is not None and venue not in hosts:
                continue
            peak = self._peak(session, running, quota, venue, start, end)
            if peak + amount > instance.instants[quota]:
                if venue is None:
                    return []
                hosts.remove(venue)
        return hosts

    def _peak(
        self, session: int, running: list[int], quota: int, venue: int | None, start: int, end: int
    ) -> int:
        """The most that others use of a quota at any moment of [start, end), among `running`."""
        uses = [use for use in self.instance.taken[quota] if use[0] < end and start < use[1]]
        for other in running:
            held = self.held[other]
            assert held is not None
            if other == session or (venue is not None and held.venue != venue):
                continue
            choice = self.instance.choices[other]
            begin = int(choice.starts[held.at])
            uses += [(begin, begin + choice.duration, a) for q, a, _ in choice.uses if q == quota]
        moments = [max(start, begin) for begin, _, _ in uses]
        return max((sum(a for b, e, a in uses if b <= t < e) for t in moments), default=0)

    # --- changes --------------------------------------------------------------------------

    def place(self, session: int, held: Held) -> None:
        """Holds the session; it must not be held yet."""
        self.held[session] = held
        choice = self.instance.choices[session]
        day = int(choice.days[held.at])
        self._on_day.setdefault(day, set()).add(session)
        self.workload.add(held.people, day, choice, 1)
        self._score(choice, held, 1)

    def remove(self, session: int) -> Held | None:
        """Takes the session out again; returns what it was."""
        held = self.held[session]
        if held is not None:
            choice = self.instance.choices[session]
            day = int(choice.days[held.at])
            self._on_day[day].discard(session)
            self.held[session] = None
            self.workload.add(held.people, day, choice, -1)
            self._score(choice, held, -1)
        return held

    def _score(self, choice: Choice, held: Held, sign: int) -> None:
        instance = self.instance
        people = held.people
        day, start = int(choice.days[held.at]), int(choice.starts[held.at])
        before = self.minutes[people]
        self.minutes[people] += sign * choice.duration
        after = self.minutes[people]
        self._squares += int((after * after).sum() - (before * before).sum())
        was = self.sessions[people]
        self.sessions[people] += sign
        self._used += int((self.sessions[people] > 0).sum() - (was > 0).sum())
        self._filled += sign * choice.priority * len(people)
        self._early += sign * (day - instance.first_day)
        for pair in self._pairs(people):
            self._met += _crosses(self._meetings, pair, sign)
        if instance.due_members or instance.due_capabilities:
            for capability in choice.capabilities:
                if weight := instance.due_capabilities.get(capability):
                    self._current += weight * _crosses(self._capable, capability, sign)
                for member in people:
                    if weight := instance.due_members.get((member, capability)):
                        key = (member, capability)
                        self._current += weight * _crosses(self._practised, key, sign)
        for retest, first, last in choice.retests:
            if first <= day <= last:
                self._answered += _crosses(self._retested, retest, sign)
        self._agreed += sign * choice.keep
        if choice.kept_start is not None:
            stay = sum(
                (position, m) in choice.kept_people
                for position, members in enumerate(held.seats)
                for m in members
            )
            unmoved = (choice.kept_start, choice.kept_venue) == (start, held.venue)
            self._kept += sign * (stay + (1 + stay if unmoved else 0))

    def _pairs(self, people: list[int]) -> list[tuple[int, int]]:
        team, professional = self.instance.team, self.instance.professional
        own = {int(team[m]) for m in people if professional[m]}
        others = {int(team[m]) for m in people if not professional[m]}
        return [(one, other) for one in own for other in others]

    def restore(self, before: Mapping[int, Held | None]) -> None:
        """Goes back to these sessions as they were (None: not held), whatever became of them."""
        for session in before:
            self.remove(session)
        for session, held in before.items():
            if held is not None:
                self.place(session, held)

    def replace(self, session: int, position: int, old: int, new: int) -> None:
        """Gives one seat to somebody else."""
        held = self.remove(session)
        assert held is not None
        seats = list(held.seats)
        seats[position] = tuple(sorted(new if m == old else m for m in seats[position]))
        self.place(session, Held(held.at, held.venue, tuple(seats)))

    # --- what it is worth -----------------------------------------------------------------

    def measure(self, goal: Goal) -> int:
        """The goal in its smallest whole unit: weights, pairs, minutes squared, minutes, days."""
        match goal:
            case Goal.FILL:
                return self._filled
            case Goal.JOINT:
                return self._met
            case Goal.CURRENCY:
                return self._current
            case Goal.RETEST:
                return self._answered
            case Goal.STABILITY:
                return self._kept
            case Goal.FAIRNESS:
                return self._squares
            case Goal.FEWEST_PEOPLE:
                return self._used
            case Goal.EARLINESS:
                return self._early
            case Goal.FINISH_EARLY:
                return max(
                    (
                        int(choice.starts[held.at]) + choice.duration - self.instance.first_instant
                        for choice, held in zip(self.instance.choices, self.held, strict=True)
                        if held is not None
                    ),
                    default=0,
                )
            case _:
                return 0

    def worth(self) -> tuple[int, ...]:
        """The goals in their order, each so that more is better; before all, what is agreed."""
        worth = [
            self.measure(goal) if goal.maximised else -self.measure(goal)
            for goal in self.instance.goals
        ] or [0]
        worth[0] += AGREED * self._agreed
        return tuple(worth)

    def worth_with(self, session: int, held: Held) -> tuple[int, ...]:
        """The worth if the session, which is not held, were held so."""
        choice = self.instance.choices[session]
        self.held[session] = held
        self._score(choice, held, 1)
        worth = self.worth()
        self._score(choice, held, -1)
        self.held[session] = None
        return worth

    def fits(self, session: int, held: Held) -> bool:
        """Whether the session could be held just so (its own quotas aside)."""
        choice = self.instance.choices[session]
        if not self.permitted(session)[held.at]:
            return False
        if held.venue not in self.open_venues(session, held.at):
            return False
        free = self.free(session, held.at)
        return bool(free[np.searchsorted(choice.who, held.people)].all())

    def answered(self, retest: int) -> bool:
        """Whether some held session answers the retest of that number."""
        return self._retested[retest] > 0

    def left_hanging(self, session: int) -> bool:
        """Whether a held session needs this one, which is not held, or one of its like."""
        for dependent in self._needed_by.get(session, ()):
            if self.held[dependent] is not None:
                for others in self.instance.choices[dependent].requires:
                    if all(self.held[other] is None for other in others):
                        return True
        return False


def _crosses(counter: Counter[Any], key: Any, sign: int) -> int:
    """Counts one up or down; 1, -1 or 0 as the key begins, ceases or goes on to count."""
    before = counter[key] > 0
    counter[key] += sign
    return int(counter[key] > 0) - int(before)
