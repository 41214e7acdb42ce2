"""The layout of a file, L001 to L004: what any editor could mend, and ``check --fix`` does."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

import yaml

from drillctl.files.comments import comments, scalar_spans
from drillctl.files.diagnostics import MOST_PROBLEMS, Diagnostic, too_many
from drillctl.files.key_order import Misplaced, ends_in_block_scalar, misplaced
from drillctl.files.nodes import Node
from drillctl.files.source_lines import BREAKS, line_starts, lines_of
from drillctl.language import joined, tr

_BLANKS = re.compile(r"(?<![ \t])[ \t]++(?=[\n\r\x85\u2028\u2029]|\Z)")


def layout_problems(path: str, text: str, roots: Iterable[Node]) -> Iterator[Diagnostic]:
    """Everything about the layout of a file that can be read."""
    found = _problems(path, text, list(roots))
    yield from islice(found, MOST_PROBLEMS)
    if (more := next(found, None)) is not None:
        yield too_many(path, more.code)


def _problems(path: str, text: str, roots: list[Node]) -> Iterator[Diagnostic]:
    if text:
        yield from _spacing(path, text, not (roots and ends_in_block_scalar(roots[-1])))
    for found in misplaced(text, roots):
        yield _order(path, found)


def _spacing(path: str, text: str, may_end: bool) -> Iterator[Diagnostic]:
    # Most files are clean: three look-ups are faster than the pattern.
    clean = "\t" not in text and not text.endswith(" ") and not any(f" {b}" in text for b in BREAKS)
    trailing = [] if clean else [match.span() for match in _BLANKS.finditer(text)]
    if trailing or "\t" in text:
        outside = _Outside(text)
        ends = {stop for _, stop in trailing}
        for start, stop in trailing:
            if outside.of_values(start):
                line, column = outside.place(start)
                end = column + stop - start
                message, hint = tr("blanks at the end of the line"), tr("take them out")
                yield Diagnostic(path, line, column, "L001", message, hint, line, end, "", True)
        for index, after in _tabs(text):
            if after not in ends and outside.of_values(index) and outside.of_comments(index):
                line, column = outside.place(index)
                message, hint = tr("tab between words"), tr("use blanks")
                end = column + 1
                yield Diagnostic(path, line, column, "L002", message, hint, line, end, "", True)
    if not text.endswith(BREAKS):
        lines = lines_of(text)
        message, hint = tr("the last line has no end"), tr("end it with a line break")
        at = (len(lines), len(lines[-1]) + 1)
        yield Diagnostic(path, *at, "L003", message, hint, mendable=may_end)


def _tabs(text: str) -> Iterator[tuple[int, int]]:
    """Each tab, and where the blanks in which it stands end."""
    for blanks in re.finditer(r"[ \t]+", text) if "\t" in text else ():
        index = text.find("\t", *blanks.span())
        while index >= 0:
            yield index, blanks.end()
            index = text.find("\t", index + 1, blanks.end())


class _Outside:
    """Which characters of a text are neither of a value nor of a comment."""

    def __init__(self, text: str) -> None:
        self._starts = line_starts(text)
        spans = scalar_spans(text)
        self._begins = [begin for begin, _ in spans]
        self._ends = [end for _, end in spans]
        self._comments = {comment.line: comment.column for comment in comments(text)}

    def place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def of_values(self, index: int) -> bool:
        before = bisect_right(self._begins, index) - 1
        return before < 0 or self._ends[before] <= index

    def of_comments(self, index: int) -> bool:
        line, column = self.place(index)
        return column < self._comments.get(line, column + 1)


def _order(path: str, found: Misplaced) -> Diagnostic:
    key = found.first
    message = tr("key {key!r} is not in its place", key=str(key.value))
    hint = tr("begin with {keys}", keys=joined(", ", found.head))
    if found.order is None:
        hint = tr(
            "begin with {keys}; move them by hand, with their comments",
            keys=joined(", ", found.head),
        )
    mark: yaml.Mark = key.start_mark
    place, end = (mark.line + 1, mark.column + 1), key.end_mark.column + 1
    mendable = found.order is not None
    return Diagnostic(path, *place, "L004", message, hint, place[0], end, "", mendable)
