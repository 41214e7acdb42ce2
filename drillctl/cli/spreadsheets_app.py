"""The commands about spreadsheets, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import Paths, PlanFile, Redact, TableFormat
from drillctl.cli.calendars_app import export_app, import_app

__all__ = ["export_app", "import_app"]


class DateOrder(StrEnum):
    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


class SingleDate(StrEnum):
    expires = "expires"
    issued = "issued"


class TeamKind(StrEnum):
    professional = "professional"
    volunteer = "volunteer"


@import_app.command("roster")
def import_roster(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Spreadsheets: .csv, .xlsx.", show_default=False),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="Where to write the roster; - for stdout.  [default: roster.yaml]",
        ),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(help="A roster file to bring up to date: only lines that change are touched."),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="PATH", help="Other files of the same roster."),
    ] = None,
    map: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=FIELD", help="What a column is: 工号=id; - leaves it out."),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT=ID",
            help="Which team or certification the sheets mean by a text; + for a new one.",
        ),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Read only this sheet.")] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of .csv: utf-8, gb18030, utf-16, ...  [default: found]")
    ] = None,
    date_order: Annotated[
        DateOrder | None, typer.Option(help="Of dates such as 4/1/2025.  [default: found]")
    ] = None,
    single_date: Annotated[
        SingleDate | None,
        typer.Option(help="What a lone date of a certificate is.  [default: it must be said]"),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Time zone of a new roster, Asia/Shanghai.")
    ] = None,
    team: Annotated[
        str | None, typer.Option(help="Team of the rows that name none: its id or title.")
    ] = None,
    kind: Annotated[
        TeamKind | None, typer.Option(help="Kind of new teams that the sheets don't say.")
    ] = None,
    remove_missing: Annotated[
        bool, typer.Option("--remove-missing", help="Remove members whom no sheet names.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave out rows with problems; exit 1 all the same.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take every guess; ask nothing.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
    ] = False,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Spreadsheets of people and their certificates into a roster."""
    import os

    from drillctl.cli.import_roster import import_roster as run
    from drillctl.cli.terminal import note
    from drillctl.files.roster_import import Wanted
    from drillctl.files.roster_import_columns import bad_target
    from drillctl.language import tr

    target = output or into or "roster.yaml"
    mapping, aliases = _pairs(map, "--map"), _pairs(alias, "--alias")
    for field in mapping.values():
        wrong = bad_target(field)
        if wrong is not None:
            note(tr("error: --map: {problem}", problem=wrong))
            raise typer.Exit(2)
    if into is not None and not os.path.isfile(into):
        note(tr("error: there is no file {file}; a new one is written with -o", file=into))
        raise typer.Exit(2)
    if into is None and target != "-" and os.path.exists(target):
        note(tr("error: {file} exists: bring it up to date with --into {file}", file=target))
        raise typer.Exit(2)
    wanted = Wanted(
        files=files,
        into=into or target,
        beside=beside or (),
        mapping=mapping,
        aliases=aliases,
        sheet=sheet,
        encoding=encoding,
        order=date_order.value if date_order else None,
        single=single_date.value if single_date else "",
        timezone=timezone or "",
        team=team or "",
        kind=kind.value if kind else "",
        remove_missing=remove_missing,
        partial=partial,
    )
    raise typer.Exit(run(wanted, output=target, yes=yes, dry_run=dry_run, format=format.value))


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """``TEXT=VALUE``, cut at the last equals sign."""
    from drillctl.cli.terminal import note
    from drillctl.language import tr

    found = {}
    for one in given or ():
        text, equals, value = one.rpartition("=")
        if not equals or not text.strip() or not value.strip():
            note(tr("error: {option} {value!r}: write it as TEXT=VALUE", option=option, value=one))
            raise typer.Exit(2)
        found[text.strip()] = value.strip()
    return found


@export_app.command("csv")
def export_csv(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the files.")],
    encoding: Annotated[
        str, typer.Option(help="utf-8-sig (which spreadsheets open right), utf-8, gb18030, utf-16.")
    ] = "utf-8-sig",
    redact: Redact = False,
) -> None:
    """The plan as four tables: sessions, people, equipment, gaps (RFC 4180)."""
    from drillctl.cli.export_tables import export_csv as run

    raise typer.Exit(run(plan_file, paths, out=output, encoding=encoding, redact=redact))


@export_app.command("xlsx")
def export_xlsx(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", help="The workbook to write.")],
    redact: Redact = False,
) -> None:
    """The plan as a workbook: sessions, people, equipment, gaps."""
    from drillctl.cli.export_tables import export_xlsx as run

    raise typer.Exit(run(plan_file, paths, out=output, redact=redact))


@export_app.command("roster")
def export_roster(
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", help="The .xlsx or .csv to write.")],
    contacts: Annotated[
        bool, typer.Option("--contacts", help="With e-mail addresses and telephone numbers.")
    ] = False,
) -> None:
    """The members as a table that `import roster` takes back."""
    from drillctl.cli.export_tables import export_roster as run

    raise typer.Exit(run(paths, out=output, contacts=contacts))
