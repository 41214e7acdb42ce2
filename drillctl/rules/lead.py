"""A lead position is filled by a professional unless its `kind` says otherwise."""

from collections.abc import Iterator, Sequence

import numpy as np

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.roster import Kind, Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import commitments

NUMBER = 6
ID = "lead"
TITLE = tr("Led by a professional")
SHAPE = Shape.ELIGIBILITY


def _bars(position: Position, member: Member) -> bool:
    return position.lead and position.kind is None and member.kind is not Kind.PROFESSIONAL


def seats(
    context: Context,
    scenario: Scenario,
    position: Position,
    members: Sequence[Member],
    starts: Instants,
    ends: Instants,
) -> Mask | None:
    """Professionals only, at every start."""
    if not position.lead or position.kind is not None:
        return None
    may = np.array([not _bars(position, member) for member in members], dtype=bool)
    return np.broadcast_to(may[:, None], (len(members), len(starts)))


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Volunteers who lead."""
    for session, position, member in commitments(context, plan, standbys=True):
        if _bars(position, member):
            text = tr(
                "{position} leads {session}, but {name} ({member}) is a {kind}",
                position=position.id,
                session=session.id,
                name=member.name,
                member=member.id,
                kind=member.kind.word,
            )
            yield Breach(ID, text, session.id, member.id)
