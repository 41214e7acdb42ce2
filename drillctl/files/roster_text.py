"""A roster's text, edited in place: lines that do not change stay byte for byte.

Comments, order and spacing are the coordinators' own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.form_yaml import content_end
from drillctl.files.nodes import Node
from drillctl.files.record_lines import quoted

MEMBER_KEYS = (
    "id", "name", "team", "email", "phone", "certifications", "availability", "busy",
    "busy_calendar", "free", "limits",
)  # fmt: skip
_LAST = 1_000_000_000
NEW = "kind: roster\nversion: 1\n"
Held = tuple[str, date | None, date | None]
"""Certification, date of issue and of expiry, as written: None is left out."""


class FlowRosterError(ValueError):
    """The whole document stands within braces, where no list can be begun."""


class RosterText:
    """One roster file. `members`: id to entry. New entries go to the first roster document
    that has such a list, else to the first."""

    def __init__(self, data: bytes) -> None:
        self.mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
        self.text = data.decode("utf-8-sig")
        self.roots = [
            document
            for document in documents("", data)
            if not isinstance(document, Diagnostic)
            and isinstance(document, yaml.MappingNode)
            and _word(_value(document, "kind")) == "roster"
        ]
        self.members: dict[str, yaml.MappingNode] = {}
        self.holders: dict[str, tuple[yaml.SequenceNode, int]] = {}
        for root in self.roots:
            listed = _value(root, "members")
            entries = listed.value if isinstance(listed, yaml.SequenceNode) else ()
            for place, node in enumerate(entries):
                name = _word(_value(node, "id")) if isinstance(node, yaml.MappingNode) else None
                if name is not None and isinstance(listed, yaml.SequenceNode):
                    self.members.setdefault(name, node)
                    self.holders.setdefault(name, (listed, place))
        self._splices: list[tuple[int, int, int, str]] = []

    def result(self) -> str:
        """The text with all edits, with the line ends it has."""
        ends = "\r\n" if "\r\n" in self.text else "\n"
        text = self.text
        for start, end, _, new in sorted(self._splices, reverse=True):
            text = text[:start] + new.replace("\n", ends) + text[end:]
        return self.mark + text

    def word(self, member: str, key: str) -> str | None:
        """A single value of a member as it is written."""
        return _word(_value(self.members[member], key))

    def set_word(self, member: str, key: str, value: str) -> None:
        """Another value in its place, or a new key after those that come before it."""
        node, old = self.members[member], _value(self.members[member], key)
        if old is not None and content_end(self.text, old) > old.start_mark.index:
            self._splice(old.start_mark.index, content_end(self.text, old), quoted(value))
        elif old is not None:
            self._after_key(node, key, f" {quoted(value)}")
        else:
            self._add_key(node, key, quoted(value))

    def set_held(self, member: str, changed: Mapping[int, Held], added: Sequence[Held]) -> None:
        """Other dates in the certificates at these places, and more certificates."""
        node = self.members[member]
        listed = _value(node, "certifications")
        if not isinstance(listed, yaml.SequenceNode):
            text = f"[{', '.join(held_text(one) for one in added)}]"
            if listed is None:
                self._add_key(node, "certifications", text)
            else:
                self._after_key(node, "certifications", f" {text}")
            return
        for place, one in changed.items():
            old = listed.value[place]
            if isinstance(old, yaml.MappingNode):
                self._set_dates(old, one)
            else:
                self._splice(old.start_mark.index, content_end(self.text, old), held_text(one))
        self._append(listed, [held_text(one) for one in added])

    def add_members(self, entries: Iterable[Mapping[str, object]]) -> None:
        """New members at the end, as the last of the others is written."""
        listed = self._list("members")
        made = list(entries)
        last = listed.value[-1] if isinstance(listed, yaml.SequenceNode) and listed.value else None
        flow = isinstance(last, yaml.MappingNode) and last.flow_style
        flow = flow or (isinstance(listed, yaml.SequenceNode) and listed.flow_style and last)
        self._add("members", listed, [_member_text(one, bool(flow)) for one in made])

    def add_teams(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """New teams: id, title, kind."""
        texts = [f"{{id: {quoted(i)}, title: {quoted(t)}, kind: {k}}}" for i, t, k in entries]
        self._add("teams", self._list("teams"), texts)

    def add_certifications(self, entries: Iterable[tuple[str, str]]) -> None:
        """New certifications: id and title."""
        made = [f"{quoted(name)}: {{title: {quoted(title)}}}" for name, title in entries]
        if not made:
            return
        root = self._root("certifications")
        known = _value(root, "certifications")
        if not isinstance(known, yaml.MappingNode) or not known.value:
            if isinstance(known, yaml.MappingNode) and known.flow_style:
                at = known.start_mark.index
                self._splice(at, content_end(self.text, known), f"{{{', '.join(made)}}}")
                return
            lines = "".join(f"\n  {one}" for one in made)
            if known is None:
                self._new_key(root, f"certifications:{lines}")
            else:
                self._after_key(root, "certifications", lines)
        elif known.flow_style:
            end = content_end(self.text, known.value[-1][1])
            self._splice(end, end, "".join(f", {one}" for one in made))
        else:
            pad = " " * known.value[0][0].start_mark.column
            self._after(known, [pad + one for one in made])

    def add_timezone(self, zone: str) -> None:
        """The time zone, of a roster that says none."""
        if self.roots and _value(self.roots[0], "timezone") is None:
            self._new_key(self.roots[0], f"timezone: {quoted(zone)}")

    def remove(self, members: Iterable[str]) -> None:
        """Takes members out, with the lines that are theirs alone."""
        going: dict[int, tuple[yaml.SequenceNode, list[int]]] = {}
        for name in members:
            listed, place = self.holders[name]
            going.setdefault(id(listed), (listed, []))[1].append(place)
        for listed, places in going.values():
            for place in places:
                self._splice(*self._span(listed, place, set(places)), "")

    def _span(self, listed: yaml.SequenceNode, place: int, going: set[int]) -> tuple[int, int]:
        node = listed.value[place]
        start = node.start_mark.index
        if listed.flow_style:
            if place + 1 < len(listed.value):
                return start, listed.value[place + 1].start_mark.index
            kept = [n for n in range(place) if n not in going]
            begin = content_end(self.text, listed.value[kept[-1]]) if kept else start
            # The spans of those between that go too end where this one begins.
            if kept and kept[-1] + 1 < place:
                begin = start
            return begin, content_end(self.text, node)
        dash = self.text.rindex("-", 0, start)
        line = self.text.rfind("\n", 0, dash) + 1
        end = self.text.find("\n", content_end(self.text, node)) + 1
        return line, end or len(self.text)

    def _root(self, key: str) -> yaml.MappingNode:
        return next((r for r in self.roots if _value(r, key) is not None), self.roots[0])

    def _list(self, key: str) -> Node | None:
        return _value(self._root(key), key)

    def _add(self, key: str, listed: Node | None, texts: Sequence[str]) -> None:
        if not texts:
            return
        if isinstance(listed, yaml.SequenceNode) and (listed.value or listed.flow_style):
            if listed.flow_style and not listed.value:
                at = listed.start_mark.index
                lines = "".join(f"\n  - {_indented(one, 4)}" for one in texts)
                self._splice(at, content_end(self.text, listed), lines)
            else:
                self._append(listed, texts)
            return
        lines = "".join(f"\n  - {_indented(one, 4)}" for one in texts)
        root = self._root(key)
        if listed is None:
            self._new_key(root, f"{key}:{lines}")
        else:
            self._after_key(root, key, lines)

    def _append(self, listed: yaml.SequenceNode, texts: Sequence[str]) -> None:
        if not texts:
            return
        if listed.flow_style:
            end = content_end(self.text, listed.value[-1]) if listed.value else None
            if end is None:
                at = listed.start_mark.index + 1
                self._splice(at, at, ", ".join(texts))
            else:
                self._splice(end, end, "".join(f", {one}" for one in texts))
            return
        column = listed.start_mark.column
        inner = listed.value[-1].start_mark.column
        gap = " " * (inner - column - 1)
        pad = " " * column
        self._after(listed, [f"{pad}-{gap}{_indented(one, inner)}" for one in texts])

    def _set_dates(self, node: yaml.MappingNode, held: Held) -> None:
        """Other dates in a certificate that is written as a mapping."""
        for key, value in zip(("issued", "expires"), held[1:], strict=True):
            old = _value(node, key)
            if value is None:
                if old is not None:
                    self._drop_key(node, key)
            elif old is None:
                self._add_key(node, key, value.isoformat())
            elif _word(old) != value.isoformat():
                end = content_end(self.text, old)
                self._splice(old.start_mark.index, end, value.isoformat())

    def _drop_key(self, node: yaml.MappingNode, key: str) -> None:
        place = next(n for n, (k, _) in enumerate(node.value) if k.value == key)
        first, value = node.value[place]
        end = content_end(self.text, value)
        if node.flow_style:
            if place:
                self._splice(content_end(self.text, node.value[place - 1][1]), end, "")
            elif place + 1 < len(node.value):
                self._splice(first.start_mark.index, node.value[1][0].start_mark.index, "")
            return
        if place == 0:
            self._splice(first.start_mark.index, node.value[1][0].start_mark.index, "")
            return
        line = self.text.rfind("\n", 0, first.start_mark.index) + 1
        self._splice(line, (self.text.find("\n", end) + 1) or len(self.text), "")

    def _add_key(self, node: yaml.MappingNode, key: str, value: str) -> None:
        order = MEMBER_KEYS if key in MEMBER_KEYS else ("id", "issued", "expires")
        before = [v for k, v in node.value if k.value in order[: order.index(key)]]
        after = max(before or [v for _, v in node.value], key=lambda n: n.start_mark.index)
        if node.flow_style:
            end = content_end(self.text, after)
            self._splice(end, end, f", {key}: {value}")
            return
        pad = " " * node.value[0][0].start_mark.column
        self._after(after, [f"{pad}{key}: {value}"])

    def _after_key(self, node: yaml.MappingNode, key: str, text: str) -> None:
        """Behind the colon of a key that has no value, or in place of it."""
        name, value = next((k, v) for k, v in node.value if k.value == key)
        colon = self.text.index(":", name.end_mark.index) + 1
        end = max(colon, content_end(self.text, value)) if value.value else colon
        self._splice(colon, end, text)

    def _new_key(self, root: yaml.MappingNode, text: str) -> None:
        """At the end of a document, behind whatever else is added there."""
        if root.flow_style:
            raise FlowRosterError
        self._after(root, [text])
        start, end, number, new = self._splices.pop()
        self._splices.append((start, end, number + _LAST, new))

    def _after(self, node: Node, lines: Sequence[str]) -> None:
        """Lines of their own behind the last line of a node."""
        end = self.text.find("\n", content_end(self.text, node)) + 1
        if end:
            self._splice(end, end, "".join(f"{line}\n" for line in lines))
        else:
            end = len(self.text)
            self._splice(end, end, "".join(f"\n{line}" for line in lines))

    def _splice(self, start: int, end: int, new: str) -> None:
        self._splices.append((start, end, len(self._splices), new))


def held_text(held: Held) -> str:
    """``{id: swiftwater-2, issued: 2025-04-01}``, or the id alone."""
    name, issued, expires = held
    if issued is None and expires is None:
        return quoted(name)
    dates = {"issued": issued, "expires": expires}
    return "".join(
        [f"{{id: {quoted(name)}", *(f", {k}: {v.isoformat()}" for k, v in dates.items() if v), "}"]
    )


def _member_text(entry: Mapping[str, object], flow: bool) -> str:
    """A member, one key a line or all on one."""
    parts = []
    for key in MEMBER_KEYS:
        value = entry.get(key)
        if isinstance(value, str) and value:
            parts.append(f"{key}: {quoted(value)}")
        elif isinstance(value, list) and value:
            parts.append(f"{key}: [{', '.join(held_text(one) for one in value)}]")
    return f"{{{', '.join(parts)}}}" if flow else "\n".join(parts)


def _indented(text: str, column: int) -> str:
    return text.replace("\n", "\n" + " " * column)


def _value(node: Node, key: str) -> Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((v for k, v in node.value if k.value == key), None)


def _word(node: Node | None) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
