"""How a plan looks at a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.readiness.standbys import Kept

UNITS = {"fairness": " h²", "finish_early": " h", "earliness": " days"}


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
    for column in ("start", "session", "venue"):
        table.add_column(column, overflow="fold")
    table.add_column("seats", justify="right")
    table.add_column("standby", justify="right")
    for session in plan.sessions:
        scenario = problem.scenarios[session.scenario]
        taken = sum(1 for _ in session.members())
        table.add_row(
            session.start.strftime("%a %Y-%m-%d %H:%M"),
            escape(session.id),
            escape(session.venue or "-"),
            f"{taken}/{scenario.seats}",
            str(sum(1 for _ in session.standbys())),
        )
    console.print(table)
    for session in plan.sessions:
        for empty in session.empty:
            console.print(f"\n[bold]{escape(session.id)}/{empty.position}[/]: {empty.seats} empty")
            for why in empty.why:
                console.print(f"  - {escape(why)}")
    for absent in plan.not_held:
        console.print(f"\n[bold]{escape(absent.id)}[/]: not held")
        for why in absent.why:
            console.print(f"  - {escape(why)}")
    for kept in short:
        console.print(
            f"\n[bold]{escape(kept.session)}/{kept.position}[/]: {kept.standbys} standby(s), and "
            f"nobody else is free\n  - it keeps its minimum with {kept.exact:.1%} (played: "
            f"{kept.simulated:.1%}), not with the {kept.asked:.1%} asked for"
        )
    if plan.findings:
        console.print()
        console.print(_findings(problem, plan))
    console.print(
        f"\n{filled} of {seats} seats filled; {len(plan.sessions)} of "
        f"{len(plan.sessions) + len(plan.not_held)} sessions held; audited: every rule kept"
    )
    goals = Table(box=None, pad_edge=False)
    goals.add_column("goal")
    for column in ("value", "bound", "gap"):
        goals.add_column(column, justify="right")
    for goal in plan.goals:
        unit = UNITS.get(goal.id, "")
        gap = "optimal" if goal.gap == 0 else f"{goal.gap:.2%}"
        goals.add_row(goal.id, f"{goal.value:,g}{unit}", f"{goal.bound:,g}{unit}", gap)
    console.print(goals)


def _findings(problem: "Problem", plan: "Plan") -> Table:
    """Which sessions answer what earlier ones showed."""
    from drillctl.model.action import owed_actions

    actions = {owed.id: owed.action.text for owed in owed_actions(problem.records)}
    table = Table(box=None, pad_edge=False)
    for column in ("finding", "by", "answered by"):
        table.add_column(column, overflow="fold")
    for finding in plan.findings:
        if finding.action is not None:
            said = f"{finding.action} {actions.get(finding.action, '')}".rstrip()
        elif finding.rated is not None:
            said = f"{finding.capability} rated {finding.rated} on {finding.rated_on}"
        else:
            said = f"{finding.capability} lapses"
        by = str(finding.by) if finding.by else "-"
        answered = ", ".join(finding.sessions) or "[bold]none[/]: " + escape("; ".join(finding.why))
        table.add_row(escape(said), by, answered)
    return table
