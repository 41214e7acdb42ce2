"""How a plan looks at a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from drillctl.cli.cells import terminal_cell
from drillctl.exports.overview.findings import action_texts, finding_words
from drillctl.exports.overview.goals import goal_value
from drillctl.language import in_language, joined, tr, trn
from drillctl.language.dates import time_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.readiness.standbys import Kept


def print_plan(
    problem: "Problem", plan: "Plan", seats: int, filled: int, short: "Sequence[Kept]" = ()
) -> None:
    """Sessions, what is missing and why, and the goals with their bounds, on stdout.

    `short`: positions of whose standbys there are too few.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    table = Table(title=None, box=None, pad_edge=False)
    for column in (tr("start"), tr("session"), tr("venue")):
        table.add_column(terminal_cell(column), overflow="fold")
    for column in (tr("seats"), tr("standby")):
        table.add_column(terminal_cell(column), justify="right")
    for session in plan.sessions:
        scenario = problem.scenarios[session.scenario]
        taken = sum(1 for _ in session.members())
        table.add_row(
            in_language(time_shown(session.start)),
            escape(session.id),
            escape(session.venue or "-"),
            f"{taken}/{scenario.seats}",
            str(sum(1 for _ in session.standbys())),
        )
    console.print(table)
    for session in plan.sessions:
        for empty in session.empty:
            _print_finding(
                console,
                f"{session.id}/{empty.position}",
                trn("{n} empty", "{n} empty", empty.seats),
                empty.why,
            )
    for absent in plan.not_held:
        _print_finding(console, absent.id, tr("not held"), absent.why)
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
        _print_finding(console, f"{kept.session}/{kept.position}", text, [why])
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
    goals = Table(box=None, pad_edge=False)
    goals.add_column(terminal_cell(tr("goal")))
    for column in (tr("value"), tr("bound"), tr("gap")):
        goals.add_column(terminal_cell(column), justify="right")
    for goal in plan.goals:
        gap = tr("optimal") if goal.gap == 0 else f"{goal.gap:.2%}"
        cells = (goal_value(goal.id, goal.value), goal_value(goal.id, goal.bound), gap)
        goals.add_row(goal.id, *(terminal_cell(cell) for cell in cells))
    console.print(goals)


def _print_finding(console: Console, about: str, text: str, why: "Iterable[str]") -> None:
    console.print(f"\n[bold]{escape(about)}[/]: {terminal_cell(text)}")
    for reason in why:
        console.print(f"  - {terminal_cell(reason)}")


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
