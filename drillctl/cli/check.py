"""``drillctl check``: every problem in the files, with the line it stands on."""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence

from drillctl.cli.terminal import note, say
from drillctl.exports.diagnostics.as_json import problem_data as problem_data
from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import CODES, Diagnostic, severity
from drillctl.language import tr, trn
from drillctl.language.visible import visible


def check(
    paths: list[str],
    format: str = "text",
    list_codes: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    strict: bool = False,
    fix: bool = False,
    diff: bool = False,
) -> int:
    """Prints all problems in `paths`; returns the exit status, 1 where there is an error.

    `strict`: warnings are errors. `fix`: mends what is safe first; with `diff` shows what that
    would change, writes nothing, and returns 1 where anything would.
    """
    from drillctl.cli.check_fix import fix_files, show_fixes
    from drillctl.files.checking import checked
    from drillctl.files.selection import selection

    if list_codes:
        _list_codes(format)
        return 0
    try:
        shown = selection(select, ignore)
    except ValueError as error:
        note(tr("error: {error}", error=error.args[0]))
        return 2
    if diff and not fix:
        note(tr("error: --diff shows what --fix would do: give both"))
        return 2
    if fix and "-" in paths:
        note(tr("error: --fix can't write to standard input: name the file"))
        return 2
    found = checked(paths, shown)
    if fix and diff:
        return show_fixes(found, shown)
    if fix:
        written = fix_files(found, shown)
        if written:
            note(trn("{n} file mended", "{n} files mended", written))
            found = checked(paths, shown)
    findings = Findings(found.problems, found.texts, strict, len(found.silenced))
    write_problems(findings, format)
    _sum_up(findings, found.hidden)
    return 1 if findings.errors else 0


def _sum_up(findings: Findings, hidden: int) -> None:
    from drillctl.exports.diagnostics.as_text import summary

    note(summary(findings))
    if hidden:
        note(
            trn(
                "{n} error is not shown: nothing can be planned from these files",
                "{n} errors are not shown: nothing can be planned from these files",
                hidden,
            )
        )


def print_problems(found: Iterable[Diagnostic], texts: Mapping[str, str], format: str) -> None:
    """Prints problems on stdout as ``text``, ``json`` or another format of `check`."""
    write_problems(Findings(tuple(found), texts), format)


def write_problems(findings: Findings, format: str) -> None:
    """Prints findings on stdout."""
    print(shown_as(findings, format, colour=_colour()), end="")


def shown_as(findings: Findings, format: str, *, colour: bool = False) -> str:
    """Findings in a format, without anything that a terminal would obey but colours."""
    from importlib import import_module

    if format == "text":
        from drillctl.exports.diagnostics.as_text import as_text

        return as_text(findings, colour=colour)
    module = import_module(f"drillctl.exports.diagnostics.as_{format}")
    return visible(getattr(module, f"as_{format}")(findings))


def _colour() -> bool:
    """A terminal that can show colours, and nobody said no (no-color.org)."""
    dumb = os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and not dumb


def _list_codes(format: str) -> None:
    if format == "json":
        listed = [
            {"code": code, "severity": severity(code).value, "title": str.__str__(title)}
            for code, title in CODES.items()
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for code, title in CODES.items():
        say(f"{code}  " + title)
