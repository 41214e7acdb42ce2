"""A position with a `kind` is filled by members of that kind."""

from collections.abc import Iterator, Sequence

import numpy as np

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import commitments

NUMBER = 7
ID = "kind"
TITLE = tr("Of the kind that the position asks for")
SHAPE = Shape.ELIGIBILITY


def pool(context: Context, position: Position) -> frozenset[int] | None:
    """All members of the kind."""
    kind = position.kind
    if kind is None:
        return None
    members = context.problem.roster.members
    return context.cached(
        (ID, kind),
        lambda: frozenset(i for i, member in enumerate(members.values()) if member.kind is kind),
    )


def seats(
    context: Context,
    scenario: Scenario,
    position: Position,
    members: Sequence[Member],
    starts: Instants,
    ends: Instants,
) -> Mask | None:
    """Members of the kind, at every start."""
    if position.kind is None:
        return None
    may = np.array([member.kind is position.kind for member in members], dtype=bool)
    return np.broadcast_to(may[:, None], (len(members), len(starts)))


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Members of the other kind."""
    for session, position, member in commitments(context, plan, standbys=True):
        if position.kind is not None and member.kind is not position.kind:
            text = tr(
                "{position} is for a {asked}, but {name} ({member}) is a {kind}",
                position=position.id,
                asked=position.kind.word,
                name=member.name,
                member=member.id,
                kind=member.kind.word,
            )
            yield Breach(ID, text, session.id, member.id)
