"""``drillctl actions``: who owes which corrective action."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from drillctl.cli.cells import terminal_cell
from drillctl.cli.terminal import note
from drillctl.language import tr, trn

if TYPE_CHECKING:
    from drillctl.model.problem import Problem
    from drillctl.readiness.action_status import ActionStatus


def actions(
    paths: list[str],
    *,
    state: str,
    owner: list[str],
    team: list[str],
    plan: str | None,
    as_of: str | None,
    history: bool,
    earlier: str | None,
    format: str,
    output: str,
) -> int:
    """Lists the actions; returns the exit status."""
    from drillctl.cli.replanning import now_there
    from drillctl.files.diagnostics import no_such
    from drillctl.files.loading import load
    from drillctl.files.plan_file import read_plan
    from drillctl.files.values import parse_date
    from drillctl.readiness.action_status import action_statuses

    today = parse_date(as_of) if as_of else None
    if as_of and today is None:
        note(
            tr(
                "error: {option} {value!r} is not a date: write 2027-03-31",
                option="--as-of",
                value=as_of,
            )
        )
        return 2
    loaded = load(paths)
    made, problems = read_plan(plan) if plan else (None, ())
    for diagnostic in (*loaded.diagnostics, *problems):
        note(str(diagnostic))
    if loaded.problem is None or problems:
        return 1
    problem = replace(loaded.problem, baseline=made)
    if earlier is not None and not _only_grown(problem, earlier):
        return 1
    found = action_statuses(problem, today or now_there(problem).date())
    roster = problem.roster
    owners = {name for status in found for name in (status.owed.action.owner, status.owner_name)}
    unknown = [
        no_such(tr("team"), t, tr("the files"), roster.teams) for t in team if t not in roster.teams
    ]
    unknown += [
        no_such(tr("owner"), o, tr("any action"), owners - {""}) for o in owner if o not in owners
    ]
    for text in unknown:
        note(tr("error: {text}", text=text))
    if unknown:
        return 2
    shown = [
        status
        for status in found
        if (not owner or {status.owed.action.owner, status.owner_name} & set(owner))
        and (not team or status.team in team)
        and _is(status, state)
    ]
    _write(problem, found, shown, format, output, history=history)
    return 0


def _is(status: "ActionStatus", state: str) -> bool:
    match state:
        case "all":
            return True
        case "overdue":
            return status.overdue > 0
        case _:
            return status.owed.open == (state == "open")


def _only_grown(problem: "Problem", folder: str) -> bool:
    """Whether every line of the earlier records' histories still stands; says which do not."""
    from drillctl.files.loading import load_records
    from drillctl.readiness.action_status import rewritten, told

    records, problems = load_records([folder])
    for diagnostic in problems:
        note(str(diagnostic))
    changes = list(rewritten(records, problem.records))
    for change in changes:
        if change.line:
            text = tr(
                "{action}: no longer says '{line}': a history only grows",
                action=change.action,
                line=told(change.line),
            )
        else:
            text = tr("{action}: is no longer recorded: a history only grows", action=change.action)
        note(text)
    return not changes and not problems


def _write(
    problem: "Problem",
    found: "Sequence[ActionStatus]",
    shown: "Sequence[ActionStatus]",
    format: str,
    output: str,
    *,
    history: bool,
) -> None:
    from pathlib import Path

    from drillctl.files.atomic import write_bytes

    match format:
        case "ics":
            from drillctl.exports.ics.todos import todo_calendar

            data = todo_calendar(problem, shown)
        case "csv":
            from drillctl.exports.actions_csv import actions_csv

            data = actions_csv(problem, shown).encode()
        case "json":
            rows = [action_data(problem, status) for status in shown]
            data = (json.dumps({"actions": rows}, ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            data = _text(problem, found, shown, to_terminal=output == "-", history=history).encode()
    if output != "-":
        write_bytes(Path(output), data)
        note(
            trn(
                "{n} action written to {path}",
                "{n} actions written to {path}",
                len(shown),
                path=output,
            )
        )
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def action_data(problem: "Problem", status: "ActionStatus") -> dict[str, Any]:
    """An action as plain data, its fields stable."""
    owed, action = status.owed, status.owed.action
    retest = action.retest

    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "id": owed.id,
        "text": action.text,
        "state": owed.state.value,
        "overdue_days": status.overdue,
        "raised": owed.raised.isoformat(),
        "due": day(action.due),
        "owner": status.owner.id if status.owner else action.owner or None,
        "owner_name": status.owner_name or None,
        "team": status.team,
        "capability": action.capability,
        "element": action.element.value if action.element else None,
        "area": action.area,
        "retest": {"by": day(retest.by), "scenario": retest.scenario} if retest else None,
        "retested_by": None if status.retested_by is None else list(status.retested_by),
        "history": [
            {
                "on": entry.on.isoformat(),
                "by": entry.by,
                "state": entry.state.value if entry.state else None,
                "session": entry.session,
                "due": day(entry.due),
                "owner": entry.owner,
                "note": entry.note,
            }
            for entry in owed.history
        ],
    }


def _text(
    problem: "Problem",
    found: "Sequence[ActionStatus]",
    shown: "Sequence[ActionStatus]",
    *,
    to_terminal: bool,
    history: bool,
) -> str:
    """The table, and a count of all there are, listed or not."""
    from io import StringIO

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from drillctl.readiness.action_status import told

    outside = Console(highlight=False)
    styled = to_terminal and outside.is_terminal
    width = outside.width if styled else 120
    console = Console(file=StringIO(), highlight=False, force_terminal=styled, width=width)
    table = Table(box=None, pad_edge=False)
    for column in (tr("due"), tr("action"), tr("owner"), tr("team"), tr("what"), tr("retest")):
        table.add_column(terminal_cell(column), overflow="fold")
    for status in shown:
        owed, action = status.owed, status.owed.action
        due = terminal_cell(str(action.due) if action.due else tr("no date"))
        if status.overdue:
            over = tr("{n} day(s) over", n=status.overdue)
            due += f"\n[bold]{terminal_cell(over)}[/]"
        elif not owed.open:
            due += "\n" + terminal_cell(tr("closed"))
        said = escape(action.text)
        if history:
            said = "\n".join((said, *(f"- {terminal_cell(told(entry))}" for entry in owed.history)))
        owner = escape(status.owner_name) or f"[bold]{terminal_cell(tr('nobody'))}[/]"
        team = escape(status.team_title(problem.roster) or "-")
        table.add_row(due, escape(owed.id), owner, team, said, _retest(status))
    if shown:
        console.print(table)
        console.print()
    opened = [status for status in found if status.owed.open]
    late = sum(status.overdue > 0 for status in opened)
    nobody = sum(not status.owner_name for status in opened)
    counts = tr(
        "{open} open, {late} of them overdue, {nobody} owned by nobody; {closed} closed",
        open=len(opened),
        late=late,
        nobody=nobody,
        closed=len(found) - len(opened),
    )
    console.print(terminal_cell(counts))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _retest(status: "ActionStatus") -> str:
    from rich.markup import escape

    retest = status.owed.action.retest
    if retest is None or not status.owed.open:
        return "-"
    by = terminal_cell(tr("by {day}", day=retest.by))
    if status.retested_by is None:
        return by
    none = f"[bold]{terminal_cell(tr('not planned'))}[/]"
    return by + "\n" + (escape(", ".join(status.retested_by)) or none)
