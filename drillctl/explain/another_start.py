"""Why not then: what stands in the way of another start, and what it would cost all the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from drillctl.explain.difference import Difference, difference
from drillctl.model.changes import pinned
from drillctl.model.pin import Pin
from drillctl.model.plan import NotHeld, Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.rules.rule import Breach, Context


@dataclass(frozen=True, slots=True)
class AnotherStart:
    """`breaches`: what the session would break if it only moved, venue and people as they are.

    `moved`: the difference of a plan made again with the session at that start; `why_not`: why
    the session could not be held then at all, empty where it could.
    """

    breaches: tuple[Breach, ...]
    moved: Difference
    why_not: tuple[str, ...]


def another_start(
    problem: Problem,
    context: Context,
    rules: Sequence[Any],
    plan: Plan,
    session: PlannedSession,
    start: datetime,
) -> AnotherStart:
    """What `session` at `start` (local wall time) would break, and what it would cost.

    The plan made again keeps all else as far as it can; it is solved, not guessed.
    """
    instant = context.timeline.instant(start)
    length = problem.scenarios[session.scenario].duration
    there = replace(
        session,
        start=context.timeline.local(instant),
        end=context.timeline.local(instant + length),
    )
    trial = replace(plan, sessions=tuple(there if s.id == session.id else s for s in plan.sessions))
    found: list[Breach] = []
    for rule in rules:
        known = {breach.text for breach in rule.breaches(context, plan)}
        found += [breach for breach in rule.breaches(context, trial) if breach.text not in known]
    pin = Pin(session.id, start=start)
    made = make_plan(pinned(replace(problem, baseline=plan), pin), Options(Effort.QUICK))
    absent = next((n for n in made.not_held if n.id == session.id), NotHeld(session.id))
    return AnotherStart(tuple(found), difference(plan, made), absent.why)
