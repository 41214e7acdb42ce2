"""A record's text, written or edited: only what changes is touched, the rest stays byte for byte.

Comments and formatting are the coordinators' own, and a merge under git should meet no line that
nobody changed.
"""

from collections.abc import Iterable, Mapping
from typing import cast

import yaml

from drillctl.files.form_yaml import content_end
from drillctl.files.nodes import Node
from drillctl.files.record_lines import (
    Nested,
    block_lines,
    entry_lines,
    flow_text,
    in_line,
    item_lines,
    quoted,
)
from drillctl.files.record_shape import RECORD, shape_at
from drillctl.files.said import Stray, Value, Where, Written
from drillctl.files.shapes import Fields, ListOf, Scalar, Shape, inner
from drillctl.files.spans import merged_spans


def edited(
    written: Written,
    values: Mapping[Where, Value],
    strays: Iterable[Stray],
    settled: Iterable[Node],
) -> str:
    """The text with these values, where there are none or others, and strays under ``unread``.

    What no record may hold is taken out; so are `settled`, rows of ``unread``;
    new rows take the place of those that nobody has written on.
    """
    edits = _Edits(written)
    for key, name in written.rename:
        edits.replace(key, quoted(name))
    removed = [*written.out, *((written.nodes["unread",], None, row) for row in settled)]
    more = dict(values)
    for number, stray in enumerate(strays):
        typed = {"file": stray.at.file, "place": stray.at.place, "text": stray.text}
        more |= {("unread", f"\0{number}", key): value for key, value in typed.items() if value}
    added = _added(written, more)
    for rows in dict.fromkeys(where[:-1] for where in added if where not in written.nodes):
        blank = written.blank_rows.get(rows, ())
        removed += [(written.nodes[rows], None, row) for row in blank]
    edits.take_out(removed)
    for where in sorted(written.amend):
        if where not in added and not (where[:-1] in added and edits.short(where[:-1])):
            edits.put(where, None)
    for top in sorted(added, key=lambda where: (where not in written.nodes, _order(where))):
        edits.enter(top, added[top])
    return edits.text()


def _added(written: Written, values: Mapping[Where, Value]) -> dict[Where, Nested]:
    """The values grouped below the outermost place that the text does not have yet."""
    found: dict[Where, Nested] = {}
    for where, value in values.items():
        missing = (n for n in range(1, len(where)) if not _holds(written, where[:n]))
        depth = next(missing, len(where))
        top, below = where[:depth], where[depth:]
        if not below:
            found[top] = value
            continue
        nested = cast(dict[str, Nested], found.setdefault(top, {}))
        for part in below[:-1]:
            nested = cast(dict[str, Nested], nested.setdefault(part, {}))
        nested[below[-1]] = value
    return found


def _holds(written: Written, where: Where) -> bool:
    """Whether the text has a mapping or list there that can take in more."""
    node = written.nodes.get(where)
    listed = isinstance(shape_at(where), ListOf)
    wanted = yaml.SequenceNode if listed else yaml.MappingNode
    return isinstance(node, wanted) and where not in written.amend


