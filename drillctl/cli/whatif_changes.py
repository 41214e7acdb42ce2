"""What `drillctl whatif` is asked, and the problem that it makes of it.

A plan that whatif writes says so in `made.whatif`, since its files don't; `audit --reproduce`
asks the same again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from drillctl.language import Message, tr

if TYPE_CHECKING:
    from drillctl.model.problem import Problem


_SORTS = {
    "member": tr("member"),
    "team": tr("team"),
    "venue": tr("venue"),
    "equipment": tr("equipment"),
    "certification": tr("certification"),
    "session": tr("session"),
}


class _WrongUseError(ValueError):
    """What is wrong with an option, for the person at the terminal."""


def changed(
    problem: "Problem", asked: Sequence[tuple[str, str]]
) -> "tuple[Problem, tuple[Any, ...] | None, list[Message]]":
    """The problem with what was asked, and the rules to plan it by (None: all).

    `asked`: names of options in `CHANGES`, and their values. What is wrong with them comes last;
    what is right of them is in the problem all the same.
    """
    from drillctl.explain.whatif import CalledOff
    from drillctl.rules import all_rules

    wrong = []
    for option, value in asked:
        try:
            problem = CHANGES[option](problem, value)
        except _WrongUseError as error:
            wrong.append(error.args[0])
    cancelled = frozenset(value for option, value in asked if option == "cancel")
    rules = (CalledOff(cancelled), *all_rules()) if cancelled else None
    return problem, rules, wrong


def written(asked: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """As a plan keeps them: ``without member:anna``."""
    return tuple(f"{option} {value}" for option, value in asked)


def read(kept: Sequence[str]) -> list[tuple[str, str]] | None:
    """The options that a plan has kept; None where one of them is none."""
    asked = [(option, value) for option, _, value in (one.partition(" ") for one in kept)]
    return asked if all(option in CHANGES for option, _ in asked) else None


def _split(value: str, mark: str, how: str) -> tuple[str, str]:
    first, found, second = value.partition(mark)
    if not found or not first or not second:
        raise _WrongUseError(tr("{value!r}: write {how}", value=value, how=how))
    return first, second


def _known(name: str, sort: str, names: Iterable[str]) -> str:
    from drillctl.files.diagnostics import no_such

    known = list(names)
    if name not in known:
        raise _WrongUseError(no_such(_SORTS[sort], name, tr("the files"), known))
    return name


def _without(problem: "Problem", value: str) -> "Problem":
    from drillctl.model import changes

    how = tr("member:ID, team:ID, venue:ID or equipment:ID")
    sort, name = _split(value, ":", how)
    roster = problem.roster
    match sort:
        case "member":
            return changes.without_members(problem, frozenset({_known(name, sort, roster.members)}))
        case "team":
            _known(name, sort, roster.teams)
            gone = frozenset(m.id for m in roster.members.values() if m.team == name)
            return changes.without_members(problem, gone)
        case "venue":
            return changes.without_venue(problem, _known(name, sort, roster.venues))
        case "equipment":
            count = roster.equipment[_known(name, sort, roster.equipment)].count
            return changes.with_equipment(problem, name, -count)
        case _:
            raise _WrongUseError(tr("{value!r}: write {how}", value=value, how=how))


def _with(problem: "Problem", value: str) -> "Problem":
    from drillctl.model import changes

    how = tr("member:ID=CERTIFICATION or equipment:ID=NUMBER")
    sort, rest = _split(value, ":", how)
    name, what = _split(rest, "=", how)
    roster = problem.roster
    match sort:
        case "member":
            _known(name, sort, roster.members)
            _known(what, "certification", roster.certifications)
            return changes.with_certification(problem, name, what)
        case "equipment":
            _known(name, sort, roster.equipment)
            if not what.removeprefix("+").isdigit():
                raise _WrongUseError(
                    tr("{value!r}: {number!r} is no number of items more", value=value, number=what)
                )
            return changes.with_equipment(problem, name, int(what))
        case _:
            raise _WrongUseError(tr("{value!r}: write {how}", value=value, how=how))


def _session(problem: "Problem", name: str) -> str:
    return _known(name, "session", (str(session) for session in problem.sessions()))


def _move(problem: "Problem", value: str) -> "Problem":
    from drillctl.files.values import parse_moment
    from drillctl.model.changes import pinned
    from drillctl.model.pin import Pin

    name, when = _split(value, "=", "SCENARIO#N=2027-03-13T09:00")
    moment = parse_moment(when)
    if moment is None or "T" not in when:
        raise _WrongUseError(
            tr(
                "{value!r}: {time!r} is no local time such as 2027-03-13T09:00",
                value=value,
                time=when,
            )
        )
    return pinned(problem, Pin(_session(problem, name), start=moment))


def _cancel(problem: "Problem", value: str) -> "Problem":
    _session(problem, value)
    return problem


def _busy(problem: "Problem", value: str) -> "Problem":
    from drillctl.files.values import parse_moment
    from drillctl.model.changes import absent
    from drillctl.model.plan import Absence

    how = "MEMBER:2027-03-01..2027-03-10"
    name, span = _split(value, ":", how)
    first, last = _split(span, "..", how)
    start, end = parse_moment(first), parse_moment(last, days_more=1)
    if start is None or end is None:
        raise _WrongUseError(
            tr("{value!r}: write {how}, dates or local times", value=value, how=how)
        )
    absence = Absence(_known(name, "member", problem.roster.members), start, end, tr("what if"))
    if absence.end <= absence.start:
        raise _WrongUseError(tr("{value!r} ends before it begins", value=value))
    return absent(problem, absence)


CHANGES: Mapping[str, Callable[["Problem", str], "Problem"]] = {
    "without": _without,
    "with": _with,
    "move": _move,
    "cancel": _cancel,
    "busy": _busy,
}
"""Options of whatif that change the problem, in the order in which they do."""
