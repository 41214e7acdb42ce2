"""The command that takes a person out of the files, with its arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import By, Paths, Reason

commands = typer.Typer()


@commands.command()
def forget(
    member: Annotated[str, typer.Argument(help="Id or name of who is to be forgotten.")],
    paths: Paths,
    plans: Annotated[
        list[str] | None,
        typer.Option("--plan", metavar="PLAN", help="A plan, present or earlier; can be repeated."),
    ] = None,
    pseudonym: Annotated[
        str | None,
        typer.Option("--as", metavar="ID", help="Id in their place.  [default: former-1, ...]"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    reason: Reason = None,
    by: By = None,
) -> None:
    """Replace a person by a pseudonym in all files and plans, and say what it could not reach."""
    from drillctl.cli.forget import forget as run

    raise typer.Exit(
        run(
            member,
            paths,
            plans=plans or [],
            pseudonym=pseudonym,
            dry_run=dry_run,
            yes=yes,
            reason=reason,
            by=by,
        )
    )
