"""``check --fix``: a file's text with what can safely be mended, all else byte for byte.

Renamed keys, spacing, and the order of the first keys. The result is read again and must say the
same; a mend that would change what a file says is not made.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.key_order import Misplaced, misplaced, segments
from drillctl.files.nodes import Node
from drillctl.files.source_lines import line_starts

_ROUNDS = 8
Splice = tuple[int, int, str]
Wanted = Callable[[str], Iterable[Diagnostic]]


def mended(text: str, problems: Sequence[Diagnostic], wanted: Wanted) -> str:
    """The text with its fixable `problems` mended.

    `wanted` says which of the layout's problems are to be mended in a text; it is asked again
    after each round of moves, which shift the lines of others.
    """
    names = [d for d in problems if d.instead and d.end_line == d.line]
    starts = line_starts(text)
    spacing = [_spaced(text, starts, d) for d in problems if d.mendable and d.code != "L004"]
    renames = [
        (starts[d.line - 1] + d.column - 1, starts[d.line - 1] + d.end_column - 1, d.instead)
        for d in names
    ]
    keys = {(d.line - 1, d.column - 1): d.instead for d in names}
    before = _meaning(text, keys)
    for splices in ([*renames, *spacing], renames):
        found = _ordered(_spliced(text, splices), wanted)
        if before is not None and _meaning(found, {}) == before:
            return found
    return text


def _spaced(text: str, starts: Sequence[int], problem: Diagnostic) -> Splice:
    line = starts[problem.line - 1]
    start = line + problem.column - 1
    if problem.code == "L003":
        ends = "\r\n" if "\r\n" in text else "\n"
        return len(text), len(text), ends
    length = problem.end_column - problem.column
    if problem.code == "L001":
        return start, start + length, ""
    return start, start + length, " " if text[line:start].strip() else "  "


def _spliced(text: str, splices: Iterable[Splice]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(splices):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _ordered(text: str, wanted: Wanted) -> str:
    for _ in range(_ROUNDS):
        places = {
            (d.line - 1, d.column - 1) for d in wanted(text) if d.code == "L004" and d.mendable
        }
        if not places:
            break
        found = [
            entry
            for entry in misplaced(text, _roots(text) or [])
            if entry.order is not None
            and (entry.first.start_mark.line, entry.first.start_mark.column) in places
        ]
        text = _spliced(
            text, [splice for entry in _innermost(found) for splice in _moves(text, entry)]
        )
    return text


def _innermost(found: Sequence[Misplaced]) -> list[Misplaced]:
    """Those that hold no other; the others' turn comes when these are done."""
    spans = [(e.node.start_mark.index, e.node.end_mark.index) for e in found]
    kept: list[Misplaced] = []
    for entry, (_, end) in sorted(zip(found, spans, strict=True), key=lambda e: -e[1][0]):
        if not kept or end <= kept[-1].node.start_mark.index:
            kept.append(entry)
    return kept


def _moves(text: str, entry: Misplaced) -> list[Splice]:
    spans = segments(text, entry.node)
    assert spans is not None
    assert entry.order is not None
    pairs = zip(spans, entry.order, strict=True)
    return [(*span, text[slice(*spans[source])]) for span, source in pairs]


def _roots(text: str) -> list[Node] | None:
    found: list[Node] = []
    for document in documents("", text.encode("utf-8")):
        if isinstance(document, Diagnostic):
            return None
        found.append(document)
    return found


def _meaning(text: str, renamed: Mapping[tuple[int, int], str]) -> object:
    """What the text says, whatever its keys' order; None where it can't be read."""
    roots = _roots(text)
    return None if roots is None else [_said(root, renamed) for root in roots]


def _said(node: Node, renamed: Mapping[tuple[int, int], str]) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [node.tag, *(_said(item, renamed) for item in node.value)]
    if not isinstance(node, yaml.MappingNode):
        return (node.tag, node.value)
    entries = []
    for key, value in node.value:
        name = renamed.get((key.start_mark.line, key.start_mark.column))
        said = ("tag:yaml.org,2002:str", name) if name else _said(key, renamed)
        entries.append((repr(said), _said(value, renamed)))
    return [node.tag, dict(sorted(entries, key=lambda e: e[0])), len(entries)]
