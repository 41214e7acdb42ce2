"""``drillctl import roster``: spreadsheets into a roster, or into the one there is."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.changing import changing
from drillctl.cli.office import no_office
from drillctl.cli.terminal import note, say
from drillctl.language import in_language, joined, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drillctl.files.roster_import import Imported, Wanted
    from drillctl.files.roster_import_columns import Column, Layout
    from drillctl.files.roster_import_dates import DateColumn, Order

_SHOWN = 20


def _target(given: dict[str, Any]) -> list[str]:
    return [] if given["dry_run"] else [given["output"] or given["wanted"].into]


@changing("drillctl import roster", _target)
def import_roster(
    wanted: "Wanted", *, output: str | None, yes: bool, dry_run: bool, format: str
) -> int:
    """Shows what the columns are taken for and what changes, and writes; the exit status."""
    from drillctl.files.atomic import write_bytes
    from drillctl.files.roster_import import import_roster as run
    from drillctl.files.roster_import_tables import is_workbook

    if any(is_workbook(file) for file in wanted.files) and no_office():
        return 2
    target = output or wanted.into
    if target != "-" and not Path(target).parent.is_dir():
        note(tr("error: there is no folder {folder}", folder=str(Path(target).parent)))
        return 2
    quiet = format == "json" or target == "-"
    terminal = sys.stdin.isatty() and sys.stderr.isatty() and not quiet
    result = run(wanted, _Answers(terminal, yes, show=not quiet))
    merged = result.merged
    for diagnostic in result.problems if format == "text" else ():
        note(str(diagnostic))
    if format == "text":
        for text in result.notes:
            note(tr("note: {text}", text=text))
    written = merged is not None and not dry_run
    if merged is not None and written:
        if target == "-":
            if format == "text":
                sys.stdout.write(merged.text)
        elif merged.text != result.before or target != wanted.into:
            write_bytes(Path(target), merged.text.encode())
    if format == "json":
        say(json.dumps(_data(result, target if written else None), ensure_ascii=False, indent=2))
    elif merged is None:
        note(trn("{n} problem; nothing written", "{n} problems; nothing written",
                 len(result.problems)))  # fmt: skip
    else:
        _tell(result, target, dry_run)
    return 1 if result.problems or merged is None else 0


class _Answers:
    """The person at the terminal, who is asked only where a guess is unsure."""

    def __init__(self, terminal: bool, yes: bool, show: bool) -> None:
        self.terminal, self.yes, self.show = terminal, yes, show

    def layout(self, found: "Layout") -> None:
        if self.show:
            _print_columns(found)

    def column(self, found: "Layout", column: "Column") -> str | None:
        from drillctl.files.roster_import_columns import TARGETS, bad_target

        if self.yes or not self.terminal:
            return column.target if self.yes else None
        while True:
            question = tr(
                "column {heading!r}: what is it? ({fields})",
                heading=column.heading,
                fields=", ".join(TARGETS),
            )
            answer = _prompt(question, column.target)
            wrong = bad_target(answer)
            if wrong is None:
                return answer
            note(wrong)

    def order(self, column: "Column", dates: "DateColumn") -> "Order | None":
        if not self.terminal or self.yes or len(dates.evidence) > 1:
            return None
        sample = ", ".join(dict.fromkeys(str(cell.value) for cell in dates.doubtful[:3]))
        question = tr(
            "column {heading!r}: {sample}: day first (dmy) or month first (mdy)?",
            heading=column.heading,
            sample=sample,
        )
        answer = _prompt(question, "dmy")
        return "mdy" if answer.strip().lower() == "mdy" else "dmy"

    def same(self, sort: str, text: str, name: str, title: str) -> bool | None:
        if self.yes or not self.terminal:
            return True if self.yes else None
        import typer

        question = tr("{text!r}: is that {name} ({title})?", text=text, name=name, title=title)
        return typer.confirm(in_language(question), default=True, err=True)


def _prompt(question: str, default: str) -> str:
    import typer

    return str(typer.prompt(in_language(question), default=default, err=True))


def _print_columns(found: "Layout") -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False, stderr=True)
    if not console.is_terminal:
        console = Console(highlight=False, stderr=True, width=120)
    title = tr("{place}, headings in row {row}", place=found.table.shown, row=found.heading)
    console.print(escape(in_language(title)))
    table = Table(box=None, pad_edge=False)
    for heading in (tr("column"), tr("taken for"), tr("such as")):
        table.add_column(in_language(heading), overflow="fold")
    for column in found.columns:
        meaning: str = column.target
        if column.field == "held":
            meaning = tr("{field} ({title})", field=column.target, title=column.title)
        elif column.group.isdigit():
            meaning = tr("{field} {number}", field=column.target, number=column.group)
        if column.target == "-":
            meaning = tr("left out: {why}", why=column.why)
        elif not column.sure:
            meaning = tr("{meaning} ?", meaning=meaning)
        cells = (column.heading, in_language(meaning), ", ".join(column.samples))
        table.add_row(*(escape(cell) for cell in cells))
    console.print(table)


def _tell(result: "Imported", target: str, dry_run: bool) -> None:
    """What is new, what changes, what is missing."""
    merged = result.merged
    assert merged is not None
    for name, title in merged.teams.items():
        note(tr("new team: {id} ({title})", id=name, title=title))
    for name, title in merged.certifications.items():
        note(tr("new certification: {id} ({title})", id=name, title=title))
    shown = 10 * _SHOWN if dry_run else _SHOWN
    for change in merged.changes[:shown]:
        note(
            tr(
                "{member}: {field}: {old} -> {new}",
                member=change.member,
                field=change.field,
                old=change.old or "-",
                new=change.new,
            )
        )
    if len(merged.changes) > shown:
        note(tr("... and {n} more changes", n=len(merged.changes) - shown))
    if merged.new:
        note(trn("{n} new member: {names}", "{n} new members: {names}", len(merged.new),
                 names=_some(merged.new)))  # fmt: skip
    if merged.removed:
        note(trn("{n} member removed: {names}", "{n} members removed: {names}",
                 len(merged.removed), names=_some(merged.removed)))  # fmt: skip
    if merged.missing:
        note(
            trn(
                "{n} member of the roster is in no sheet, and stays: {names}",
                "{n} members of the roster are in no sheet, and stay: {names}",
                len(merged.missing),
                names=_some(merged.missing),
            )
        )
    if merged.kept:
        note(
            trn(
                "{n} certificate is in no sheet, and stays: {names}",
                "{n} certificates are in no sheet, and stay: {names}",
                len(merged.kept),
                names=_some([f"{member} {name}" for member, name in merged.kept]),
            )
        )
    if result.left_out:
        note(trn("{n} row with a problem is left out", "{n} rows with a problem are left out",
                 result.left_out))  # fmt: skip
    changed = len({change.member for change in merged.changes})
    counts = joined(
        ", ",
        (
            trn("{n} row", "{n} rows", result.rows),
            trn("{n} new", "{n} new", len(merged.new)),
            trn("{n} changed", "{n} changed", changed),
        ),
    )
    where = tr("nothing written") if dry_run else tr("written to {file}", file=target)
    if merged.text == result.before and not dry_run:
        where = tr("{file} stays as it is", file=target)
    (note if target == "-" else say)(tr("{counts}: {where}", counts=counts, where=where))


def _some(names: "Sequence[str]") -> str:
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")


def _data(result: "Imported", written: str | None) -> dict[str, Any]:
    """The stable fields of ``--format json``."""
    merged = result.merged
    return {
        "columns": [
            {
                "table": laid.table.shown,
                "column": column.heading,
                "field": column.target,
                "group": column.group,
                "samples": list(column.samples),
            }
            for laid in result.layouts
            for column in laid.columns
        ],
        "problems": [
            {
                "path": p.path,
                "line": p.line,
                "column": p.column,
                "code": p.code,
                "message": str.__str__(p.message),
                "hint": str.__str__(p.hint),
            }
            for p in result.problems
        ],
        "notes": [str.__str__(text) for text in result.notes],
        "rows": result.rows,
        "left_out": result.left_out,
        "new": merged.new if merged else [],
        "changes": [
            {"member": c.member, "field": c.field, "old": c.old, "new": c.new}
            for c in (merged.changes if merged else [])
        ],
        "missing": merged.missing if merged else [],
        "removed": merged.removed if merged else [],
        "kept": [{"member": m, "certification": c} for m, c in (merged.kept if merged else [])],
        "teams": merged.teams if merged else {},
        "certifications": merged.certifications if merged else {},
        "written": written,
    }
