"""The commands about what happened at a session, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import CheckFormat, Paths, PlanFile, TableFormat

aar_app = typer.Typer(help="After-action documents and records.", no_args_is_help=True)


class Doctrine(StrEnum):
    hseep = "hseep"
    cn = "cn"


class Language(StrEnum):
    en = "en"
    zh = "zh"


class DocumentFormat(StrEnum):
    docx = "docx"
    md = "md"
    xlsx = "xlsx"
    yaml = "yaml"


class DocumentKind(StrEnum):
    exercise_plan = "exercise-plan"
    player_brief = "player-brief"
    controller_brief = "controller-brief"
    evaluator_brief = "evaluator-brief"
    msel = "msel"
    evaluation_guide = "evaluation-guide"
    sign_in = "sign-in"
    hot_wash = "hot-wash"
    after_action_report = "after-action-report"
    record = "record"


def _list_placeholders(wanted: bool) -> None:
    if wanted:
        from drillctl.cli.aar import list_placeholders

        list_placeholders()
        raise typer.Exit


@aar_app.command("new")
def aar_new(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder for a folder of each session.")
    ],
    session: Annotated[
        str | None, typer.Option(help="Only this session, such as river-flood#1.")
    ] = None,
    doctrine: Annotated[
        Doctrine, typer.Option(help="Whose sections: HSEEP, or AQ/T 9007 and 9009 (cn).")
    ] = Doctrine.hseep,
    language: Annotated[Language, typer.Option("--lang", help="Language.")] = Language.en,
    only: Annotated[
        list[DocumentKind] | None,
        typer.Option("--only", help="Only this document. May be given several times."),
    ] = None,
    format: Annotated[
        list[DocumentFormat] | None,
        typer.Option("--format", help="Only this format. May be given several times."),
    ] = None,
    templates: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Own Word templates, named as the documents."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite even what people have filled in.")
    ] = False,
    _: Annotated[
        bool,
        typer.Option(
            "--list-placeholders",
            callback=_list_placeholders,
            is_eager=True,
            help="List what templates may use, and stop.",
        ),
    ] = False,
) -> None:
    """Documents, forms and a record to fill in, for each session."""
    from drillctl.cli.aar import aar_new as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            out=output,
            session=session,
            doctrine=doctrine.value,
            language=language.value,
            kinds=[kind.value for kind in only or ()],
            formats=[form.value for form in format or ()],
            templates=templates,
            force=force,
        )
    )


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
