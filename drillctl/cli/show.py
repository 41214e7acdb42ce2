"""``drillctl show``: a plan drawn at the terminal, as calendars, timelines or an agenda."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note, say, table_console
from drillctl.language import in_language, tr, trn

if TYPE_CHECKING:
    from rich.text import Text

    from drillctl.cli.show_selection import Asked, Selection
    from drillctl.exports.overview.rows import Row
    from drillctl.exports.overview.sessions import SessionShown
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem

WEEK = "week"
"""The view that is no timeline."""


def show(plan_file: str, paths: list[str], *, by: str | None, asked: "Asked", format: str) -> int:
    """Draws the part of the plan that is `asked` for; returns the exit status.

    `by`: an `Axis` or `WEEK`; None: a calendar, then the timeline of teams.
    """
    from drillctl.cli.reading import read_planned
    from drillctl.cli.show_selection import narrowed, rows_wanted, selection
    from drillctl.exports.overview.rows import Axis, timeline_rows
    from drillctl.exports.overview.sessions import sessions_shown

    read = read_planned(plan_file, paths)
    if read is None:
        return 1
    problem, plan = read
    wanted, wrong = selection(asked, problem)
    for text in wrong:
        note(tr("error: {text}", text=text))
    if wrong:
        return 2
    part = narrowed(problem, plan, wanted)
    sessions = sessions_shown(problem, part)
    rows: list[Row] = []
    if by != WEEK:
        axis = Axis(by or Axis.TEAM)
        rows = rows_wanted(timeline_rows(problem, part, axis), wanted, problem, axis)
    if format == "json":
        from drillctl.cli.show_data import show_data

        data = show_data(problem, sessions, rows, part.not_held)
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    console = table_console()
    for line in _drawn(problem, plan, part, sessions, rows, wanted, by, console.width):
        line.rstrip()
        console.print(line, overflow="fold")
    return 0


def _drawn(
    problem: "Problem",
    plan: "Plan",
    part: "Plan",
    sessions: "Sequence[SessionShown]",
    rows: "Sequence[Row]",
    wanted: "Selection",
    by: str | None,
    width: int,
) -> "Iterator[Text]":
    """All lines, of at most `width` cells."""
    from rich.text import Text

    from drillctl.cli.show_calendar import calendars, months
    from drillctl.cli.show_marks import legend
    from drillctl.cli.show_timeline import layout, signs, timeline
    from drillctl.cli.show_week import absences, agenda

    yield Text(in_language(_headline(plan, part, sessions)))
    yield Text()
    more: Iterable[tuple[str, str]] = ()
    if not sessions:
        yield Text(in_language(tr("no session in this part of the plan")), "bold")
    elif by == WEEK:
        yield from agenda(problem, sessions, wanted.members, width)
    else:
        if by is None:
            yield from calendars(months(sessions), width)
        first, last = _span(sessions, wanted)
        labelled = [replace(row, title=_label(row, by)) for row in rows]
        parts = layout(labelled, first, last, width)
        yield from timeline(labelled, parts, lambda row: _heading(problem, row, by))
        yield Text()
        more = signs(labelled, parts.along)
    if part.not_held:
        yield from absences(part.not_held, width)
        yield Text()
    if sessions:
        yield legend(sessions, more, width)


def _headline(plan: "Plan", part: "Plan", sessions: "Sequence[SessionShown]") -> str:
    if not sessions:
        return tr("revision {revision}", revision=plan.revision)
    counted = trn("{n} session", "{n} sessions", len(sessions))
    if len(sessions) < len(plan.sessions):
        counted = tr("{n} of {all} sessions", n=len(sessions), all=len(plan.sessions))
    days = [shown.start.date() for shown in sessions]
    return tr(
        "revision {revision}: {sessions}, {first} to {last}, {filled} of {seats} seats filled",
        revision=plan.revision,
        sessions=counted,
        first=min(days),
        last=max(days),
        filled=sum(shown.filled for shown in sessions),
        seats=sum(shown.seats for shown in sessions),
    )


def _span(sessions: "Sequence[SessionShown]", wanted: "Selection") -> tuple[date, date]:
    """The days that the timeline spans: those asked for, else from the first to the last."""
    days = [shown.start.date() for shown in sessions]
    return wanted.first or min(days), wanted.last or max(days)


def _label(row: "Row", by: str | None) -> str:
    return f"{row.title} ({row.id})" if by == "person" else row.title


def _heading(problem: "Problem", row: "Row", by: str | None) -> str | None:
    """What stands above a row and its like: of a person the team, of a team its kind."""
    if by == "person" and row.team is not None:
        return problem.roster.teams[row.team].title
    return row.kind.word if row.kind is not None else None
