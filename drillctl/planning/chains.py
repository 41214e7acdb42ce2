"""The shortest way to fill a seat that fell empty: somebody free, or one who hands a seat on.

Iterative deepening over chains of people, dates as they are: first somebody who is free, then
somebody whose own seat can be filled by one who is free, and so on. Each link is one more call
to make, so the shortest chain disturbs fewest people.
"""

import numpy as np

from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import short_by

LONGEST = 3
"""People in a chain at most."""
STEPS = 3_000
"""Seats looked at for one seat to be filled, before it is left to the search."""


def fill_by_chain(schedule: Schedule, session: int, place: int, longest: int = LONGEST) -> bool:
    """Fills one empty seat of a held session by the shortest chain of up to `longest` people.

    False: nothing changed.
    """
    chains = _Chains(schedule)
    return any(chains.fill(session, place, length, set()) for length in range(1, longest + 1))


class _Chains:
    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._steps = STEPS

    def fill(self, session: int, place: int, length: int, moved: set[int]) -> bool:
        """Fills the seat with a chain of exactly `length` people, none of those `moved`."""
        schedule = self._schedule
        choice, held = schedule.instance.choices[session], schedule.held[session]
        if held is None or self._steps <= 0:
            return False
        self._steps -= 1
        able = choice.able(int(choice.rows[held.at]))[place]
        free = able & schedule.free(session, held.at)
        here = set(held.people)
        by_load = sorted(
            (int(m) for m in choice.who[able] if int(m) not in here and int(m) not in moved),
            key=lambda m: (int(schedule.minutes[m]), m),
        )
        ready = {int(m) for m in choice.who[free]}
        if length == 1:
            return any(self._seat(session, place, m) for m in by_load if m in ready)
        for member in by_load:
            if member in ready:
                continue
            for other, from_place in self._seats_of(member):
                before = {other: schedule.held[other], session: schedule.held[session]}
                self._unseat(other, from_place, member)
                if (
                    self._is_free(session, member)
                    and self._seat(session, place, member)
                    and self.fill(other, from_place, length - 1, moved | {member})
                ):
                    return True
                schedule.restore(before)
        return False

    def _seats_of(self, member: int) -> list[tuple[int, int]]:
        return [
            (session, place)
            for session, held in enumerate(self._schedule.held)
            if held is not None and not self._schedule.instance.choices[session].keep
            for place, people in enumerate(held.seats)
            if member in people
        ]

    def _is_free(self, session: int, member: int) -> bool:
        choice, held = self._schedule.instance.choices[session], self._schedule.held[session]
        assert held is not None
        free = self._schedule.free(session, held.at)
        return bool(free[int(choice.who.searchsorted(member))])

    def _unseat(self, session: int, place: int, member: int) -> None:
        held = self._schedule.remove(session)
        assert held is not None
        seats = list(held.seats)
        seats[place] = tuple(m for m in seats[place] if m != member)
        self._schedule.place(session, Held(held.at, held.venue, tuple(seats)))

    def _short_by(self, session: int, held: Held) -> int:
        choice = self._schedule.instance.choices[session]
        return short_by(choice, held.venue, np.searchsorted(choice.who, held.people))

    def _seat(self, session: int, place: int, member: int) -> bool:
        """Seats the member unless a quota of the session is further from held by it."""
        schedule = self._schedule
        held = schedule.held[session]
        assert held is not None
        seats = list(held.seats)
        seats[place] = tuple(sorted((*seats[place], member)))
        after = Held(held.at, held.venue, tuple(seats))
        if self._short_by(session, after) > self._short_by(session, held):
            return False
        schedule.remove(session)
        schedule.place(session, after)
        return True
