"""Every rule and every goal of a plan, checked by its plain definition."""

from collections.abc import Iterator

from drillctl.audit.goals import value
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.rules import all_rules
from drillctl.rules.rule import Breach, Context
from drillctl.timeline.timeline import Timeline

_TOLERANCE = 1e-6


def audit(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    """Every breach of a rule, and every goal whose stated value or bound can't be right.

    In the order of the rules, then of sessions and members.
    """
    context = Context(problem, Timeline(problem))
    found: list[Breach] = []
    for rule in all_rules():
        found += sorted(
            rule.breaches(context, plan),
            key=lambda breach: (breach.session or "", breach.member or "", breach.text),
        )
    return (*found, *_goal_breaches(context, plan))


def _goal_breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    for stated in plan.goals:
        real = value(stated.id, context, plan)
        if abs(real - stated.value) > _TOLERANCE:
            text = f"goal {stated.id} is {real:g}, but the plan says {stated.value:g}"
            yield Breach("goals", text)
        beyond = (
            stated.value > stated.bound + _TOLERANCE
            if stated.id.maximised
            else stated.value < stated.bound - _TOLERANCE
        )
        if beyond:
            text = f"goal {stated.id} is {stated.value:g}, beyond its bound {stated.bound:g}"
            yield Breach("goals", text)
