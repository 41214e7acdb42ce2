"""The commands about what happened at a session, with their arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import CheckFormat, Paths, PlanFile, TableFormat

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


Papers = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Filled-in forms (YAML, .xlsx), rosters and scenarios: files and folders, any order.",
        show_default=False,
    ),
]
PlanOfSessions = Annotated[
    str | None,
    typer.Option(
        "--plan", metavar="PLAN", help="The plan: who was expected, which sessions have ended."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Date or local time; sessions of the plan that ended before need a record.  "
        "[default: now]",
    ),
]


@aar_app.command("collect")
def aar_collect(
    papers: Papers,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="RECORDS", help="Folder of the records.")
    ],
    plan_file: PlanOfSessions = None,
    as_of: AsOf = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
    ] = False,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Filled-in forms into one record for each session; gaps and conflicts with their places."""
    from drillctl.cli.aar_collect import aar_collect as run

    raise typer.Exit(
        run(
            papers,
            out=output,
            plan_path=plan_file,
            as_of=as_of,
            dry_run=dry_run,
            format=format.value,
        )
    )


@aar_app.command("check")
def aar_check(
    papers: Papers,
    plan_file: PlanOfSessions = None,
    as_of: AsOf = None,
    format: Annotated[CheckFormat, typer.Option(help="How to print.")] = CheckFormat.text,
) -> None:
    """What forms and records still lack, and where they differ; writes nothing."""
    from drillctl.cli.aar_collect import aar_check as run

    raise typer.Exit(run(papers, plan_path=plan_file, as_of=as_of, format=format.value))
