"""How a plan looks at a terminal."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from drillctl.cli.cells import terminal_cell
from drillctl.cli.plan_sessions import sessions_table
from drillctl.cli.terminal import table_console
from drillctl.exports.overview.findings import action_texts, finding_words
from drillctl.exports.overview.goals import goal_name, goal_value
from drillctl.exports.overview.sessions import sessions_shown
from drillctl.language import joined, tr, trn
from drillctl.language.width import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.readiness.standbys import Kept

    _Finding = tuple[str, str, Iterable[str]]
    """What it is about, what is the matter, and why."""

LEGIBLE = 24
"""Cells below which a column of sentences would be more lines than words."""
TOLD = 40
"""So many empty positions, or sessions not held, are told of with their reasons."""


def print_plan(
    problem: "Problem", plan: "Plan", seats: int, filled: int, short: "Sequence[Kept]" = ()
) -> None:
    """Sessions, what is missing and why, and the goals with their bounds, on stdout.

    `short`: positions of whose standbys there are too few.
    """
    console = table_console()
    console.print(sessions_table(sessions_shown(problem, plan), console.width))
    findings: list[_Finding] = []
    for session in plan.sessions:
        for empty in session.empty:
            text = trn("{n} empty", "{n} empty", empty.seats)
            findings.append((f"{session.id}/{empty.position}", text, empty.why))
    _print_findings(console, findings)
    _print_findings(console, [(one.id, tr("not held"), one.why) for one in plan.not_held])
    findings = []
    for kept in short:
        text = trn(
            "{n} standby, and nobody else is free",
            "{n} standbys, and nobody else is free",
            kept.standbys,
        )
        why = tr(
            "it keeps its minimum with {exact:.1%} (played: {played:.1%}), not with the "
            "{asked:.1%} asked for",
            exact=kept.exact,
            played=kept.simulated,
            asked=kept.asked,
        )
        findings.append((f"{kept.session}/{kept.position}", text, [why]))
    _print_findings(console, findings)
    if plan.findings:
        console.print()
        console.print(_findings(problem, plan))
    text = tr(
        "{filled} of {seats} seats filled; {held} of {sessions} sessions held; audited: every rule "
        "kept",
        filled=filled,
        seats=seats,
        held=len(plan.sessions),
        sessions=len(plan.sessions) + len(plan.not_held),
    )
    console.print("\n" + terminal_cell(text))
    console.print(_goals(plan, console.width))


def _goals(plan: "Plan", width: int) -> Table:
    """Each goal with its value, bound and gap, and where there is room what it is about."""
    rows: list[tuple[str, ...]] = [(tr("goal"), tr("value"), tr("bound"), tr("gap"))]
    for goal in plan.goals:
        gap = tr("optimal") if goal.gap == 0 else f"{goal.gap:.2%}"
        rows.append(
            (goal.id, goal_value(goal.id, goal.value), goal_value(goal.id, goal.bound), gap)
        )
    taken = sum(max(map(width_of, column)) + 2 for column in zip(*rows, strict=True))
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(rows[0]):
        table.add_column(terminal_cell(head), justify="right" if number else "left")
    if taken + LEGIBLE <= width:
        table.add_column(style="dim")
    for goal, cells in zip(plan.goals, rows[1:], strict=True):
        about = (goal_name(goal.id),) if len(table.columns) > len(cells) else ()
        table.add_row(*map(terminal_cell, (*cells, *about)))
    return table


def _print_findings(console: "Console", findings: "Sequence[_Finding]") -> None:
    """The first of them in full; how many more there are."""
    for about, text, why in findings[:TOLD]:
        console.print(f"\n[bold]{escape(about)}[/]: {terminal_cell(text)}")
        for reason in why:
            console.print(f"  - {terminal_cell(reason)}")
    more = len(findings) - TOLD
    if more > 0:
        text = trn(
            "and {n} more like it: drillctl show --by week tells of each",
            "and {n} more like it: drillctl show --by week tells of each",
            more,
        )
        console.print("\n" + terminal_cell(text))


def _findings(problem: "Problem", plan: "Plan") -> Table:
    """Which sessions answer what earlier ones showed."""
    actions = action_texts(problem)
    table = Table(box=None, pad_edge=False)
    for column in (tr("finding"), tr("by"), tr("answered by")):
        table.add_column(terminal_cell(column), overflow="fold")
    for finding in plan.findings:
        said = finding_words(finding, actions)
        by = str(finding.by) if finding.by else "-"
        answered = escape(", ".join(finding.sessions))
        if not finding.sessions:
            why = terminal_cell(joined("; ", finding.why))
            answered = f"[bold]{terminal_cell(tr('none'))}[/]: {why}"
        table.add_row(terminal_cell(said), by, answered)
    return table
