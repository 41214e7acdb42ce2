"""A plan as an agenda: week by week, what is held when and where, who leads, what is empty."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from rich.console import Console
from rich.text import Text

from drillctl.cli.difference import name
from drillctl.cli.show_marks import EMPTY_SEATS, mark, style
from drillctl.exports.overview.reasons import reasons_shown
from drillctl.exports.overview.sessions import SessionShown
from drillctl.language import in_language, joined, tr, trn
from drillctl.language.cells import cells
from drillctl.language.dates import day_shown
from drillctl.language.weekdays import short_weekday
from drillctl.model.plan import NotHeld
from drillctl.model.problem import Problem

INDENT = 4


def agenda(
    problem: Problem, sessions: Sequence[SessionShown], people: Sequence[str], width: int
) -> Iterator[Text]:
    """Lines of at most `width` cells. `people`: members whose part is named."""
    ids = max((len(shown.session.id) for shown in sessions), default=0)
    in_order = sorted(sessions, key=lambda s: (s.start, s.session.id))
    lines = {s.session.id: (_line(s, ids), in_language(_more(problem, s))) for s in in_order}
    beside = all(line.cell_len + 2 + cells(more) <= width for line, more in lines.values())
    for monday, group in groupby(in_order, lambda s: _monday(s.start.date())):
        here = list(group)
        head = tr(
            "{week}: {first} to {last}",
            week=week_name(monday),
            first=day_shown(monday),
            last=day_shown(monday + timedelta(days=6)),
        )
        count = trn("{n} session", "{n} sessions", len(here))
        yield from _wrapped(Text(in_language(joined(", ", (head, count))), "bold"), width, 0)
        for shown in here:
            line, more = lines[shown.session.id]
            if beside:
                yield line.append(f"  {more}")
            else:
                yield from _wrapped(line, width, INDENT)
                yield from _wrapped(Text(" " * INDENT + more), width, INDENT)
            yield from _parts(problem, shown, people, width)
            yield from _empty(shown, width)
        yield Text()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """The week as ISO 8601 writes it, ``2027-W09``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def leads(problem: Problem, shown: SessionShown) -> tuple[str, ...]:
    """The members in its leading positions."""
    return tuple(
        member
        for position in shown.scenario.positions
        if position.lead
        for member in shown.session.assigned.get(position.id, ())
    )


def _line(shown: SessionShown, ids: int) -> Text:
    """When, what, and how many seats are filled. `ids`: cells of the longest id."""
    session, start, end = shown.session, shown.start, shown.end
    line = Text(f"  {in_language(short_weekday(start))} {start:%m-%d %H:%M}-")
    line.append(f"{end:%H:%M}  " if end.date() == start.date() else f"{end:%m-%d %H:%M}  ")
    line.append(f"{mark(shown)} {session.id}", style(shown))
    line.append(" " * (ids - len(session.id) + 2))
    return line.append(f"{shown.filled}/{shown.seats}".rjust(5), EMPTY_SEATS if shown.empty else "")


def _more(problem: Problem, shown: SessionShown) -> str:
    """What it is, where it is, who leads."""
    more: list[str] = [shown.scenario.title]
    if shown.venue:
        more.append(shown.venue)
    if any(position.lead for position in shown.scenario.positions):
        led = leads(problem, shown)
        names = joined(", ", (name(member, problem.roster.members) for member in led))
        more.append(tr("led by {names}", names=names) if led else tr("led by nobody"))
    if shown.joint:
        more.append(tr("joint"))
    if shown.standbys:
        more.append(trn("{n} standby", "{n} standbys", shown.standbys))
    return joined("; ", more)


def _parts(
    problem: Problem, shown: SessionShown, people: Sequence[str], width: int
) -> Iterator[Text]:
    """What each of `people` does there."""
    for seats, standing_by in ((shown.session.members(), False), (shown.session.standbys(), True)):
        for position, member in seats:
            if member in people:
                who = name(member, problem.roster.members)
                text = (
                    tr("{who}: standby for {position}", who=who, position=position)
                    if standing_by
                    else tr("{who}: {position}", who=who, position=position)
                )
                yield from _wrapped(Text(" " * INDENT + in_language(text)), width, INDENT + 2)


def _empty(shown: SessionShown, width: int) -> Iterator[Text]:
    for empty in shown.session.empty:
        line = Text(f"{' ' * INDENT}{empty.position}: ")
        line.append(in_language(trn("{n} empty", "{n} empty", empty.seats)), EMPTY_SEATS)
        yield from _wrapped(line, width, INDENT + 2)
        yield from _reasons(empty.why, width, INDENT)


def absences(not_held: Sequence[NotHeld], width: int) -> Iterator[Text]:
    """What is not held, and why."""
    for absent in not_held:
        line = Text(f"{absent.id}: ")
        line.append(in_language(tr("not held")), EMPTY_SEATS)
        yield from _wrapped(line, width, INDENT)
        yield from _reasons(absent.why, width, 0)


def _reasons(why: Sequence[str], width: int, indent: int) -> Iterator[Text]:
    for reason in reasons_shown(why):
        line = Text(f"{' ' * indent}  - {in_language(reason)}")
        yield from _wrapped(line, width, indent + 4)


def _wrapped(line: Text, width: int, indent: int) -> Iterator[Text]:
    """The line in pieces of `width` cells, all but the first indented."""
    pieces = line.wrap(_console(), width)
    if len(pieces) < 2 or indent >= width:
        yield from pieces
        return
    first, *rest = pieces
    first.rstrip()
    yield first
    for piece in Text(" ").join(rest).wrap(_console(), width - indent):
        piece.rstrip()
        yield Text.assemble(" " * indent, piece)


@cache
def _console() -> Console:
    """What Rich asks for to wrap text; nothing is printed on it."""
    return Console()
