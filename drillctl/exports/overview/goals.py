"""Goals in words: what each is about, its value with its unit, how far it is from its bound."""

from drillctl.language import Message, tr
from drillctl.model.plan import GoalValue
from drillctl.model.policy import Goal


def goal_name(goal: Goal) -> Message:
    """What the goal is about, for who does not know its id."""
    match goal:
        case Goal.FILL:
            return tr("Seats filled, by priority")
        case Goal.JOINT:
            return tr("Pairs of teams that meet")
        case Goal.RETEST:
            return tr("Retests held in time")
        case Goal.CURRENCY:
            return tr("Due practices held")
        case Goal.STABILITY:
            return tr("Sessions and people as before")
        case Goal.FAIRNESS:
            return tr("Hours shared evenly (less is better)")
        case Goal.FEWEST_PEOPLE:
            return tr("People needed (less is better)")
        case Goal.FINISH_EARLY:
            return tr("Time until the last session (less is better)")
        case Goal.EARLINESS:
            return tr("Days until the sessions (less is better)")
        case Goal.STANDBY:
            return tr("Standbys named, by priority")


def goal_value(goal: str, value: float) -> str:
    """A goal's value with its unit."""
    # Six digits are enough; of a larger number all before the point, never 1e+06.
    number = f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}"
    match goal:
        case "fairness":
            return tr("{number} h²", number=number)
        case "finish_early":
            return tr("{number} h", number=number)
        case "earliness":
            return tr("{number} days", number=number)
        case _:
            return number


def goal_gap(goal: GoalValue) -> Message:
    """How far the value may be from the best one, as a sentence."""
    if goal.gap == 0:
        return tr("proven: no plan does better")
    if goal.id.maximised:
        return tr("proven: no plan reaches more than {bound}", bound=_bound(goal))
    return tr("proven: no plan gets below {bound}", bound=_bound(goal))


def _bound(goal: GoalValue) -> str:
    return goal_value(goal.id, goal.bound)
