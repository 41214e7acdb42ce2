"""A session is held only if every position has its minimum; all sessions are accounted for.

(The joint block is the `joint` rule's part.) Every session asked for is listed once: held, or
not held with all its seats empty. The empty seats listed are those that are.
"""

from collections import Counter
from collections.abc import Iterator

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.scenario import Scenario
from drillctl.rules.rule import Breach, Context, Quota, SeatQuota, Shape
from drillctl.rules.sessions import known

NUMBER = 12
ID = "run-or-not"
TITLE = tr("Held only with its minimum")
SHAPE = Shape.QUOTA


def quotas(context: Context) -> Iterator[Quota]:
    """Each position between its minimum and its count."""
    for session in context.problem.sessions():
        for position in context.problem.scenarios[session.scenario].positions:
            yield SeatQuota(session, position.id, position.minimum, position.count)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Sessions held below their minimum, and what the lists leave out or make up."""
    asked = {str(session) for session in context.problem.sessions()}
    elsewhere = context.problem.listed_elsewhere()
    listed = Counter([s.id for s in plan.sessions] + [n.id for n in plan.not_held])
    for session in sorted(asked - listed.keys()):
        text = tr("{session} is asked for and neither held nor listed", session=session)
        yield Breach(ID, text, session)
    for session, times in sorted(listed.items()):
        if session in elsewhere:
            text = tr("{session} is listed by a plan elsewhere too", session=session)
            yield Breach(ID, text, session)
        elif session not in asked:
            text = tr("{session} is not asked for by any scenario", session=session)
            yield Breach(ID, text, session)
        if times > 1:
            text = tr("{session} is listed {times} times", session=session, times=times)
            yield Breach(ID, text, session)
    for held, scenario in known(context, plan):
        for miscounted in _miscounted(context, held, scenario):
            yield Breach(ID, miscounted, held.id)


def _miscounted(context: Context, held: PlannedSession, scenario: Scenario) -> Iterator[str]:
    empty = Counter[str]()
    for entry in held.empty:
        empty[entry.position] += entry.seats
    for position in scenario.positions:
        filled = len(held.assigned.get(position.id, ()))
        if filled < position.minimum:
            yield tr(
                "{session} has {filled} {position}, fewer than the minimum {minimum}",
                session=held.id,
                filled=filled,
                position=position.id,
                minimum=position.minimum,
            )
        if filled > position.count:
            yield tr(
                "{session} has {filled} {position}, more than {count}",
                session=held.id,
                filled=filled,
                position=position.id,
                count=position.count,
            )
        if filled + empty[position.id] != max(position.count, filled):
            yield tr(
                "{session} lists {empty} empty seats of {position}, but {filled} of {count} are "
                "filled",
                session=held.id,
                empty=empty[position.id],
                position=position.id,
                filled=filled,
                count=position.count,
            )
        standing_by = len(held.standby.get(position.id, ()))
        if standing_by > position.standby:
            yield tr(
                "{session} has {count} standbys for {position}, more than {most}",
                session=held.id,
                count=standing_by,
                position=position.id,
                most=position.standby,
            )
    positions = {position.id for position in scenario.positions}
    for name in sorted({*held.assigned, *held.standby, *empty} - positions):
        yield tr(
            "{session} names a position {name!r} that its scenario does not have",
            session=held.id,
            name=name,
        )
    for _, member in (*held.members(), *held.standbys()):
        if member not in context.problem.roster.members:
            yield tr(
                "{session} names {member!r}, whom no roster has", session=held.id, member=member
            )
