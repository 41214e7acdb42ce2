"""Every rule and every goal of a plan, checked by its plain definition."""

from collections.abc import Iterator

from drillctl.audit.goals import value
from drillctl.language import joined, tr
from drillctl.model.plan import Plan
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem
from drillctl.model.retest import answering, retest_demands
from drillctl.rules import all_rules
from drillctl.rules.rule import Breach, Context
from drillctl.timeline.timeline import Timeline

_TOLERANCE = 1e-6
"""Below the last of the four decimals to which goals are stated."""


def audit(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    """Every breach of a rule, and every goal whose stated value or bound can't be right.

    In the order of the rules, then of sessions and members; then the goals (rule id ``goals``)
    and which sessions answer which finding (``findings``).
    """
    context = Context(problem, Timeline(problem))
    found: list[Breach] = []
    for rule in all_rules():
        found += sorted(
            rule.breaches(context, plan),
            key=lambda breach: (breach.session or "", breach.member or "", breach.text),
        )
    return (*found, *_goal_breaches(context, plan), *_finding_breaches(context, plan))


def checkable(goal: Goal, problem: Problem, plan: Plan) -> bool:
    """False for the stability of a replan whose baseline is not at hand: nothing to count by."""
    return goal is not Goal.STABILITY or plan.revision == 1 or problem.baseline is not None


def _goal_breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    # Planned for last whether or not the policy names it (see `Goal`), so no plan is wrong to.
    known = {*context.problem.goals, Goal.STANDBY}
    if plan.revision > 1:
        known.add(Goal.STABILITY)
    for times, stated in enumerate(plan.goals):
        if stated.id not in known:
            yield Breach("goals", tr("goal {goal} is none of the policy's", goal=stated.id))
        if stated.id in {earlier.id for earlier in plan.goals[:times]}:
            yield Breach("goals", tr("goal {goal} is stated twice", goal=stated.id))
        if checkable(stated.id, context.problem, plan):
            real = value(stated.id, context, plan)
            if not abs(real - stated.value) <= _TOLERANCE:
                text = tr(
                    "goal {goal} is {real:,}, but the plan says {stated:,}",
                    goal=stated.id,
                    real=real,
                    stated=stated.value,
                )
                yield Breach("goals", text)
        short = stated.bound - stated.value if stated.id.maximised else stated.value - stated.bound
        if not short >= -_TOLERANCE:
            text = tr(
                "goal {goal} is {stated:,}, beyond its bound {bound:,}",
                goal=stated.id,
                stated=stated.value,
                bound=stated.bound,
            )
            yield Breach("goals", text)


def _finding_breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Retests that are answered by other sessions than the plan says."""
    stated = {f.action: sorted(f.sessions) for f in plan.findings if f.action is not None}
    for demand in retest_demands(context.problem):
        name = demand.owed.id
        real = sorted(answering(demand, plan.sessions, context.timeline.zone))
        if name in stated and stated[name] != real:
            yield Breach(
                "findings",
                tr(
                    "{action} is retested by {real}, but the plan says {stated}",
                    action=name,
                    real=joined(", ", real) if real else tr("none"),
                    stated=joined(", ", stated[name]) if stated[name] else tr("none"),
                ),
            )
