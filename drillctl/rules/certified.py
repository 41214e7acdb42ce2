"""Whoever takes a seat holds every certification it needs, in date on the day.

For each of the position's needs the member holds it, or one that includes it, with
issued <= local start date and local end date <= expires. An end at midnight belongs to the day
that it ends.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from drillctl.language import joined, tr
from drillctl.model.plan import Plan
from drillctl.model.roster import HeldCertification, Member, Roster
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape
from drillctl.rules.sessions import commitments, first_day, last_day

NUMBER = 1
ID = "certified"
TITLE = tr("Certified on that very day")
SHAPE = Shape.ELIGIBILITY

_EVER = date.max.toordinal()
_NOBODY = np.empty((0, 3), dtype=np.int64)


def validity(roster: Roster, member: Member, need: str) -> list[tuple[int, int]]:
    """First and last day (ordinals) of everything the member holds that covers `need`."""
    return [_days(held) for held in member.certifications if need in roster.covers(held.id)]


def _days(held: HeldCertification) -> tuple[int, int]:
    return (
        held.issued.toordinal() if held.issued else 0,
        held.expires.toordinal() if held.expires else _EVER,
    )


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
    numbers = context.cached("numbers", lambda: _numbers(context))
    row_of = np.full(len(numbers), -1, dtype=np.int64)
    row_of[[numbers[member.id] for member in members]] = np.arange(len(members))
    first, last = context.timeline.days(starts), context.timeline.days(ends - 1)
    days, at = np.unique(np.column_stack([first, last]), axis=0, return_inverse=True)
    mask = np.ones((len(members), len(days)), dtype=bool)
    for need in position.needs:
        holdings = _holdings(context).get(need, _NOBODY)
        holdings = holdings[row_of[holdings[:, 0]] >= 0]
        issued, expires = holdings[:, 1:2], holdings[:, 2:3]
        able = np.zeros_like(mask)
        valid = (issued <= days[:, 0]) & (days[:, 1] <= expires)
        np.logical_or.at(able, row_of[holdings[:, 0]], valid)
        mask &= able
    return mask[:, at.reshape(-1)]


def _numbers(context: Context) -> dict[str, int]:
    return {member: index for index, member in enumerate(context.problem.roster.members)}


def _holdings(context: Context) -> dict[str, Instants]:
    """For each need, (member's number, first day, last day) of everything held that covers it."""

    def found() -> dict[str, Instants]:
        roster = context.problem.roster
        rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for index, member in enumerate(roster.members.values()):
            for held in member.certifications:
                for need in roster.covers(held.id):
                    rows[need].append((index, *_days(held)))
        return {need: np.array(of_need, dtype=np.int64) for need, of_need in rows.items()}

    return context.cached((ID, "holdings"), found)


def pool(context: Context, position: Position) -> frozenset[int] | None:
    """All who hold, at some time, what the position needs."""
    if not position.needs:
        return None

    def holders(need: str) -> frozenset[int]:
        found = _holdings(context).get(need, _NOBODY)[:, 0]
        return context.cached((ID, "holders", need), lambda: frozenset(found.tolist()))

    return context.cached(
        (ID, "pool", *sorted(position.needs)),
        lambda: frozenset.intersection(*sorted(map(holders, position.needs), key=len)),
    )


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Everyone in a seat, or standing by for one, without a valid certification."""
    roster = context.problem.roster
    for session, position, member in commitments(context, plan, standbys=True):
        first, last = first_day(context, session), last_day(context, session)
        for need in position.needs:
            held = validity(roster, member, need)
            if any(issued <= first and last <= expires for issued, expires in held):
                continue
            yield Breach(
                ID, _uncertified(member, need, position, first, held), session.id, member.id
            )


def _uncertified(
    member: Member, need: str, position: Position, day: int, held: list[tuple[int, int]]
) -> str:
    values = {
        "name": member.name,
        "member": member.id,
        "need": need,
        "position": position.id,
        "day": date.fromordinal(day),
    }
    if not held:
        return tr(
            "{name} ({member}) is not certified {need} for {position} on {day}: never held",
            **values,
        )
    return tr(
        "{name} ({member}) is not certified {need} for {position} on {day}: held {spans}",
        **values,
        spans=joined(
            ", ",
            (
                tr(
                    "{first} to {last}",
                    first=date.fromordinal(max(issued, 1)),
                    last=date.fromordinal(expires),
                )
                for issued, expires in held
            ),
        ),
    )
