"""The whole of a session lies in the free time of everyone in it.

Free time is the member's pattern + free - busy, with adjoining intervals merged.
"""

from collections.abc import Iterator, Sequence

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import clock, commitments, minute

NUMBER = 2
ID = "available"
TITLE = tr("Available for the whole session")
SHAPE = Shape.ELIGIBILITY
ANY_POSITION = True


def seats(
    context: Context,
    scenario: Scenario,
    position: Position,
    members: Sequence[Member],
    starts: Instants,
    ends: Instants,
) -> Mask | None:
    """Who is free at which start."""
    return context.timeline.are_free(members, starts, ends)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Everyone whose free time does not hold the session."""
    for session, _, member in commitments(context, plan, standbys=True):
        start, end = minute(session.start), minute(session.end)
        free = context.timeline.free(member.id).tolist()
        if not any(begin <= start and end <= until for begin, until in free):
            text = tr(
                "{name} ({member}) is not free for all of {start} to {end}",
                name=member.name,
                member=member.id,
                start=clock(session.start),
                end=clock(session.end),
            )
            yield Breach(ID, text, session.id, member.id)
