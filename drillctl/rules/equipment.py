"""At each instant, the equipment in use is at most what there is.

Each session holds its equipment from start to end.
"""

from collections import defaultdict
from collections.abc import Iterator

from drillctl.model.plan import Plan, PlannedSession
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
    users: dict[str, list[tuple[PlannedSession, int]]] = defaultdict(list)
    for session, scenario in known(context, plan):
        for item, amount in scenario.equipment.items():
            users[item].append((session, amount))
    for session, scenario in known(context, plan):
        for item in scenario.equipment:
            running = [(s, n) for s, n in users[item] if s.start <= session.start < s.end]
            used = sum(amount for _, amount in running)
            count = equipment[item].count if item in equipment else 0
            if used > count:
                text = (
                    f"{used} {item} are in use at {clock(session.start)}, of {count}: "
                    + ", ".join(s.id for s, _ in running)
                )
                yield Breach(ID, text, session.id)
