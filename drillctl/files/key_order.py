"""Which keys come first in a document or an entry, and how to move them there.

An entry begins with what names it; all other keys stay in their writer's order. Keys are moved
with what stands behind them on their lines; where comments stand between keys, or anchors, it is
left to the writer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

from drillctl.files.form_yaml import content_end
from drillctl.files.nodes import Node

_DOCUMENTS = {
    "roster": ("kind", "version", "timezone"),
    "scenario": ("kind", "version", "id", "title"),
    "policy": ("kind", "version"),
    "record": ("kind", "version", "session"),
    "workspace": ("kind", "version"),
}
_ENTRY = ("id", "name", "title", "team")
_LISTS = ("teams", "members", "venues", "equipment", "positions", "objectives")
_ANCHOR = re.compile(r"(?:^|[\s,\[{])[&*]\w")
_FLOW_GAP = re.compile(r"\s*,\s*")
_BLOCK_GAP = re.compile(r"[ \t]*(?:[\n\r\x85\u2028\u2029]+[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An entry whose first keys are not those of `head`, in this order.

    `first`: the first key that should be elsewhere. `order`: the entries of `node` by number, as
    they should come; None where they can't be moved safely.
    """

    node: yaml.MappingNode
    first: Node
    head: tuple[str, ...]
    order: tuple[int, ...] | None


def misplaced(text: str, roots: Iterable[Node]) -> Iterator[Misplaced]:
    """All such entries in the documents of a text."""
    for node, head in _entries(roots):
        keys = [key.value for key, _ in node.value]
        present = [key for key in head if key in keys]
        if keys[: len(present)] == present or not all(isinstance(k, str) for k in keys):
            continue
        if len(set(keys)) < len(keys):
            continue
        wanted = [keys.index(key) for key in present]
        order = (*wanted, *(n for n in range(len(keys)) if n not in wanted))
        first = next(n for n, at in enumerate(order) if n != at)
        movable = segments(text, node) is not None
        yield Misplaced(node, node.value[first][0], tuple(present), order if movable else None)


def _entries(roots: Iterable[Node]) -> Iterator[tuple[yaml.MappingNode, tuple[str, ...]]]:
    for root in roots:
        if not isinstance(root, yaml.MappingNode):
            continue
        parts = {key.value: value for key, value in root.value if key.value.__class__ is str}
        kind = parts["kind"].value if "kind" in parts else ""
        head = _DOCUMENTS.get(kind) if kind.__class__ is str else None
        if head is None:
            continue
        yield root, head
        if kind not in ("roster", "scenario"):
            continue
        for name in _LISTS:
            entries = parts.get(name)
            if isinstance(entries, yaml.SequenceNode):
                for entry in entries.value:
                    if isinstance(entry, yaml.MappingNode):
                        yield entry, _ENTRY


def segments(text: str, node: yaml.MappingNode) -> list[tuple[int, int]] | None:
    """Where each key with its value stands in the text; None where they can't change places."""
    spans: list[tuple[int, int]] = []
    flow = bool(node.flow_style)
    for key, value in node.value:
        begin, end = key.start_mark.index, max(content_end(text, value), key.end_mark.index)
        if value.start_mark.index < begin or ends_in_block_scalar(value):
            return None
        if not flow:
            rest = re.compile(r"[^\n\r\x85\u2028\u2029]*").match(text, end)
            assert rest is not None
            if rest.group().strip() and not rest.group().lstrip().startswith("#"):
                return None
            end = rest.end()
        spans.append((begin, end))
    gap = _FLOW_GAP if flow else _BLOCK_GAP
    for (_, end), (begin, _) in pairwise(spans):
        if end > begin or not gap.fullmatch(text, end, begin):
            return None
    before = text[node.start_mark.index : spans[0][0]].strip()
    inside = text[spans[0][0] : spans[-1][1]]
    if before not in ("", "{") or _ANCHOR.search(inside) or (flow and "#" in inside):
        return None
    return spans


def ends_in_block_scalar(node: Node) -> bool:
    """Whether the last value below is a literal or folded one, whose line breaks count."""
    while isinstance(node, yaml.CollectionNode) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
