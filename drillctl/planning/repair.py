"""A plan made again: what people have in their calendars stays, what broke is mended around it.

Effort goes where the plan differs from the baseline, not into the whole of it: a baseline is not
there to be improved upon at its people's cost, and a phone call wants its answer at once.
"""

from collections.abc import Callable

import numpy as np

from drillctl.planning.chains import LONGEST, fill_by_chain
from drillctl.planning.improve import construct, exchange, improve
from drillctl.planning.insertion import expected_demand, insert
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.staffing import enough, holds

ROUNDS = 60
"""Neighbourhoods tried for each session that is not as it was."""


def repair(schedule: Schedule, effort: int, *, stop: Callable[[], bool] = lambda: False) -> None:
    """Fills an empty schedule from the baseline and mends it. `effort`: most neighbourhoods."""
    instance = schedule.instance
    _keep_baseline(schedule)
    construct(schedule)
    broken = [s for s in range(len(instance.choices)) if differs(schedule, s)]
    for session in broken:
        _fill_seats(schedule, session)
    for session in range(len(instance.choices)):
        _fill_seats(schedule, session, longest=1)
    broken = sorted({*broken, *_answer_retests(schedule)})
    if any(_worse(schedule, session) for session in broken):
        near = sorted({*broken, *_rivals(schedule, broken)})
        rounds = min(effort, ROUNDS * len(broken))
        improve(schedule, rounds, instance.seed, mine=near, stop=stop)
        exchange(schedule, broken)
        _go_back(schedule)


def _answer_retests(schedule: Schedule) -> list[int]:
    """Moves a session into the days of each retest that none answers, where the goals gain.

    Of the sessions that could answer it, the one that costs the later goals least; returns those
    moved.
    """
    asked: dict[tuple[int, int, int], list[int]] = {}
    for session, choice in enumerate(schedule.instance.choices):
        for which in choice.retests:
            asked.setdefault(which, []).append(session)
    answered = []
    nobody = np.zeros(schedule.instance.members)
    for (retest, first, last), sessions in sorted(asked.items()):
        if schedule.answered(retest):
            continue
        best: tuple[tuple[int, ...], int, Held] | None = None
        worth = schedule.worth()
        for session in sessions:
            before = schedule.remove(session)
            devoted = before.people if before is not None else []
            insert(schedule, session, nobody, devoted=devoted, within=range(first, last + 1))
            now = schedule.held[session]
            if now is not None and schedule.worth() > worth and not schedule.left_hanging(session):
                worth, best = schedule.worth(), (schedule.worth(), session, now)
            schedule.restore({session: before})
        if best is not None:
            _, session, now = best
            schedule.remove(session)
            schedule.place(session, now)
            answered.append(session)
    return answered


def moved(schedule: Schedule, session: int) -> bool:
    """Whether a session is not held at the baseline's start and venue, or has none there."""
    choice, held = schedule.instance.choices[session], schedule.held[session]
    if choice.kept_start is None or held is None:
        return True
    return (int(choice.starts[held.at]), held.venue) != (choice.kept_start, choice.kept_venue)


def lost(schedule: Schedule, session: int) -> bool:
    """Whether the session has moved or lacks somebody it had in the baseline."""
    return moved(schedule, session) or not (
        schedule.instance.choices[session].kept_people <= _seats(schedule, session)
    )


def differs(schedule: Schedule, session: int) -> bool:
    """Whether the session is not as the baseline has it; one without any start can't be."""
    choice = schedule.instance.choices[session]
    if choice.kept_start is None:
        return len(choice.starts) > 0
    return moved(schedule, session) or _seats(schedule, session) != choice.kept_people


def _worse(schedule: Schedule, session: int) -> bool:
    """Whether the session is elsewhere than in the baseline, or has fewer people."""
    choice, held = schedule.instance.choices[session], schedule.held[session]
    seated = len(held.people) if held is not None else 0
    return moved(schedule, session) or seated < len(choice.kept_people)


def _seats(schedule: Schedule, session: int) -> set[tuple[int, int]]:
    held = schedule.held[session]
    return {(p, m) for p, seated in enumerate(held.seats) for m in seated} if held else set()


