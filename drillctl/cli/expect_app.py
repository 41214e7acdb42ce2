"""``drillctl test`` with its arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Context, EffortName, Paths

commands = typer.Typer()


class TestFormat(StrEnum):
    text = "text"
    json = "json"
    junit = "junit"
    github = "github"


@commands.command("test")
def judge(
    paths: Paths,
    plan_file: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="Audit and judge this plan; make none."),
    ] = None,
    effort: Annotated[
        EffortName, typer.Option(help="How much work to spend on the plan it makes.")
    ] = EffortName.normal,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes; same result.")] = 1,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only checks of this name, such as held."),
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this scenario's checks.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write the snapshots anew from the plan.")
    ] = False,
    context: Context = None,
    format: Annotated[TestFormat, typer.Option(help="How to print.")] = TestFormat.text,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="A file for that format; stdout then gets text."),
    ] = None,
) -> None:
    """Judge a plan by the checks in `expect` blocks; plan first unless one is given."""
    from drillctl.cli.expect import judge_plan as run

    raise typer.Exit(
        run(
            paths,
            plan=plan_file,
            context=context or (),
            effort=effort.value,
            workers=workers,
            update=update,
            format=format.value,
            only=only or (),
            scenario=scenario or (),
            output=output,
        )
    )
