"""At each instant, the equipment in use is at most what there is.

Each session holds its equipment from start to end.
"""

from collections.abc import Iterator

from drillctl.model.plan import Plan
from drillctl.rules.rule import Breach, Context, InstantQuota, Quota, Shape
from drillctl.rules.sessions import clock, known

NUMBER = 10
ID = "equipment"
TITLE = "Enough equipment at every moment"
SHAPE = Shape.QUOTA


def quotas(context: Context) -> Iterator[Quota]:
    """One sum over time for each kind of item."""
    scenarios = context.problem.scenarios.values()
    equipment = context.problem.roster.equipment
    for item in sorted({item for scenario in scenarios for item in scenario.equipment}):
        uses = {s.id: s.equipment[item] for s in scenarios if item in s.equipment}
        count = equipment[item].count if item in equipment else 0
        yield InstantQuota(f"equipment {item}", uses, count)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Sessions at whose start more is in use than there is."""
    equipment = context.problem.roster.equipment
    sessions = list(known(context, plan))
    for session, scenario in sessions:
        running = [(s, o) for s, o in sessions if s.start <= session.start < s.end]
        for item in scenario.equipment:
            used = sum(other.equipment.get(item, 0) for _, other in running)
            count = equipment[item].count if item in equipment else 0
            if used > count:
                text = (
                    f"{used} {item} are in use at {clock(session.start)}, of {count}: "
                    + ", ".join(s.id for s, other in running if item in other.equipment)
                )
                yield Breach(ID, text, session.id)
