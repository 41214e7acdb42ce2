"""The commands with which a plan is looked at, with their arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import LookedAt, Paths, PlanFile, Private, Redact, SchemaLanguage
from drillctl.cli.calendars_app import export_app

__all__ = ["export_app"]


@export_app.command("html")
def export_html(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - for stdout.")
    ] = "plan.html",
    language: Annotated[
        SchemaLanguage | None,
        typer.Option("--lang", help="Language shown first.  [default: the reader's]"),
    ] = None,
    as_of: LookedAt = None,
    private: Private = False,
    redact: Redact = False,
) -> None:
    """The plan as a page to look at: one file that needs no network."""
    from drillctl.cli.export_html import export_html as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            out=output,
            language=language.value if language else None,
            as_of=as_of,
            private=private,
            redact=redact,
        )
    )
