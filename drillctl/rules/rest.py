"""Between the end of one assignment of a member and the start of the next lies the rest.

Real elapsed time, whatever the clocks do in between. Standbys do not count.
"""

from collections.abc import Iterator
from itertools import pairwise

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.rules.rule import Breach, Conflict, Context, Gap, Shape
from drillctl.rules.sessions import by_member, hours, minute

NUMBER = 4
ID = "rest"
TITLE = tr("Rested")
SHAPE = Shape.CONFLICT


def conflicts(context: Context) -> Iterator[Conflict]:
    """Assignments lie the policy's rest apart."""
    if context.problem.policy.rest:
        yield Gap(context.problem.policy.rest)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Members who start again too soon."""
    rest = context.problem.policy.rest
    if not rest:
        return
    for member, sessions in by_member(context, plan, standbys=False).items():
        for one, other in pairwise(sessions):
            between = minute(other.start) - minute(one.end)
            if one.id != other.id and between < rest:
                text = tr(
                    "{member} has {hours} between {one} and {other}, less than the rest of {rest}",
                    member=member,
                    hours=hours(between),
                    one=one.id,
                    other=other.id,
                    rest=hours(rest),
                )
                yield Breach(ID, text, other.id, member)
