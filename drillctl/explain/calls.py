"""Whom to call after a plan was made again, in which order."""

from collections.abc import Collection
from dataclasses import dataclass

from drillctl.explain.difference import Change, Difference, PersonChange

_FIRST = (Change.ASKED, Change.ANOTHER_TIME, Change.ANOTHER_ROLE, Change.RELEASED)
"""An answer is needed from who is asked; who is released can hear of it last."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to one member, and all there is to tell, soonest session first."""

    member: str
    told: tuple[PersonChange, ...]


def calls(found: Difference, informed: Collection[str] = ()) -> tuple[Call, ...]:
    """Those who are asked first, then who moves, then who is released; each by soonest session.

    `informed`: members who need no call, such as the one who called.
    """
    starts = {session.id: session.session.start for session in found.sessions}

    def urgency(call: Call) -> tuple[object, ...]:
        return min(
            (_FIRST.index(change.change), starts[change.session], call.member)
            for change in call.told
        )

    everyone = [
        Call(member, told) for member, told in found.people.items() if member not in informed
    ]
    return tuple(sorted(everyone, key=urgency))
