"""The commands about corrective actions, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Paths

commands = typer.Typer()


class ActionsState(StrEnum):
    open = "open"
    overdue = "overdue"
    closed = "closed"
    all = "all"


class ActionsFormat(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"
    ics = "ics"


class FollowUpState(StrEnum):
    open = "open"
    closed = "closed"


@commands.command()
def actions(
    paths: Paths,
    state: Annotated[ActionsState, typer.Option(help="Which of them to list.")] = ActionsState.open,
    owner: Annotated[
        list[str] | None, typer.Option(help="Only those of this member, by id or name.")
    ] = None,
    team: Annotated[
        list[str] | None, typer.Option(help="Only those that this team is responsible for.")
    ] = None,
    plan_file: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="Show which of its sessions retest them."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A date: what was known then.  [default: today]")
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="With everything that became of each.")
    ] = False,
    earlier: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER", help="Earlier records: exit 1 where a line of history has changed."
        ),
    ] = None,
    format: Annotated[ActionsFormat, typer.Option(help="ics: tasks (VTODO).")] = (
        ActionsFormat.text
    ),
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - for stdout.")
    ] = "-",
) -> None:
    """Corrective actions: what is open or overdue, and who owes it."""
    from drillctl.cli.actions import actions as run

    raise typer.Exit(
        run(
            paths,
            state=state.value,
            owner=owner or [],
            team=team or [],
            plan=plan_file,
            as_of=as_of,
            history=history,
            earlier=earlier,
            format=format.value,
            output=output,
        )
    )


@commands.command("follow-up")
def follow_up(
    action: Annotated[
        str, typer.Argument(metavar="SESSION/ID", help="The action.", show_default=False)
    ],
    paths: Paths,
    by: Annotated[str, typer.Option(help="Who says, or verified, so.", show_default=False)],
    state: Annotated[FollowUpState | None, typer.Option(help="What it is from now on.")] = None,
    session: Annotated[
        str | None, typer.Option(help="The session that showed it; a closing needs one.")
    ] = None,
    due: Annotated[str | None, typer.Option(help="A new due date.")] = None,
    owner: Annotated[str | None, typer.Option(help="A new owner.")] = None,
    note: Annotated[str, typer.Option(help="In words.")] = "",
    on: Annotated[str | None, typer.Option(help="The date.  [default: today]")] = None,
) -> None:
    """Add a line to an action's history, in the record that raised it."""
    from drillctl.cli.follow_up import follow_up as run

    raise typer.Exit(
        run(
            action,
            paths,
            by=by,
            state=state.value if state else None,
            session=session,
            due=due,
            owner=owner,
            note=note,
            on=on,
        )
    )
