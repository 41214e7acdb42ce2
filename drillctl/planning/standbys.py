"""Standbys of a finished schedule, named last of all from those who are free then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drillctl.model.policy import Goal
from drillctl.model.show_up import keeps
from drillctl.planning.instance import Instance, Places
from drillctl.planning.repair import moved
from drillctl.planning.schedule import Held, Schedule


def name_standbys(
    schedule: Schedule, given: Sequence[Held | None] | None = None
) -> list[Held | None]:
    """The sessions with standbys: the baseline's where they are free, then others.

    Where the policy does not ask for standbys as a goal, a session that stays where the baseline
    has it gets no more than it had: a replan touches what it must. Where a position asks for
    enough, those who had agreed stay, and more are named, the likeliest to appear first, until
    with the probability asked for the minimum of all appear. `given`: the same sessions with
    standbys that are named already.
    """
    naming = _Naming(schedule, given or [None] * len(schedule.held))
    for agreed in (True, False):
        for session in naming.order:
            for place, position in enumerate(schedule.instance.choices[session].positions):
                naming.fill(session, place, position, agreed=agreed)
    result = list(schedule.held)
    for session in naming.order:
        if any(p.standby or p.enough for p in schedule.instance.choices[session].positions):
            standbys = tuple(tuple(sorted(members)) for members in naming.named[session])
            held = schedule.held[session]
            assert held is not None
            result[session] = replace(held, standbys=standbys)
    return result


class _Naming:
    """Who is named for what so far, and when everybody is taken."""

    def __init__(self, schedule: Schedule, given: Sequence[Held | None]) -> None:
        self.schedule = schedule
        choices = schedule.instance.choices
        self._taken: dict[int, list[tuple[int, int]]] = {}
        held = {s: held for s, held in enumerate(schedule.held) if held is not None}
        self.order = sorted(held, key=lambda s: (-choices[s].priority, s))
        self.named = {s: [list[int]() for _ in choices[s].positions] for s in self.order}
        for session, one in held.items():
            self._take(session, one.people)
            already = given[session]
            for place, members in enumerate(already.standbys if already else ()):
                self.named[session][place] += members
                self._take(session, members)

    def fill(self, session: int, place: int, position: Places, *, agreed: bool) -> None:
        """Names for one position who is free; with `agreed` only who had agreed before."""
        instance, held = self.schedule.instance, self.schedule.held[session]
        assert held is not None
        ready = self.named[session][place]
        room = self._room(session, place, position) - len(ready)
        if room <= 0:
            return
        for member in list(self._free(session, place, position, agreed=agreed))[:room]:
            if position.enough and not agreed:
                likely = instance.show_up[[*held.seats[place], *ready]].tolist()
                if keeps(position.minimum, likely) >= position.enough:
                    return
            ready.append(member)
            self._take(session, (member,))

    def _room(self, session: int, place: int, position: Places) -> int:
        """How many may stand by."""
        choice = self.schedule.instance.choices[session]
        most = position.ready if position.enough else position.standby
        if Goal.STANDBY in self.schedule.instance.goals or moved(self.schedule, session):
            return most
        if position.enough and not choice.keep:
            return most
        return min(most, sum(p == place for p, _ in choice.kept_standbys))

    def _free(self, session: int, place: int, position: Places, *, agreed: bool) -> Iterator[int]:
        """Who may sit there and is free, the least loaded first; likelier people before others."""
        instance, held = self.schedule.instance, self.schedule.held[session]
        assert held is not None
        choice, gap = instance.choices[session], max(0, instance.standby_gap)
        start = int(choice.starts[held.at])
        end = start + choice.duration
        able = choice.able(int(choice.rows[held.at]))[place]
        free = [
            int(m)
            for m in choice.who[able]
            if (not agreed or (place, int(m)) in choice.kept_standbys)
            and all(end + gap <= b or e + gap <= start for b, e in self._taken.get(int(m), ()))
        ]
        free.sort(key=lambda m: (self.schedule.minutes[m], m))
        if position.enough:
            free.sort(key=lambda m: -round(float(instance.show_up[m]), 1))
        yield from free

    def _take(self, session: int, members: Sequence[int]) -> None:
        choice, held = self.schedule.instance.choices[session], self.schedule.held[session]
        assert held is not None
        start = int(choice.starts[held.at])
        for member in members:
            self._taken.setdefault(member, []).append((start, start + choice.duration))


def standing_by(instance: Instance, named: Sequence[Held | None]) -> int:
    """The standbys wished for of all held sessions, each weighing its priority."""
    return sum(
        choice.priority
        * sum(
            len(people)
            for people, position in zip(held.standbys, choice.positions, strict=False)
            if position.standby
        )
        for choice, held in zip(instance.choices, named, strict=True)
        if held is not None
    )
