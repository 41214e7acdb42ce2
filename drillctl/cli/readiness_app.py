"""The command about who and what is ready, with its arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Paths

commands = typer.Typer()


class ReportFormat(StrEnum):
    text = "text"
    json = "json"
    csv = "csv"
    markdown = "markdown"


@commands.command()
def readiness(
    paths: Paths,
    plan_file: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="Count what this plan will practise."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Local date; later records are not known yet.  [default: today]",
        ),
    ] = None,
    format: Annotated[
        ReportFormat, typer.Option(help="How to print; csv takes one section.")
    ] = ReportFormat.text,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SECTION",
            help="risk, hazards, capabilities, actions, currency, certificates, joint, attendance, "
            "fairness, limits, show-up or standbys. May be given several times.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every row, not only the worst.")
    ] = False,
) -> None:
    """Who and what is due, worst first: what to do before the next exercise."""
    from drillctl.cli.readiness import readiness as run

    raise typer.Exit(
        run(
            paths,
            plan=plan_file,
            as_of=as_of,
            format=format.value,
            only=only or [],
            everything=everything,
        )
    )
