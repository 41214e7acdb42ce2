"""The smallest set of demands that conflict: an irreducible core, by QuickXplain.

Junker, U.: QUICKXPLAIN, preferred explanations and relaxations for over-constrained problems
(AAAI 2004). Each question asked on the way is decided exactly (`planning.alone`), so that the
core is proven: its demands can't be met together, and without any one of them they can.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from drillctl.explain.demands import (
    OF_PEOPLE,
    ONE_BY_ONE,
    Demand,
    demands,
    of_members,
    of_others,
)
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.planning.alone import Spot, alone, spot_of
from drillctl.planning.candidates import possible_members
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline


@dataclass(frozen=True)
class Core:
    """Why a session can't be held as things are. `problem`: of it alone, all others as planned.

    `demands`, of `everything` that was asked, in the order of `explain.demands`; empty where it
    could be held, at `spot`.
    """

    session: str
    problem: Problem
    demands: tuple[Demand, ...]
    everything: tuple[Demand, ...] = ()
    spot: Spot | None = None


def core(
    problem: Problem,
    rules: tuple[Any, ...],
    plan: Plan,
    session: str,
    on_try: Callable[[int], None] = lambda _: None,
    *,
    given: Collection[str] = (),
) -> Core:
    """The core of a session that `plan` does not hold. `on_try` hears how often was asked.

    `given`: sorts of demand that are not in question, such as a pin where one asks about a start.
    Only what is asked of it conflicts, with what is asked of others as long as these stay as the
    plan has them.
    """
    one = alone(problem, session, plan.sessions)
    found = spot_of(one, rules)
    if found is not None:
        return Core(session, one, (), spot=found)
    scenario = one.scenarios[session.rpartition("#")[0]]
    members = list(one.roster.members)
    context = Context(one, Timeline(one))
    concerned = [members[int(k)] for k in possible_members(context, scenario, rules)]
    held = list(one.held_elsewhere())
    # What comes last is dropped first where several explanations could be given.
    everything = tuple(d for d in demands(one, session, held, concerned) if d.sort not in given)
    asked = _Asked(one, rules, on_try, everything)
    smallest = asked.core(everything)
    if all(demand.place for demand in smallest):
        return Core(session, one, smallest, everything)
    named, asked_of = _named(one, rules, smallest, everything)
    asked = _Asked(one, rules, on_try, asked_of)
    smaller = () if asked.possible(named) else asked.core(named)
    if smaller:
        return Core(session, one, smaller, asked_of)
    return Core(session, one, smallest, everything)


def _named(
    problem: Problem,
    rules: tuple[Any, ...],
    smallest: tuple[Demand, ...],
    everything: tuple[Demand, ...],
) -> tuple[tuple[Demand, ...], tuple[Demand, ...]]:
    """A core's demands, with those of many together taken apart; and all that there are then.

    Only who could take the core's seats matters, and the sessions that take these, or its venue or
    equipment.
    """
    context = Context(problem, Timeline(problem))
    [session] = problem.sessions()
    scenario = problem.scenarios[session.scenario]
    seats = {d.place[3] for d in smallest if d.place[2:3] == ("position",)}
    positions = tuple(p for p in scenario.positions if p.id in seats or not seats)
    members = list(problem.roster.members)
    pool = possible_members(context, replace(scenario, positions=positions), rules)
    few = [members[int(k)] for k in pool]
    sorts = {demand.sort for demand in smallest if not demand.place}
    means = {demand.sort for demand in smallest} & {"venue", "open", "capacity", "equipment"}

    def concerns(other: PlannedSession) -> bool:
        people = {m for _, m in (*other.members(), *other.standbys())}
        return not people.isdisjoint(few) or (bool(means) and bool(other.venue or other.equipment))

    parts: list[Demand] = []
    if sorts & set(OF_PEOPLE):
        for group in of_members(problem, few, sorts):
            parts += group.parts if len(few) <= ONE_BY_ONE and group.parts else [group]
    near = list(problem.held_elsewhere())
    if "planned" in sorts:
        parts += [p for g in of_others([o for o in near if concerns(o)]) for p in g.parts or (g,)]
    far = of_others([o for o in near if not concerns(o)]) if "planned" in sorts else ()
    rest = of_members(problem, sorted(set(members) - set(few)), sorts)
    alone = tuple(d for d in smallest if d.place)
    dropped = (d for d in everything if d.place or d.sort not in sorts)
    return (*alone, *parts), (*dropped, *parts, *far, *rest)


_GIVES_WAY = (
    "window",
    "days",
    "hours",
    "fixed",
    "spacing",
    "pin",
    "after",
    "equipment",
    "venue",
    "open",
    "capacity",
    "minimum",
    "joint",
    "planned",
)
"""Sorts of demand that are easiest to change, the easiest first; the others come after."""


def correction(
    core: Core, rules: tuple[Any, ...], on_try: Callable[[int], None] = lambda _: None
) -> tuple[Demand, ...]:
    """Demands without which all the others can be met: a minimal correction set.

    Grown from the demands hardest to change, each kept if it can be.
    """
    order = {sort: rank for rank, sort in enumerate(_GIVES_WAY)}
    asked = _Asked(core.problem, rules, on_try, core.everything)
    kept: tuple[Demand, ...] = ()
    by_weight = sorted(core.everything, key=lambda d: -order.get(d.sort, len(order)))
    for demand in by_weight:
        if asked.possible((*kept, demand)):
            kept = (*kept, demand)
    return tuple(demand for demand in core.everything if demand not in kept)


class _Asked:
    """Whether the session can be held with some demands and without the others."""

    def __init__(
        self,
        problem: Problem,
        rules: tuple[Any, ...],
        on_try: Callable[[int], None],
        everything: Sequence[Demand],
    ) -> None:
        self._problem, self._rules, self._on_try = problem, rules, on_try
        self._everything = everything
        self._known: dict[frozenset[int], bool] = {}

    def possible(self, kept: Sequence[Demand]) -> bool:
        """Whether it can be held with these alone."""
        here = {id(demand) for demand in kept}
        key = frozenset(here)
        if key not in self._known:
            self._on_try(len(self._known) + 1)
            problem = self._problem
            for demand in self._everything:
                if id(demand) not in here:
                    problem = demand.without(problem)
            self._known[key] = spot_of(problem, self._rules) is not None
        return self._known[key]

    def core(self, found: tuple[Demand, ...]) -> tuple[Demand, ...]:
        """An irreducible part of `found`, which can't be met together.

        Empty where it can't be held even without any of them.
        """
        if not self.possible(()):
            return ()
        smallest = self._quick((), False, found)
        return tuple(demand for demand in found if demand in smallest)

    def _quick(
        self, background: tuple[Demand, ...], grown: bool, found: tuple[Demand, ...]
    ) -> tuple[Demand, ...]:
        if grown and not self.possible(background):
            return ()
        if len(found) == 1:
            return found
        middle = len(found) // 2
        first, second = found[:middle], found[middle:]
        late = self._quick((*background, *first), bool(first), second)
        early = self._quick((*background, *late), bool(late), first)
        return (*early, *late)


def strengthened(problem: Problem, plan: Plan, session: str, position: str) -> Problem:
    """With one seat more demanded of a held session, and as many in the others as there are."""
    scenario = session.rpartition("#")[0]
    held = next(s for s in plan.sessions if s.id == session)

    def minimum(name: str) -> int:
        return len(held.assigned.get(name, ())) + (name == position)

    scenarios = dict(problem.scenarios)
    old = scenarios[scenario]
    positions = (replace(p, minimum=max(p.minimum, minimum(p.id))) for p in old.positions)
    scenarios[scenario] = replace(old, positions=tuple(positions))
    return replace(problem, scenarios=scenarios)
