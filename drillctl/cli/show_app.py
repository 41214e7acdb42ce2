"""The command that draws a plan at the terminal, with its arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Paths, PlanFile, TableFormat

commands = typer.Typer()


class By(StrEnum):
    team = "team"
    person = "person"
    venue = "venue"
    week = "week"


@commands.command()
def show(
    plan_file: PlanFile,
    paths: Paths,
    by: Annotated[
        By | None,
        typer.Option(
            help="A timeline with a row for each team, person or venue, or an agenda week by week."
            "  [default: a calendar, then the timeline of teams]"
        ),
    ] = None,
    team: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this team's. May be given several times."),
    ] = None,
    member: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this member's, by id or name. Likewise."),
    ] = None,
    venue: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only at this venue. Likewise.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only of this scenario. Likewise.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day to show.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day to show.")
    ] = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Draw the plan: a calendar, a timeline, or week by week."""
    from drillctl.cli.show import show as run
    from drillctl.cli.show_selection import Asked

    asked = Asked(
        teams=tuple(team or ()),
        members=tuple(member or ()),
        venues=tuple(venue or ()),
        scenarios=tuple(scenario or ()),
        first=first,
        last=last,
    )
    raise typer.Exit(
        run(plan_file, paths, by=by.value if by else None, asked=asked, format=format.value)
    )
