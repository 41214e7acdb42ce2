"""``drillctl whatif``: the difference a change would make; nothing is written unless asked."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from drillctl.cli.changing import changing
from drillctl.cli.plan import audited_plan
from drillctl.cli.replanning import bad_moment, read_with_baseline
from drillctl.cli.terminal import note, say
from drillctl.language import tr

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


@changing("drillctl whatif", lambda given: [given["output"]])
def whatif(
    paths: list[str],
    *,
    plan: str,
    without: list[str],
    with_: list[str],
    move: list[str],
    cancel: list[str],
    busy: list[str],
    edit: list[str],
    as_of: str | None,
    context: Sequence[str],
    effort: str,
    output: str | None,
    format: str,
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Plans again with the changes around `plan`; prints before and after, and who is affected."""
    from drillctl.cli.difference import shown
    from drillctl.cli.saving import Act, save_plan
    from drillctl.explain.difference import difference
    from drillctl.explain.whatif import CalledOff
    from drillctl.planning.search import Effort, Options
    from drillctl.rules import all_rules

    act = Act("whatif", reason, by)
    if act.wrong("-" if output is None else output) or bad_moment("--as-of", as_of):
        return 2
    read = read_with_baseline(plan, paths, as_of, context, instead=edit)
    if read is None:
        return 1
    loaded, problem = read
    baseline = problem.baseline
    assert baseline is not None
    wrong = 0
    asked: tuple[tuple[list[str], Callable[[Problem, str], Problem]], ...] = (
        (without, _without), (with_, _with), (move, _move), (cancel, _cancel), (busy, _busy),
    )  # fmt: skip
    for values, change in asked:
        for value in values:
            try:
                problem = change(problem, value)
            except _WrongUseError as error:
                note(tr("error: {text}", text=str(error)))
                wrong += 1
    if wrong:
        return 2
    rules = (CalledOff(frozenset(cancel)), *all_rules()) if cancel else None
    made = audited_plan(problem, Options(Effort(effort)), loaded, rules)
    if made is None:
        return 3
    found = difference(baseline, made)
    assert loaded.problem is not None
    # Who is left out of the question still has a name.
    members = {**loaded.problem.roster.members, **problem.roster.members}
    if output is not None:
        save_plan(made, output, act)
    if output != "-":
        say(shown(found, members, format))
    return 0


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
