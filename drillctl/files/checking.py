"""Everything that is wrong with files, or unwise, as the person asked to see it.

Stands after reading: errors come from there, advice only where there are none, and what comments
in the files silence is taken out here. Planning never looks at any of this.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from drillctl.advice import advice
from drillctl.files.diagnostics import Diagnostic, Severity
from drillctl.files.documents import documents
from drillctl.files.ignore_comments import silenced
from drillctl.files.layout import layout_problems
from drillctl.files.loading import Loaded, load
from drillctl.files.selection import Selection

_UNREADABLE = ("F", "Y")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be shown, what comments silence, and the texts of the files.

    `hidden`: errors that are not shown, for which nothing can be planned all the same.
    """

    problems: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...]
    texts: dict[str, str]
    hidden: int


def checked(paths: Sequence[str], shown: Selection) -> Checked:
    """Reads and checks the files."""
    loaded = load(paths)
    unreadable = {d.path for d in loaded.diagnostics if d.code[0] in _UNREADABLE and d.line}
    problems = [replace(d, instead="") if d.path in unreadable else d for d in loaded.diagnostics]
    problems += _layout(loaded, unreadable)
    if loaded.problem is not None:
        problems += advice(loaded.problem, loaded.places, loaded.plans)
    complete = loaded.problem is not None
    quiet = silenced(problems, loaded.texts, shown, complete=complete)
    left = tuple(problem for problem in quiet.left if shown.shows(problem.code))
    silent = tuple(problem for problem in quiet.silenced if shown.shows(problem.code))
    errors = sum(d.severity is Severity.ERROR for d in loaded.diagnostics)
    visible = sum(d.severity is Severity.ERROR for d in left)
    return Checked(left, silent, loaded.texts, errors - visible)


def layout_in(path: str, shown: Selection, text: str) -> list[Diagnostic]:
    """The layout's problems in one text, as `checked` would show them."""
    roots = []
    for document in documents(path, text.encode("utf-8")):
        if isinstance(document, Diagnostic):
            return []
        roots.append(document)
    problems = layout_problems(path, text, roots)
    left = silenced(problems, {path: text}, shown, complete=False).left
    return [problem for problem in left if shown.shows(problem.code)]


def _layout(loaded: Loaded, unreadable: Collection[str]) -> list[Diagnostic]:
    """Of the files that can be read to their end."""
    return [
        problem
        for path, text in loaded.texts.items()
        if path not in unreadable
        for problem in layout_problems(path, text, loaded.roots.get(path, []))
    ]
