"""The commands about what happened at a session, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Paths, PlanFile

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
