"""Bounds of every goal at every size: what no plan can beat.

`fill`, `earliness` and `fairness` come from linear relaxations (`timing`, `balance`) of each
component of people, whose bounds add up; the others from counting what is possible at all.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from drillctl.model.policy import Goal
from drillctl.planning.balance import least_squares
from drillctl.planning.instance import Instance
from drillctl.planning.seat_types import SeatTypes
from drillctl.planning.timing import Advice, Timing

_LARGEST = 60_000
"""Days of all sessions in the timing relaxation beyond which they are merged into weeks."""


class Relaxation:
    """The bounds of one instance.

    `linear` False: those alone that need only counting, but for `fill`, which is then `filled`, a
    bound of a larger problem.
    """

    def __init__(self, instance: Instance, *, linear: bool = True, filled: int = 0) -> None:
        self.instance = instance
        self._linear = linear
        self._filled = filled
        self._sessions = [s for s, c in enumerate(instance.choices) if len(c.starts)]
        self._known: dict[tuple[Goal, int], int] = {}

    def bound(self, goal: Goal, reached: dict[Goal, int]) -> int:
        """A bound of the goal in its smallest unit, given what earlier goals reached."""
        filled = reached.get(Goal.FILL, 0)
        if (goal, filled) not in self._known:
            self._known[goal, filled] = self._bound(goal, filled)
        return self._known[goal, filled]

    def _bound(self, goal: Goal, filled: int) -> int:
        match goal:
            case Goal.FILL:
                return self._fill(filled)
            case Goal.FAIRNESS:
                return self._fairness(filled)
            case Goal.EARLINESS:
                return self._earliness(filled)
            case Goal.FEWEST_PEOPLE:
                return self._fewest_people(filled)
            case Goal.JOINT:
                return len(self._pairs())
            case Goal.CURRENCY:
                return self._currency()
            case Goal.RETEST:
                return self._retests()
            case Goal.STABILITY:
                return self._stability()
            case Goal.FINISH_EARLY:
                return self._finish_early(filled)
            case Goal.STANDBY:
                return sum(
                    c.priority * p.standby for c in self.instance.choices for p in c.positions
                )

    def _pairs(self) -> set[tuple[int, int]]:
        """Teams of the two kinds that some session could seat together."""
        instance = self.instance
        pairs: set[tuple[int, int]] = set()
        seen: set[int] = set()
        for session in self._sessions:
            choice = instance.choices[session]
            if id(choice.who) in seen:
                continue
            seen.add(id(choice.who))
            own = np.unique(instance.team[choice.who[instance.professional[choice.who]]]).tolist()
            others = np.unique(
                instance.team[choice.who[~instance.professional[choice.who]]]
            ).tolist()
            pairs |= {(one, other) for one in own for other in others}
        return pairs

    def _currency(self) -> int:
        instance = self.instance
        reachable: set[tuple[int, int]] = set()
        practised: set[int] = set()
        for session in self._sessions if instance.due_capabilities or instance.due_members else ():
            choice = instance.choices[session]
            practised |= instance.due_capabilities.keys() & set(choice.capabilities)
            for capability in choice.capabilities:
                reachable |= {(m, capability) for m in choice.who.tolist()}
        members = instance.due_members
        return sum(instance.due_capabilities[c] for c in practised) + sum(
            members[pair] for pair in reachable & members.keys()
        )

    def _retests(self) -> int:
        """Those that some session could answer at one of its starts."""
        answered: set[int] = set()
        for session in self._sessions:
            choice = self.instance.choices[session]
            for retest, first, last in choice.retests:
                if ((first <= choice.days) & (choice.days <= last)).any():
                    answered.add(retest)
        return len(answered)

    def _stability(self) -> int:
        """Each session by itself at the start that keeps most of it."""
        return sum(max(there, elsewhere) for there, elsewhere in self._kept())

    def stable_otherwise(self) -> bool:
        """Whether some session could keep as much at another start as it can at its own."""
        return any(there == elsewhere > 0 for there, elsewhere in self._kept())

    def _kept(self) -> Iterator[tuple[int, int]]:
        """The most of each session that can stay as it was: at its own start, and at others."""
        for session in self._sessions:
            choice = self.instance.choices[session]
            if choice.kept_start is None:
                continue
            here = {int(choice.rows[k]) for k in np.flatnonzero(choice.starts == choice.kept_start)}
            column = {int(m): k for k, m in enumerate(choice.who)}
            there = elsewhere = 0
            for row in np.unique(choice.rows).tolist():
                able = choice.able(row)
                stay = sum(bool(able[p, column[m]]) for p, m in choice.kept_people if m in column)
                there = max(there, 1 + 2 * stay if row in here else 0)
                elsewhere = max(elsewhere, stay)
            yield there, elsewhere

    def _finish_early(self, filled: int) -> int:
        """The longest chain of sessions that must all be held."""
        slack = sum(self.most) - filled
        ends = [
            int(c.starts[c.roomy[0]]) + c.duration - self.instance.first_instant
            for s in self._sessions
            if self.most[s] > slack and (c := self.instance.choices[s])
        ]
        return max(ends, default=0) if not slack else 0

    @cached_property
    def most(self) -> list[int]:
        """The most that each session can add to `fill`."""
        return [c.priority * int(c.most.max(initial=0)) for c in self.instance.choices]

    @cached_property
    def _types(self) -> SeatTypes:
        return SeatTypes(self.instance)

    @cached_property
    def _timings(self) -> list[Timing]:
        parts = self._types.parts
        pairs = sum(len(np.unique(self.instance.choices[s].days)) for p in parts for s in p)
        step = 1 if pairs <= _LARGEST else 7
        whole = sum(map(len, parts))
        return [Timing(self.instance, self._types, p, step, len(p) / whole) for p in parts]

    @cached_property
    def _fills(self) -> list[int]:
        return [timing.fill() for timing in self._timings]

    def _fill(self, reached: int) -> int:
        trivial = sum(self.most)
        if reached == trivial:
            return trivial
        return min(trivial, sum(self._fills) if self._linear else self._filled)

    def advice(self) -> list[Advice]:
        """Of each component, how the best filled relaxed plan uses its scarce people."""
        return [timing.advice for timing in self._timings] if self._fills else []

    def _shares(self, filled: int) -> list[int]:
        """What each component fills at least, if all of them fill so much."""
        full = filled == sum(self.most)
        fills = [timing.most for timing in self._timings] if full else self._fills
        return [filled - sum(fills) + most for most in fills]

    def _earliness(self, filled: int) -> int:
        slack = sum(self.most) - filled
        held = {s for s in self._sessions if self.most[s] > slack}
        if not self._linear:
            choices, first = self.instance.choices, self.instance.first_day
            return sum(int(choices[s].days.min()) - first for s in held)
        return sum(
            timing.earliness(least, held)
            for timing, least in zip(self._timings, self._shares(filled), strict=True)
        )

    def _fairness(self, filled: int) -> int:
        if not self._linear:
            return 0
        return sum(
            least_squares(self.instance, self._types, part, least)
            for part, least in zip(self._types.parts, self._shares(filled), strict=True)
        )

    def _fewest_people(self, filled: int) -> int:
        """The most seats that must be filled at one moment, where all the seats must be."""
        if filled < sum(self.most):
            return 0
        events: list[tuple[int, int]] = []
        for session in self._sessions:
            choice = self.instance.choices[session]
            first, last = int(choice.starts[0]), int(choice.starts[-1])
            if last < first + choice.duration:  # runs from its last start to its first end anyhow
                seats = int(choice.most.max())
                events += [
                    (last, seats),
                    (first + choice.duration + max(0, self.instance.gap), -seats),
                ]
        now = most = 0
        for _, change in sorted(events):
            now += change
            most = max(most, now)
        return most
