"""At each instant, the equipment in use is at most what there is.

Each session holds its equipment from start to end, and so do those of plans elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator

from drillctl.language import joined, tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.rules.rule import Breach, Context, InstantQuota, Quota, Shape
from drillctl.rules.sessions import clock, known, minute, peaks

NUMBER = 10
ID = "equipment"
TITLE = tr("Enough equipment at every moment")
SHAPE = Shape.QUOTA


def quotas(context: Context) -> Iterator[Quota]:
    """One sum over time for each kind of item."""
    scenarios = context.problem.scenarios.values()
    equipment = context.problem.roster.equipment
    for item in sorted({item for scenario in scenarios for item in scenario.equipment}):
        uses = {s.id: s.equipment[item] for s in scenarios if item in s.equipment}
        count = equipment[item].count if item in equipment else 0
        given = tuple(
            (minute(session.start), minute(session.end), session.equipment[item])
            for session in context.problem.held_elsewhere()
            if item in session.equipment
        )
        yield InstantQuota(f"equipment {item}", uses, count, given=given)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Sessions during which more is in use than there is, or that misstate what they use."""
    equipment = context.problem.roster.equipment
    own = {session.id for session in plan.sessions}
    users: dict[str, list[tuple[PlannedSession, int]]] = defaultdict(list)
    for session, scenario in known(context, plan):
        for item, amount in scenario.equipment.items():
            users[item].append((session, amount))
        # Plans of early versions say nothing of it.
        if session.equipment not in ({}, scenario.equipment):
            text = tr(
                "{session} says it holds {equipment}, not what its scenario asks for",
                session=session.id,
                equipment=_listed(session),
            )
            yield Breach(ID, text, session.id)
    for other in context.problem.held_elsewhere():
        for item, amount in other.equipment.items():
            users[item].append((other, amount))
    for session, scenario in known(context, plan):
        for item in scenario.equipment:
            count = equipment[item].count if item in equipment else 0
            for moment, used, running in peaks(session, users[item], own):
                if used > count:
                    text = tr(
                        "{used} {item} are in use at {moment}, of {count}: {sessions}",
                        used=used,
                        item=item,
                        moment=clock(moment),
                        count=count,
                        sessions=joined(", ", (s.id for s in running)),
                    )
                    yield Breach(ID, text, session.id)


def _listed(session: PlannedSession) -> str:
    return joined(
        ", ",
        (
            tr("{count} {item}", count=amount, item=item)
            for item, amount in session.equipment.items()
        ),
    )
