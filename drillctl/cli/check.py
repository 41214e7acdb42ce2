"""``drillctl check``: every problem in the files, with the line it stands on."""

import json
import sys
from collections.abc import Iterable

from drillctl.exports.github import annotation
from drillctl.files.diagnostics import CODES, Diagnostic
from drillctl.files.loading import load


def check(paths: list[str], format: str = "text", list_codes: bool = False) -> int:
    """Prints all problems in `paths`; returns the exit status, 1 where there is one."""
    if list_codes:
        for code, title in CODES.items():
            print(f"{code}  {title}")
        return 0
    loaded = load(paths)
    found = loaded.diagnostics
    print_problems(found, loaded.texts, format)
    files = len(loaded.texts)
    print(f"{len(found)} problem(s) in {files} file(s)", file=sys.stderr)
    return 1 if found else 0


def print_problems(found: Iterable[Diagnostic], texts: dict[str, str], format: str) -> None:
    """Prints problems on stdout as ``text``, ``json`` or ``github``."""
    if format == "json":
        print(json.dumps([problem_data(d) for d in found], ensure_ascii=False, indent=2))
    elif format == "github":
        for d in found:
            print(annotation("error", _said(d), d.path, d.line, d.column, d.code))
    else:
        for d in found:
            print(d)
            for line in excerpt(d, texts):
                print(line)


def _said(diagnostic: Diagnostic) -> str:
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return diagnostic.message + hint


def problem_data(diagnostic: Diagnostic) -> dict[str, str | int]:
    """A problem as plain data."""
    return {
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def excerpt(diagnostic: Diagnostic, texts: dict[str, str]) -> list[str]:
    """The source line with a caret under the column; long lines are cut around it."""
    lines = texts.get(diagnostic.path, "").splitlines()
    if not 1 <= diagnostic.line <= len(lines):
        return []
    source = lines[diagnostic.line - 1].replace("\t", " ")
    column = min(diagnostic.column - 1, len(source))
    if len(source) > 110:
        begin = max(0, column - 50)
        source, column = source[begin : begin + 110], column - begin
    source = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in source)
    wide = "".join("\N{IDEOGRAPHIC SPACE}" if ord(c) > 0x2E7F else " " for c in source[:column])
    return [f"    {source}", f"    {wide}^"]
