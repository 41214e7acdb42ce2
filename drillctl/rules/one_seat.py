"""A member holds at most one seat or standby per session, and no two overlapping sessions."""

from collections.abc import Iterator
from itertools import combinations

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.rules.rule import Breach, Conflict, Context, Gap, Shape
from drillctl.rules.sessions import by_member

NUMBER = 3
ID = "one-seat"
TITLE = tr("One seat at a time")
SHAPE = Shape.CONFLICT


def conflicts(context: Context) -> Iterator[Conflict]:
    """Commitments, standbys included, do not overlap."""
    yield Gap(0, standby=True)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Members twice in a session, or in two sessions at once."""
    for member, sessions in by_member(context, plan, standbys=True).items():
        for one, other in combinations(sessions, 2):
            if one.id == other.id:
                text = tr("{member} holds two places in {session}", member=member, session=one.id)
                yield Breach(ID, text, one.id, member)
            elif one.start < other.end and other.start < one.end:
                text = tr(
                    "{member} is in {one} and in {other}, which overlap",
                    member=member,
                    one=one.id,
                    other=other.id,
                )
                yield Breach(ID, text, other.id, member)
