"""Reasons as they may be shown: all of them, or those that name nobody."""

from collections.abc import Iterator, Sequence

from drillctl.language.recognition import reason_message
from drillctl.model.problem import Problem


def reasons_shown(reasons: Sequence[str], hidden: Sequence[str] = ()) -> list[str]:
    """The messages that a plan's reasons were, but for those in which a `hidden` name stands."""
    return [reason_message(text) for text in reasons if not any(name in text for name in hidden)]


def personal_names(problem: Problem) -> tuple[str, ...]:
    """Every member's id and name: what is for no redacted export."""
    return tuple(_each_name(problem))


def _each_name(problem: Problem) -> Iterator[str]:
    for member in problem.roster.members.values():
        yield from (member.id, member.name)
