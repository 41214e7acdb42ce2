"""What each demand of a core suggests: the smallest change that would loosen it, yet unproven.

Whatever single change makes possible what is not must loosen a demand of every core, so one core
tells where to look. Each change is as small as can be: the nearest date, the fewest boats, the
next lower number. What keeps people safe, rest and limits, is not suggested to be loosened.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from drillctl.explain import dates, means, people
from drillctl.explain.core import correction
from drillctl.explain.demands import Demand
from drillctl.explain.question import Question, Suggestion
from drillctl.language import joined
from drillctl.model import changes
from drillctl.model.pin import Pin
from drillctl.model.problem import Problem

_OF_EACH = 2
"""Suggestions of one sort that are made: of many alike, any will do."""

_AT_ONCE = 3
"""Changes that are suggested together at most."""

_FINDERS: dict[str, Callable[[Question, Demand], Iterator[Suggestion]]] = {
    "window": dates.window,
    "days": dates.days,
    "hours": dates.hours,
    "fixed": dates.fixed,
    "spacing": dates.spacing,
    "after": dates.after,
    "pin": dates.pin,
    "planned": dates.planned,
    "equipment": means.equipment,
    "venue": means.venue,
    "open": means.open_longer,
    "minimum": people.minimum,
    "joint": people.joint,
    "needs": people.needs,
    "dates": people.dates,
    "busy": people.freeing,
    "availability": people.freeing,
}

_WORDS = {"needs": "certify", "dates": "renew", "busy": "free", "availability": "free"}
"""How the suggestions of these sorts begin."""


def suggestions(question: Question, known: Collection[str] = ()) -> Iterator[Suggestion]:
    """At most two of a sort, in the order of the core.

    `known`: the first words of suggestions that there are already, which need no others.
    """
    made = Counter[str]()
    for demand in question.core.demands:
        find = _FINDERS.get(demand.sort)
        if find is None or _WORDS.get(demand.sort) in known:
            continue
        found = find(question, demand)
        while made[demand.sort] < _OF_EACH and (suggestion := next(found, None)) is not None:
            made[demand.sort] += 1
            yield suggestion


def together(question: Question, on_try: Callable[[int], None]) -> Suggestion | None:
    """Several changes that would do together, where no single one does; None where none is known.

    They loosen as few demands as a correction needs: those easiest to change, toward one date.
    """
    core = question.core
    dropped = correction(core, question.rules, on_try)
    free = core.problem
    for demand in dropped:
        free = demand.without(free)
    everywhere = replace(question, core=replace(core, problem=free))
    found = everywhere.nearest(lambda problem: problem)
    if found is None or not 2 <= len(dropped) <= _AT_ONCE:
        return None
    pin = Pin(core.session, start=found[1], venue=found[0].venue)
    made: list[Suggestion] = []
    for demand in dropped:
        problem = core.problem
        for other in dropped:
            if other is not demand:
                problem = other.without(problem)
        alone = replace(question, core=replace(core, problem=changes.pinned(problem, pin)))
        find = _FINDERS.get(demand.sort)
        suggestion = next(find(alone, demand), None) if find else None
        if suggestion is None:
            return None
        made.append(suggestion)

    def all_of_them(problem: Problem) -> Problem:
        for suggestion in made:
            problem = suggestion.loosen(problem)
        return problem

    return Suggestion(joined(", ", (suggestion.what for suggestion in made)), all_of_them, pin)