class _Edits:
    """Replacements in one text, made all at once."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.source = written.text
        self.splices: list[tuple[int, int, int, str]] = []
        self.gone: set[int] = set()
        self.emptied: dict[int, dict[str, Nested]] = {}

    def text(self) -> str:
        """The text with all edits."""
        for where, node in self.written.nodes.items():
            if id(node) in self.emptied:
                self._refill(where, self.emptied[id(node)])
        ends = "\r\n" if "\r\n" in self.source else "\n"
        text = self.source
        for start, end, _, new in sorted(self.splices, reverse=True):
            text = text[:start] + new.replace("\n", ends) + text[end:]
        return text

    def splice(self, start: int, end: int, new: str) -> None:
        """Notes a replacement; of several at one place, the first noted comes first."""
        self.splices.append((start, end, len(self.splices), new))

    def replace(self, node: Node, new: str) -> None:
        """Another value in the place of a node."""
        start, end = node.start_mark.index, content_end(self.source, node)
        if start >= end:
            before, after = self.source[start - 1 : start], self.source[start : start + 1]
            blank = before.isspace() or not new
            new = f"{'' if blank else ' '}{new}{' ' if after == '#' else ''}"
            end = start
        elif not new and isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            new = '""'
        self.splice(start, end, new)

    def put(self, where: Where, value: Nested | None) -> None:
        """A value, or nothing, in the place of what stands there."""
        node, column = self.written.nodes[where], self.written.columns.get(where, 0)
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            pad = " " * max(0, column + 1 - node.start_mark.column)
        else:
            pad = ""
        if value is None:
            self.replace(node, "")
            return
        shape = shape_at(where)
        if where in self.written.flow or not isinstance(value, dict) or in_line(shape, value):
            self.replace(node, pad + flow_text(value, shape))
            return
        lines = "".join(f"\n{line}" for line in block_lines(value, shape, column + 2))
        start, end = node.start_mark.index, content_end(self.source, node)
        if start < end:
            self.splice(len(self.source[:start].rstrip()), end, lines)
            return
        line_end = self._line_end(start)
        self.splice(line_end, line_end, lines)

    def short(self, where: Where) -> bool:
        """Whether a single value stands for a mapping there."""
        node, shape = self.written.nodes.get(where), shape_at(where)
        one = isinstance(node, yaml.ScalarNode) and bool(node.value.strip())
        return one and isinstance(shape, Fields) and bool(shape.short)

    def enter(self, where: Where, value: Nested) -> None:
        """A value at a place that is empty, or that the text does not have yet."""
        if where in self.written.nodes:
            shape = shape_at(where)
            stands = isinstance(shape, Fields) and self.short(where)
            if stands and isinstance(value, dict) and isinstance(shape, Fields):
                known = (*where, shape.short) in self.written.amend or shape.short in value
                value = value if known else {shape.short: self._short_value(where, shape), **value}
            self.put(where, value)
            return
        holder = self.written.nodes[where[:-1]]
        outer, below = shape_at(where[:-1]), shape_at(where)
        if id(holder) in self.emptied:
            self.emptied[id(holder)][where[-1]] = value
            return
        listed = isinstance(outer, ListOf)
        if not isinstance(holder, yaml.CollectionNode) or holder.flow_style:
            one = flow_text(value, below)
            self._into_flow(holder, one if listed else f"{quoted(where[-1])}: {one}")
            return
        if listed:
            column = holder.start_mark.column if holder.value else 0
            lines = item_lines(value, below, column)
            self._after(holder, lines)
            return
        column = holder.value[0][0].start_mark.column
        lines = entry_lines(where[-1], value, below, column)
        before: Node = holder
        if isinstance(outer, Fields):
            order = list(outer.keys)
            place = order.index(where[-1])
            earlier = [v for k, v in holder.value if k.value in order[:place]]
            kept = [v for _, v in holder.value if id(v) not in self.gone]
            if not earlier and len(kept) < len(holder.value):
                earlier = kept
            if not earlier:
                first = holder.value[0][0].start_mark.index
                text = "\n".join(line[column:] for line in lines) + "\n" + " " * column
                self.splice(first, first, text)
                return
            before = max(earlier, key=lambda node: node.start_mark.index)
        self._after(before, lines)

    def take_out(self, removed: Iterable[tuple[Node, Node | None, Node]]) -> None:
        """Takes entries or rows out of what holds them."""
        spans: list[tuple[int, int]] = []
        holders = {id(holder): holder for holder, _, _ in removed}
        out = {id(value) for _, _, value in removed}
        for holder in holders.values():
            assert isinstance(holder, yaml.CollectionNode)
            entries: list[tuple[Node, Node]] = [
                entry if isinstance(entry, tuple) else (entry, entry) for entry in holder.value
            ]
            going = [n for n, (_, value) in enumerate(entries) if id(value) in out]
            self.gone |= {id(entries[n][1]) for n in going}
            if holder.flow_style:
                spans += [self._flow_span(holder, entries, n) for n in going]
            elif len(going) == len(entries):
                self.emptied[id(holder)] = {}
            else:
                spans += [self._block_span(holder, entries, n) for n in going]
        for start, end in merged_spans(spans):
            self.splice(start, end, "")

    def _flow_span(
        self, holder: Node, entries: list[tuple[Node, Node]], number: int
    ) -> tuple[int, int]:
        start = entries[number][0].start_mark.index
        if number + 1 < len(entries):
            return start, entries[number + 1][0].start_mark.index
        if number:
            start = content_end(self.source, entries[number - 1][1])
        return start, content_end(self.source, holder) - 1

    def _block_span(
        self, holder: Node, entries: list[tuple[Node, Node]], number: int
    ) -> tuple[int, int]:
        first, value = entries[number]
        start = first.start_mark.index
        if isinstance(holder, yaml.SequenceNode):
            start = self.source.rindex("-", 0, start)
        line = self.source.rfind("\n", 0, start) + 1
        if self.source[line:start].strip():
            left = [one for one, other in entries[number:] if id(other) not in self.gone]
            return start, left[0].start_mark.index if left else content_end(self.source, value)
        end = self.source.find("\n", max(content_end(self.source, value), start)) + 1
        return line, end or len(self.source)

    def _line_end(self, index: int) -> int:
        end = self.source.find("\n", index)
        if end < 0:
            return len(self.source)
        return end - 1 if self.source[end - 1 : end] == "\r" else end

    def _after(self, node: Node, lines: list[str]) -> None:
        end = self.source.find("\n", content_end(self.source, node)) + 1
        if end:
            self.splice(end, end, "".join(f"{line}\n" for line in lines))
        else:
            end = len(self.source)
            self.splice(end, end, "".join(f"\n{line}" for line in lines))

    def _refill(self, where: Where, nested: dict[str, Nested]) -> None:
        """What all was taken out of, and perhaps something put into; no empty ``unread`` stays."""
        node = self.written.nodes[where]
        root = self.written.root
        if where == ("unread",) and not nested and isinstance(root, yaml.MappingNode):
            key = next(key for key, value in root.value if value is node)
            self.take_out([(root, key, node)])
        else:
            self.put(where, nested or None)

    def _short_value(self, where: Where, shape: Fields) -> str:
        short = shape.keys[shape.short]
        prefix = short.prefix if isinstance(short, Scalar) else ""
        return str(self.written.nodes[where].value).removeprefix(prefix).strip()

    def _into_flow(self, holder: Node, one: str) -> None:
        """Into brackets: at their end, or at their begin where something is taken out."""
        assert isinstance(holder, yaml.CollectionNode)
        children = [e[1] if isinstance(e, tuple) else e for e in holder.value]
        left = [child for child in children if id(child) not in self.gone]
        if len(left) < len(children) or not left:
            start = holder.start_mark.index + 1
            again = any(s == e == start for s, e, _, _ in self.splices)
            text = f"{one}, " if left else f", {one}" if again else one
            self.splice(start, start, text)
            return
        end = content_end(self.source, children[-1])
        self.splice(end, end, f", {one}")


def fresh_text(session: str) -> str:
    """The text of a record of which only the session is known."""
    return f"kind: record\nversion: 1\nsession: {session}\n"


def _order(where: Where) -> list[int]:
    """Keys in the order of their shape; rows and ids as they come."""
    found, shape = [], cast(Shape, RECORD)
    for part in where:
        found.append(list(shape.keys).index(part) if isinstance(shape, Fields) else 0)
        shape = inner(shape, part)
    return found
