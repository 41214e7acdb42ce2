"""Documents as Markdown (GitHub flavour), in which every value shows literally."""

import re
from collections.abc import Iterator, Sequence

from drillctl.exports.documents.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AT_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def markdown(document: Document) -> str:
    """The document's text, which ends with a line end."""
    parts = [f"# {literal(document.title)}", paragraph(document.subtitle)]
    for block in document.blocks:
        parts += _block(block)
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {literal(block.text)}"
        case Paragraph():
            yield paragraph(block.text)
        case Bullets():
            yield "\n".join(f"- {_started(literal(item))}" for item in block.items)
        case Table():
            yield table(block.heads, block.rows)
        case Lines():
            yield "\n\n".join(["___"] * block.count)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; without `heads`, their row is empty, since a table needs one."""
    shown = heads or [""] * max(len(row) for row in rows)
    lines = [f"| {' | '.join(literal(head) for head in shown)} |", f"|{'---|' * len(shown)}"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def literal(text: str) -> str:
    """`text` as Markdown that shows it literally, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;")


def paragraph(text: str) -> str:
    """`text` likewise, with its line breaks kept."""
    lines = [_started(literal(line)) for line in text.splitlines()]
    return "\\\n".join(line for line in lines if line)


def _started(line: str) -> str:
    """A line that begins no list, rule or heading."""
    return _AT_START.sub(lambda m: m[1] + "\\" if m[1].isdigit() else "\\" + m[1], line)


def _cell(text: str) -> str:
    return "<br>".join(literal(line) for line in text.splitlines())
