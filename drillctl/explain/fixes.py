"""Fixes that are proven: each suggestion is solved for, and tells what it gains and costs.

Solved around the plan that people have, by the planner's own repair, with only the one session's
choices looked at anew: a plan that keeps every rule and does what the fix promises. Planning again
in full can only do better.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from drillctl.explain.difference import difference
from drillctl.explain.question import Question, Suggestion
from drillctl.explain.suggestions import together
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.planning.candidates import find_candidates
from drillctl.planning.plan import mended
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

_OF_EACH = 2
"""Suggestions that begin alike that are solved for: of many alike, any will do."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A suggestion that helps. `gain`: of the goal `fill` in all; `seats`: filled more where it
    was asked for; `lost`: seats filled less elsewhere; `moved`: sessions that change; `called`:
    people who must be told."""

    text: str
    gain: float
    seats: int
    lost: int
    moved: int
    called: int
    suggestion: Suggestion


class Solver:
    """Solves one change after the other of a problem, around one plan."""

    def __init__(self, problem: Problem, plan: Plan, rules: tuple[Any, ...]) -> None:
        self._problem, self._plan, self._rules = replace(problem, baseline=plan), plan, rules
        context = Context(self._problem, Timeline(self._problem))
        self._candidates = find_candidates(context, rules)

    def solve(self, suggestion: Suggestion, session: str) -> Plan:
        """The plan with the change; of all but `session` people and dates to choose from stay."""
        problem = suggestion.change(self._problem)
        context = Context(problem, Timeline(problem))
        wanted = [s for s in problem.sessions() if str(s) == session]
        anew = find_candidates(context, self._rules, wanted)
        known = {s: anew.get(s) or self._candidates[s] for s in problem.sessions()}
        return mended(context, known, self._rules)


def proven_fixes(
    solver: Solver,
    problem: Problem,
    plan: Plan,
    session: str,
    position: str | None,
    suggestions: Iterable[Suggestion],
    on_try: Callable[[str, int, int], None] = lambda *_: None,
) -> tuple[Fix, ...]:
    """The suggestions that fill the seat, or have the session held, cheapest first.

    Cheapest: fewest seats lost elsewhere, then fewest sessions changed, then fewest people told,
    then the greatest gain. `position` None: the session is not held, and is to be. `on_try` hears
    each suggestion, its number and how many there are.
    """
    tried = _few(suggestions)
    found = []
    for number, suggestion in enumerate(tried, start=1):
        on_try(suggestion.text, number, len(tried))
        made = solver.solve(suggestion, session)
        asked = suggestion.change(problem)
        seats = _seated(made, session, position) - _seated(plan, session, position)
        gain = _filled(asked, made) - _filled(problem, plan)
        demand = position and asked.scenarios[session.rpartition("#")[0]].position(position)
        content = demand and _seated(made, session, position) >= demand.count
        if (seats > 0 and gain > 0) or (content and gain >= 0):
            changed = difference(plan, made)
            everywhere = _seats(made) - _seats(plan)
            here = _seated(made, session, None) - _seated(plan, session, None)
            lost = max(0, here - everywhere)
            fix = Fix(suggestion.text, gain, seats, lost, len(changed.sessions),
                      len(changed.people), suggestion)  # fmt: skip
            found.append(fix)
    return tuple(sorted(found, key=lambda f: (f.lost, f.moved, f.called, -f.gain, f.text)))


def fixes_of(
    solver: Solver,
    problem: Problem,
    plan: Plan,
    position: str | None,
    question: Question,
    offered: Iterable[Suggestion],
    on_ask: Callable[[int], None],
    on_try: Callable[[str, int, int], None],
) -> tuple[Fix, ...]:
    """`proven_fixes` of those `offered`; where none helps alone, of several changes together."""
    session = question.core.session
    found = proven_fixes(solver, problem, plan, session, position, offered, on_try)
    several = None if found else together(question, on_ask)
    if several is None:
        return found
    return proven_fixes(solver, problem, plan, session, position, [several], on_try)


def _few(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Each once, and few that are alike."""
    kept: dict[str, Suggestion] = {}
    alike: Counter[str] = Counter()
    for suggestion in suggestions:
        verb = suggestion.text.partition(" ")[0]
        if suggestion.text not in kept and alike[verb] < _OF_EACH:
            alike[verb] += 1
            kept[suggestion.text] = suggestion
    return list(kept.values())


def _filled(problem: Problem, plan: Plan) -> float:
    """The goal `fill`: seats by their scenarios' priority."""
    return sum(
        problem.scenarios[s.scenario].priority * sum(1 for _ in s.members()) for s in plan.sessions
    )


def _seats(plan: Plan) -> int:
    return sum(1 for session in plan.sessions for _ in session.members())


def _seated(plan: Plan, session: str, position: str | None) -> int:
    """Seats filled in the session, or in one position of it."""
    for held in plan.sessions:
        if held.id == session:
            people = (
                held.assigned.values() if position is None else [held.assigned.get(position, ())]
            )
            return sum(map(len, people))
    return 0
