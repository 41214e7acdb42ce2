"""The plan is as good as proven: ``gap: "<= 1%"``, or ``gap: {goal: joint, max: 1%}``.

The relative distance of the goal's value from the bound that is proven for it, as `plan` prints
it. Without ``goal`` the policy's first.
"""

from fractions import Fraction

from drillctl.expectations.question import Question, Verdict
from drillctl.language import tr
from drillctl.model.expectation import Form, Sort

TITLE = "Distance of a goal from its proven bound"
FORM = Form({"goal": Sort.GOAL, "max": Sort.GAP}, required=("max",), short="max")
PLAN_WIDE = True
NESTED = False


def judge(question: Question) -> Verdict:
    """The gap that the plan states."""
    goal = question.value("goal", question.problem.goals[0])
    found = next((value for value in question.plan.goals if value.id == goal), None)
    if found is None:
        return Verdict(False, tr("the plan says nothing of the goal {goal}", goal=goal.value))
    most = question.value("max")
    said = tr(
        "{goal} {value:,g} of {bound:,g}, a gap of {gap:.2%}, allowed are {most:.2%}",
        goal=goal.value,
        value=found.value,
        bound=found.bound,
        gap=found.gap,
        most=float(most),
    )
    # In fractions: a gap of just what is allowed passes.
    value, bound = Fraction(found.value), Fraction(found.bound)
    passed = abs(bound - value) <= most * max(abs(value), abs(bound))
    return Verdict(passed, said)