def _rivals(schedule: Schedule, broken: list[int]) -> set[int]:
    """Sessions that hold someone whom an empty seat of the broken ones could use."""
    wanted: set[int] = set()
    for session in broken:
        choice, held = schedule.instance.choices[session], schedule.held[session]
        for place, position in enumerate(choice.positions):
            if held is not None and len(held.seats[place]) >= position.count:
                continue
            for row in np.unique(choice.rows):
                wanted |= set(choice.who[choice.able(int(row))[place]].tolist())
    return {
        s
        for s, held in enumerate(schedule.held)
        if held is not None and not wanted.isdisjoint(held.people)
    }


def _keep_baseline(schedule: Schedule) -> None:
    """Starts from what people already have in their calendars, as far as it still fits.

    What is agreed comes first, then in order of time: a session may need an earlier one. Where
    too few are left for a session, others join them on its day if they can.
    """
    choices = schedule.instance.choices
    order = sorted(
        (s for s, choice in enumerate(choices) if choice.kept_start is not None),
        key=lambda s: (not choices[s].keep, choices[s].kept_start or 0, s),
    )
    short = []
    for session in order:
        choice = choices[session]
        found = np.flatnonzero(choice.starts == choice.kept_start)
        if not len(found) or choice.kept_venue is None:
            continue
        held = _as_kept(schedule, session, int(found[0]))
        once = len(held.people) == len(set(held.people))
        if not once:
            continue
        if enough(choice, held) and schedule.fits(session, held) and holds(choice, held):
            schedule.place(session, held)
        else:
            short.append((session, held))
    demand = expected_demand(schedule) if short else np.zeros(0)
    for session, held in short:
        choice = choices[session]
        if schedule.fits(session, held):
            schedule.place(session, held)
            _fill_seats(schedule, session)
            now = schedule.held[session]
            assert now is not None
            if enough(choice, now) and holds(choice, now):
                continue
            schedule.remove(session)
        day = int(choice.days[held.at])
        people = sorted(held.people)
        insert(schedule, session, demand, devoted=people, within=range(day, day + 1))


def _fill_seats(schedule: Schedule, session: int, longest: int = LONGEST) -> None:
    """The session's empty seats, each by the shortest chain of people that there is."""
    for place, position in enumerate(schedule.instance.choices[session].positions):
        while (held := schedule.held[session]) is not None:
            if len(held.seats[place]) >= position.count:
                break
            if not fill_by_chain(schedule, session, place, longest):
                break


def _go_back(schedule: Schedule) -> None:
    """Gives sessions back the date, and seats the people, that they had, where the goals gain."""
    for session, choice in enumerate(schedule.instance.choices):
        now = schedule.held[session]
        if choice.kept_start is None or now is None or not lost(schedule, session):
            continue
        worth = schedule.worth()
        found = np.flatnonzero(choice.starts == choice.kept_start)
        if len(found) and choice.kept_venue is not None and moved(schedule, session):
            schedule.remove(session)
            held = _as_kept(schedule, session, int(found[0]))
            if enough(choice, held) and schedule.fits(session, held) and holds(choice, held):
                schedule.place(session, held)
                if schedule.worth() > worth and not schedule.left_hanging(session):
                    continue
                schedule.remove(session)
            schedule.place(session, now)
        for place, member in sorted(choice.kept_people - _seats(schedule, session)):
            _seat_again(schedule, session, place, member)


def _seat_again(schedule: Schedule, session: int, place: int, member: int) -> None:
    """Puts the member in place of somebody who had no seat there before, where the goals gain."""
    choice, held = schedule.instance.choices[session], schedule.held[session]
    assert held is not None
    able = choice.able(int(choice.rows[held.at]))[place] & schedule.free(session, held.at)
    if member in held.people or member not in choice.who[able]:
        return
    for other in held.seats[place]:
        if (place, other) not in choice.kept_people:
            worth = schedule.worth()
            schedule.replace(session, place, other, member)
            now = schedule.held[session]
            assert now is not None
            if schedule.worth() > worth and holds(choice, now):
                return
            schedule.restore({session: held})


def _as_kept(schedule: Schedule, session: int, at: int) -> Held:
    """The session at its start and venue with who of its people can still come."""
    choice = schedule.instance.choices[session]
    assert choice.kept_venue is not None
    able = choice.able(int(choice.rows[at])) & schedule.free(session, at)
    column = {int(m): k for k, m in enumerate(choice.who)}
    seats = tuple(
        tuple(
            sorted(
                m
                for place, m in choice.kept_people
                if place == position and m in column and able[position, column[m]]
            )
        )[: choice.positions[position].count]
        for position in range(len(choice.positions))
    )
    return Held(at, choice.kept_venue, seats)
