"""A session is held only if every position has its minimum; all sessions are accounted for.

(The joint block is the `joint` rule's part.) Every session asked for is listed once: held, or
not held with all its seats empty. The empty seats listed are those that are.
"""

from collections import Counter
from collections.abc import Iterator

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.scenario import Scenario
from drillctl.rules.rule import Breach, Context, Quota, SeatQuota, Shape
from drillctl.rules.sessions import known

NUMBER = 12
ID = "run-or-not"
TITLE = "Held only with its minimum"
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
        yield Breach(ID, f"{session} is asked for and neither held nor listed", session)
    for session, times in sorted(listed.items()):
        if session in elsewhere:
            yield Breach(ID, f"{session} is listed by a plan elsewhere too", session)
        elif session not in asked:
            yield Breach(ID, f"{session} is not asked for by any scenario", session)
        if times > 1:
            yield Breach(ID, f"{session} is listed {times} times", session)
    for held, scenario in known(context, plan):
        for text in _miscounted(context, held, scenario):
            yield Breach(ID, f"{held.id} {text}", held.id)


def _miscounted(context: Context, held: PlannedSession, scenario: Scenario) -> Iterator[str]:
    empty = Counter[str]()
    for entry in held.empty:
        empty[entry.position] += entry.seats
    for position in scenario.positions:
        filled = len(held.assigned.get(position.id, ()))
        if filled < position.minimum:
            yield f"has {filled} {position.id}, fewer than the minimum {position.minimum}"
        if filled > position.count:
            yield f"has {filled} {position.id}, more than {position.count}"
        if filled + empty[position.id] != max(position.count, filled):
            yield (
                f"lists {empty[position.id]} empty seats of {position.id}, "
                f"but {filled} of {position.count} are filled"
            )
        standing_by = len(held.standby.get(position.id, ()))
        if standing_by > position.standby:
            yield f"has {standing_by} standbys for {position.id}, more than {position.standby}"
    positions = {position.id for position in scenario.positions}
    for name in sorted({*held.assigned, *held.standby, *empty} - positions):
        yield f"names a position {name!r} that its scenario does not have"
    for _, member in (*held.members(), *held.standbys()):
        if member not in context.problem.roster.members:
            yield f"names {member!r}, whom no roster has"
