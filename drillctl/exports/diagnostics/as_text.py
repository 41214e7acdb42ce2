"""Problems for a person at a terminal: the line, and a caret under what is meant."""

from collections.abc import Iterator

from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import Diagnostic, Severity
from drillctl.files.source_lines import lines_of, without_tabs
from drillctl.language import in_language, joined, tr, trn
from drillctl.language.cells import cells
from drillctl.language.visible import visible

WIDTH = 110
"""Characters of a line that are shown; longer ones are cut around the problem."""
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_BOLD, _FAINT, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def as_text(findings: Findings, colour: bool = False) -> str:
    """All problems, each with an excerpt; `colour` for terminals (ECMA-48, SGR)."""
    lines = {path: lines_of(text) for path, text in findings.texts.items()}
    written: list[str] = []
    for problem in findings.problems:
        severity = findings.severity(problem)
        place, said = visible(problem.place), visible(in_language(problem.said))
        word = in_language(tr("warning") if severity is Severity.WARNING else tr("error"))
        if colour:
            tone = _COLOURS[severity]
            written.append(f"{_BOLD}{place}{_PLAIN}: {tone}{word} {problem.code}{_PLAIN} {said}")
        else:
            mark = f"{word} " if severity is Severity.WARNING else ""
            written.append(f"{place}: {mark}{problem.code} {said}")
        for number, line in enumerate(excerpt(problem, lines.get(problem.path, []))):
            tone = _COLOURS[severity] if number else _FAINT
            written.append(f"{tone}{line}{_PLAIN}" if colour else line)
    return "".join(f"{line}\n" for line in written)


def excerpt(problem: Diagnostic, lines: list[str]) -> list[str]:
    """The source line with a caret under what is meant; none where the place is no line."""
    if not 1 <= problem.line <= len(lines):
        return []
    source = lines[problem.line - 1]
    begin = min(problem.column - 1, len(source))
    end = begin + 1
    if problem.end_line == problem.line:
        end = max(end, min(problem.end_column - 1, len(source)))
    first, more = 0, ("", "")
    if len(source) > WIDTH:
        first = min(max(0, begin - WIDTH // 2), len(source) - WIDTH)
        last = first + WIDTH
        more = ("…" if first else "", "…" if last < len(source) else "")
        source, end = source[first:last], min(end, last)
    shown = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in source)
    before = cells(without_tabs(more[0] + shown[: begin - first]))
    until = cells(without_tabs(more[0] + shown[: end - first]))
    caret = "^" * max(1, until - before)
    return [f"    {without_tabs(more[0] + shown) + more[1]}".rstrip(), f"    {' ' * before}{caret}"]


def summary(findings: Findings) -> str:
    """``3 errors, 1 warning in 12 files; 2 can be mended with --fix``."""
    files = len(findings.texts)
    errors = findings.errors
    warnings = len(findings.problems) - errors
    counts = [trn("{n} error", "{n} errors", errors)] if errors else []
    counts += [trn("{n} warning", "{n} warnings", warnings)] if warnings else []
    where = trn("{n} file", "{n} files", files)
    if not counts:
        parts = [tr("no problems in {files}", files=where)]
    else:
        parts = [tr("{counts} in {files}", counts=joined(", ", counts), files=where)]
    return joined("; ", [*parts, *_more(findings)])


def _more(findings: Findings) -> Iterator[str]:
    fixable = sum(problem.fixable for problem in findings.problems)
    if fixable:
        yield trn("{n} can be mended with --fix", "{n} can be mended with --fix", fixable)
    if findings.silenced:
        n = findings.silenced
        yield trn("{n} silenced by a comment", "{n} silenced by comments", n)
