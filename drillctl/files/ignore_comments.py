"""``# drillctl: ignore CODE`` and ``# drillctl: ignore-file CODE`` in a file.

On the line of a problem, or alone on the line before it, the first silences the codes it names
there; the second in the whole file. What makes a file unreadable (F, Y) can't be silenced.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from drillctl.files.comments import comments
from drillctl.files.diagnostics import CODES, MOST_PROBLEMS, Diagnostic, code_meant, too_many
from drillctl.files.selection import Selection
from drillctl.language import tr

_MARK = "drillctl:"
_IGNORE = re.compile(r"#\s*drillctl:\s*(\S*)(.*)")
_WORD = re.compile(r"[^\s,]+")
_MOST_CODES = 100_000
_NEVER = ("F", "Y")


_Key = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class _Code:
    """One code of an ignore comment, and where it stands; `lines` None: the whole file."""

    path: str
    code: str
    line: int
    column: int
    lines: tuple[int, ...] | None

    @property
    def keys(self) -> list[_Key]:
        """What it silences, as `_keys` has it of a problem."""
        return [(self.path, line, self.code) for line in self.lines or (None,)]


def _keys(problem: Diagnostic) -> list[_Key]:
    """What may silence the problem: its code or group, on its line or in the file."""
    if problem.code[0] in _NEVER:
        return []
    groups = [problem.code[:n] for n in range(1, len(problem.code) + 1)]
    return [(problem.path, line, group) for line in (problem.line, None) for group in groups]


@dataclass(frozen=True, slots=True)
class Silenced:
    """What is left to say, and what comments silence; both in order."""

    left: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]


def silenced(
    problems: Iterable[Diagnostic], texts: dict[str, str], selection: Selection, *, complete: bool
) -> Silenced:
    """The problems without those that a comment silences, and with the comments at fault.

    `complete`: every check has run, so that a comment which silences nothing can be told. One is
    at fault only where its code is selected.
    """
    codes: list[_Code] = []
    left: list[Diagnostic] = []
    for path, text in texts.items():
        if _MARK in text:
            found, faults = _codes(path, text)
            codes += found
            left += faults
    quiet: list[Diagnostic] = []
    known = {key for code in codes for key in code.keys}
    used: set[_Key] = set()
    for problem in problems:
        by = [key for key in _keys(problem) if key in known]
        used.update(by)
        (quiet if by else left).append(problem)
    shown = {code[:n] for code in CODES if selection.shows(code) for n in range(1, len(code) + 1)}
    unused = (c for c in codes if c.code in shown and used.isdisjoint(c.keys)) if complete else ()
    left += [_unused(code) for code in islice(unused, MOST_PROBLEMS)]
    return Silenced(tuple(sorted(left)), tuple(sorted(quiet)))


def _unused(code: _Code) -> Diagnostic:
    if code.code[0] in _NEVER:
        hint = tr("what makes a file unreadable can't be silenced")
    else:
        hint = tr("take it out, or put it on the line of the problem or alone on the one before")
    end = code.column + len(code.code)
    message = tr("ignore comment silences no {code} here", code=code.code)
    where = (code.path, code.line, code.column)
    return Diagnostic(*where, "L005", message, hint, code.line, end)


def _codes(path: str, text: str) -> tuple[list[_Code], list[Diagnostic]]:
    codes: list[_Code] = []
    faults: list[Diagnostic] = []
    for comment in comments(text):
        match = _IGNORE.match(comment.text)
        if match is None:
            continue

        def fault(at: int, word: str, message: str, hint: str, comment: tuple = comment) -> None:  # type: ignore[type-arg]
            line, column = comment[0], comment[1] + at
            end = column + len(word)
            faults.append(Diagnostic(path, line, column, "L006", message, hint, line, end))

        verb, lines = match[1], (comment.line, *((comment.line + 1,) if comment.alone else ()))
        if verb not in ("ignore", "ignore-file"):
            hint = tr("write # drillctl: ignore CODE, or # drillctl: ignore-file CODE")
            if len(faults) >= MOST_PROBLEMS:
                return codes, [*faults, too_many(path, "L006")]
            fault(match.start(1), verb, tr("unknown comment to drillctl {word!r}", word=verb), hint)
            continue
        if _WORD.search(match[2]) is None:
            message = tr("ignore comment without a code")
            fault(match.start(1), verb, message, tr("name the codes that it silences"))
        for number, word in enumerate(_WORD.finditer(match[2])):
            if len(codes) >= _MOST_CODES or len(faults) >= MOST_PROBLEMS:
                return codes, [*faults, too_many(path, "L006")]
            code = word[0]
            at = match.start(2) + word.start()
            if any(known.startswith(code) for known in CODES):
                of = lines if verb == "ignore" else None
                codes.append(_Code(path, code, comment.line, comment.column + at, of))
            elif (code[:1].isupper() and code[-1:].isdigit()) or not number:
                message = tr("unknown code {word!r} in an ignore comment", word=code)
                fault(at, code, message, code_meant(code))
            else:
                break
    return codes, faults
