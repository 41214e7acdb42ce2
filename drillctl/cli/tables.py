"""How a plan looks at a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem

UNITS = {"fairness": " h²", "finish_early": " h", "earliness": " days"}


def print_plan(problem: "Problem", plan: "Plan", seats: int, filled: int) -> None:
    """Sessions, what is missing and why, and the goals with their bounds, on stdout."""
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
