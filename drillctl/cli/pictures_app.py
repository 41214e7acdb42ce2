"""The commands that draw a plan, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import LookedAt, Paths, PlanFile, Redact
from drillctl.cli.views_app import export_app

__all__ = ["export_app"]


class Rows(StrEnum):
    """Of the timeline."""

    team = "team"
    person = "person"
    venue = "venue"


class Picture(StrEnum):
    timeline = "timeline"
    capabilities = "capabilities"
    joint = "joint"
    workload = "workload"


Only = Annotated[
    list[Picture] | None, typer.Option(help="Only this picture; may be given several times.")
]
By = Annotated[Rows, typer.Option(help="A row of the timeline for each ...")]
Folder = Annotated[str, typer.Option("--output", "-o", help="Folder for the files.")]
SizeText = Annotated[
    str,
    typer.Option(
        metavar="SIZE", help="slide (1920x1080), a4 (across), or pixels such as 3840x2160."
    ),
]


@export_app.command("png")
def export_png(
    plan_file: PlanFile,
    paths: Paths,
    output: Folder,
    by: By = Rows.team,
    only: Only = None,
    size: SizeText = "slide",
    as_of: LookedAt = None,
    redact: Redact = False,
) -> None:
    """Pictures for slides: the timeline, and matrices of capabilities, joint teams, workload."""
    from drillctl.cli.export_pictures import export_pictures as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            form="png",
            out=output,
            by=by.value,
            only=only or (),
            size=size,
            as_of=as_of,
            redact=redact,
        )
    )


@export_app.command("svg")
def export_svg(
    plan_file: PlanFile,
    paths: Paths,
    output: Folder,
    by: By = Rows.team,
    only: Only = None,
    size: SizeText = "slide",
    as_of: LookedAt = None,
    redact: Redact = False,
    text: Annotated[
        bool,
        typer.Option(
            "--text", help="Letters stay text, to search and edit; they need the same fonts there."
        ),
    ] = False,
) -> None:
    """The pictures of `export png` as lines, for documents and for print at any size."""
    from drillctl.cli.export_pictures import export_pictures as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            form="svg",
            out=output,
            by=by.value,
            only=only or (),
            size=size,
            as_of=as_of,
            redact=redact,
            text=text,
        )
    )
