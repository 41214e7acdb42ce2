"""The commands about what happened at a session, with their arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import Paths, PlanFile

aar_app = typer.Typer(help="After-action documents and records.", no_args_is_help=True)


@aar_app.command("new")
def aar_new(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the files.")],
    session: Annotated[
        str | None, typer.Option(help="Only this session, such as river-flood#1.")
    ] = None,
) -> None:
    """After-action templates with what is known already filled in."""
    from drillctl.cli.aar import aar_new as run

    raise typer.Exit(run(plan_file, paths, out=output, session=session))
