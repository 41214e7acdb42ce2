"""Nobody is in two places: who takes part in a session of a plan elsewhere is not free for ours.

Around a session elsewhere its members have the policy's rest, too, before they take a seat or
stand by (a standby may be called in); around one for which they only stand by, there is none.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import clock, commitments, minute

NUMBER = 14
ID = "elsewhere"
TITLE = tr("Not taken by a plan elsewhere")
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
    """Who has no part elsewhere near which start."""
    taken = _taken(context)
    mask = None
    for row, member in enumerate(members) if taken else ():
        for session, rest in taken.get(member.id, ()):
            if mask is None:
                mask = np.ones((len(members), len(starts)), dtype=bool)
            begin, end = minute(session.start), minute(session.end)
            mask[row] &= (ends + rest <= begin) | (end + rest <= starts)
    return mask


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Everyone with a part elsewhere at the same time, or without rest before or after it."""
    taken = _taken(context)
    for session, _, member in commitments(context, plan, standbys=True) if taken else ():
        start, end = minute(session.start), minute(session.end)
        for other, rest in taken.get(member.id, ()):
            if start < minute(other.end) + rest and minute(other.start) < end + rest:
                text = tr(
                    "{name} ({member}) is in {session} of a plan elsewhere from {start} to {end}",
                    name=member.name,
                    member=member.id,
                    session=other.id,
                    start=clock(other.start),
                    end=clock(other.end),
                )
                yield Breach(ID, text, session.id, member.id)


def _taken(context: Context) -> dict[str, list[tuple[PlannedSession, int]]]:
    """Each member's sessions elsewhere, and the minutes of rest around them."""

    def found() -> dict[str, list[tuple[PlannedSession, int]]]:
        sessions: dict[str, list[tuple[PlannedSession, int]]] = {}
        for session in context.problem.held_elsewhere():
            for people, rest in (
                (session.members(), context.problem.policy.rest),
                (session.standbys(), 0),
            ):
                for _, member in people:
                    sessions.setdefault(member, []).append((session, rest))
        return sessions

    return context.cached((ID, "taken"), found)
