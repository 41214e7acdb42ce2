"""Whoever takes a seat holds every certification it needs, in date on the day.

For each of the position's needs the member holds it, or one that includes it, with
issued <= local start date and local end date <= expires. An end at midnight belongs to the day
that it ends.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from drillctl.model.plan import Plan
from drillctl.model.roster import Member, Roster
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import commitments, first_day, last_day

NUMBER = 1
ID = "certified"
TITLE = "Certified on that very day"
SHAPE = Shape.ELIGIBILITY

_EVER = date.max.toordinal()


def validity(roster: Roster, member: Member, need: str) -> list[tuple[int, int]]:
    """First and last day (ordinals) of everything the member holds that covers `need`."""
    return [
        (
            held.issued.toordinal() if held.issued else 0,
            held.expires.toordinal() if held.expires else _EVER,
        )
        for held in member.certifications
        if need in roster.covers(held.id)
    ]


def seats(
    context: Context,
    scenario: Scenario,
    position: Position,
    members: Sequence[Member],
    starts: Instants,
    ends: Instants,
) -> Mask | None:
    """Who is certified at which start."""
    if not position.needs:
        return None
    roster = context.problem.roster
    covering = {
        need: {c for c in roster.certifications if need in roster.covers(c)} | {need}
        for need in position.needs
    }
    first, last = context.timeline.days(starts), context.timeline.days(ends - 1)
    mask = np.ones((len(members), len(starts)), dtype=bool)
    for row, member in enumerate(members):
        for need in position.needs:
            valid = np.zeros(len(starts), dtype=bool)
            for held in member.certifications:
                if held.id in covering[need]:
                    issued = held.issued.toordinal() if held.issued else 0
                    expires = held.expires.toordinal() if held.expires else _EVER
                    valid |= (issued <= first) & (last <= expires)
            mask[row] &= valid
    return mask


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Everyone in a seat, or standing by for one, without a valid certification."""
    roster = context.problem.roster
    for session, position, member in commitments(context, plan, standbys=True):
        first, last = first_day(context, session), last_day(context, session)
        for need in position.needs:
            held = validity(roster, member, need)
            if any(issued <= first and last <= expires for issued, expires in held):
                continue
            days = ", ".join(
                f"{date.fromordinal(max(issued, 1))} to {date.fromordinal(expires)}"
                for issued, expires in held
            )
            text = f"{member.name} ({member.id}) is not certified {need} for {position.id} on "
            text += f"{date.fromordinal(first)}: " + (f"held {days}" if days else "never held")
            yield Breach(ID, text, session.id, member.id)
