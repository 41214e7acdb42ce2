"""``drillctl export csv``, ``xlsx`` and ``roster``: tables for a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.office import no_office
from drillctl.cli.reading import no_folder_for, read_planned, read_roster
from drillctl.cli.terminal import note, say
from drillctl.language import in_language, tr, trn

if TYPE_CHECKING:
    from drillctl.exports.tables.table import Table
    from drillctl.model.plan import Plan


def export_csv(plan_path: str, paths: list[str], *, out: str, encoding: str, redact: bool) -> int:
    """Writes a file for each table below `out`; returns the exit status."""
    from drillctl.exports.tables.text import text_table
    from drillctl.files.atomic import write_all

    read = _tables(plan_path, paths, redact)
    if read is None:
        return 1
    try:
        files = [(Path(out) / f"{t.name}.csv", text_table(t, encoding)) for t in read[0]]
    except LookupError:
        note(tr("error: unknown encoding {name!r}", name=encoding))
        return 2
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        note(
            tr("error: {encoding} has no {character!r}: leave --encoding out",
               encoding=encoding, character=character)
        )  # fmt: skip
        return 2
    Path(out).mkdir(parents=True, exist_ok=True)
    written = write_all(files)
    say(trn("{n} table written to {folder}", "{n} tables written to {folder}", len(written),
            folder=out))  # fmt: skip
    return 0


def export_xlsx(plan_path: str, paths: list[str], *, out: str, redact: bool) -> int:
    """Writes one workbook; returns the exit status."""
    from drillctl.exports.tables.workbook import table_workbook
    from drillctl.files.atomic import write_bytes

    if no_office() or no_folder_for(out):
        return 2
    read = _tables(plan_path, paths, redact)
    if read is None:
        return 1
    tables, plan = read
    title = in_language(tr("Exercise plan, revision {number}", number=plan.revision))
    write_bytes(Path(out), table_workbook(tables, title))
    say(tr("written to {file}", file=out))
    return 0


def export_roster(paths: list[str], *, out: str, contacts: bool) -> int:
    """Writes the members as a table; returns the exit status."""
    from drillctl.exports.tables.roster_rows import roster_table
    from drillctl.exports.tables.text import text_table
    from drillctl.exports.tables.workbook import table_workbook
    from drillctl.files.atomic import write_bytes

    workbook = Path(out).suffix.lower() == ".xlsx"
    if (workbook and no_office()) or no_folder_for(out):
        return 2
    roster = read_roster(paths)
    if roster is None:
        return 1
    table = roster_table(roster, contacts=contacts)
    data = table_workbook([table], "members") if workbook else text_table(table)
    write_bytes(Path(out), data)
    say(trn("{n} member written to {file}", "{n} members written to {file}", len(table.rows),
            file=out))  # fmt: skip
    return 0


def _tables(plan_path: str, paths: list[str], redact: bool) -> "tuple[list[Table], Plan] | None":
    from drillctl.exports.tables.plan_rows import plan_tables

    read = read_planned(plan_path, paths)
    return (plan_tables(*read, redact=redact), read[1]) if read is not None else None
