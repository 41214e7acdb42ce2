"""One file's text without a person: what names them replaced, what is theirs alone taken out.

Every other byte stays as it is. Where members stand is known from the shapes of the documents;
the result is read again and must say what was meant.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from drillctl.files.comments import comments
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.forget_mentions import Person
from drillctl.files.form_yaml import content_end
from drillctl.files.json_schema import SHAPES
from drillctl.files.nodes import Node
from drillctl.files.plan_shape import AWAY, MADE, SESSION
from drillctl.files.record_lines import quoted
from drillctl.files.record_shape import ATTENDED
from drillctl.files.roster_shape import MEMBER
from drillctl.files.shapes import Anything, Fields, ListOf, MapOf, OneOf, Scalar, Shape, Sort
from drillctl.files.source_lines import line_starts

_SNAPSHOT = Fields({"sessions": ListOf(SESSION)})
_FREE = (Sort.TEXT, Sort.LINES, Sort.PERSON, Sort.AS_WRITTEN)
_OTHER = Anything()
PRIVATE_KEYS = ("email", "phone", "busy_calendar")
"""What of a member's entry nothing else needs."""
Splice = tuple[int, int, str]


class UnwritableError(Exception):
    """The text is written in a way in which the person can't be taken out of it."""


@dataclass
class Forgotten:
    """`text`: as it is to be. `places`: how many changed. `lines`: of free text that did, from 1,
    as they are to be; `remarks`: likewise of comments within the member's own entry, which may
    speak of them."""

    text: str
    places: int = 0
    lines: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)


def roots_of(text: str) -> list[Node]:
    """The documents of a text that is known to be readable."""
    found = documents("", text.encode())
    return [node for node in found if not isinstance(node, Diagnostic)]


def forgotten(text: str, roots: Sequence[Node], person: Person, *, limits: bool) -> Forgotten:
    """`text`, whose documents are `roots`, without the person.

    `limits`: whether their own limits go too.

    Raises
    ------
    UnwritableError
        A place can't be rewritten.
    """
    edits = _Edits(person, limits)
    for root in roots:
        edits.walk(root, _shape_of(root))
    taken = [_without(text, node, keys) for node, keys in edits.dropped.values()]
    gone = [span for spans in taken for span in spans]
    splices: dict[tuple[int, int], Splice] = {}
    free_text: list[int] = []
    for node, value, free in edits.replaced.values():
        start, end = _written(text, node)
        if _kept(start, gone):
            splices[start, end] = (start, end, _scalar(text[start:end], node.value, value, person))
            free_text += [start] if free else []
    starts = line_starts(text)
    remarks = []
    for comment in comments(text):
        start = starts[comment.line - 1] + comment.column - 1
        if not _kept(start, gone):
            continue
        after = person.forgotten_in(comment.text)
        if after != comment.text:
            splices[start, start + len(comment.text)] = (start, start + len(comment.text), after)
            free_text.append(start)
        if any(a <= start < b for a, b in _reaches(text, starts, edits.entries)):
            remarks.append(start)
    all_splices = [*splices.values(), *((a, b, "") for a, b in gone)]
    changed = _spliced(text, all_splices)
    if [edits.meant(root) for root in roots] != [_said(root) for root in roots_of(changed)]:
        raise UnwritableError

    def lines(indexes: Sequence[int]) -> list[int]:
        return sorted({line_of(changed, _moved(at, all_splices)) for at in indexes})

    return Forgotten(changed, len(all_splices), lines(free_text), lines(remarks))


def line_of(text: str, at: int) -> int:
    """The number of the line, from 1, in which an index lies."""
    return bisect_right(line_starts(text), at)


def _moved(at: int, splices: Sequence[Splice]) -> int:
    return at + sum(len(new) - (end - start) for start, end, new in splices if start < at)


def _shape_of(root: Node) -> Shape:
    kind = value_at(root, "kind")
    name = kind.value if isinstance(kind, yaml.ScalarNode) else ""
    return _SNAPSHOT if name == "snapshot" else SHAPES.get(name, _OTHER)


def value_at(node: Node | None, key: str) -> Node | None:
    """What a mapping has at a key."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((v for k, v in node.value if k.value == key), None)


def word_at(node: Node | None, key: str) -> str:
    """The single value that a mapping has at a key; "" where there is none."""
    value = value_at(node, key)
    return str(value.value) if isinstance(value, yaml.ScalarNode) else ""


@lru_cache(maxsize=1)
def _member_keys() -> frozenset[str]:
    """Keys of checks that name members, and of documents of kinds that have no shape here."""
    from drillctl.expectations import all_checks
    from drillctl.model.expectation import Sort as Asked

    forms = (module.FORM.keys for module in all_checks().values())
    return frozenset({"member", *(k for keys in forms for k, s in keys.items()
                                  if s is Asked.MEMBERS)})  # fmt: skip


class _Edits:
    """What is to change, by node: each once, however often an alias points to it."""

    def __init__(self, person: Person, limits: bool) -> None:
        self.person = person
        self.private = (*PRIVATE_KEYS, "limits") if limits else PRIVATE_KEYS
        self.replaced: dict[int, tuple[yaml.ScalarNode, str, bool]] = {}
        self.dropped: dict[int, tuple[yaml.MappingNode, set[str]]] = {}
        self.entries: list[yaml.MappingNode] = []

    def walk(self, node: Node, shape: Shape) -> None:
        match shape, node:
            case Scalar(), yaml.ScalarNode():
                self._single(node, shape)
            case Fields(), yaml.MappingNode():
                self._fields(node, shape)
            case Fields(), yaml.ScalarNode() if shape.short:
                self.walk(node, shape.keys[shape.short])
            case MapOf(), yaml.MappingNode():
                for key, value in node.value:
                    if shape.of == "member" and key.value == self.person.id:
                        self._put(key, self.person.pseudonym)
                        if shape.value is ATTENDED:
                            self._drop(value, "note")
                    self.walk(value, shape.value)
            case ListOf(), yaml.SequenceNode():
                for item in node.value:
                    self.walk(item, shape.item)
            case OneOf(), _:
                for choice in shape.choices:
                    self.walk(node, choice)
            case Anything(), _:
                self._any(node)

    def _fields(self, node: yaml.MappingNode, shape: Fields) -> None:
        own = word_at(node, "id" if shape is MEMBER else "member") == self.person.id
        if shape is MEMBER and own:
            self._entry(node)
            return
        if shape is AWAY and own:
            self._drop(node, "why")
        if shape is MADE:
            inputs = value_at(node, "inputs")
            for key, _ in inputs.value if isinstance(inputs, yaml.MappingNode) else ():
                if _is_of(key.value, self.person.calendars):
                    self._drop(inputs, key.value)
        for key, value in node.value:
            if key.value in shape.keys and not (shape is MADE and key.value in _HASHES):
                self.walk(value, shape.keys[key.value])

    def _entry(self, node: yaml.MappingNode) -> None:
        """The member's own: comments inside are the reader's to look at."""
        self.entries.append(node)
        for key, value in node.value:
            if key.value == "id":
                self._put(value, self.person.pseudonym)
            elif key.value == "name":
                self._put(value, self.person.pseudonym_name)
            elif key.value in self.private:
                self._drop(node, key.value)
            elif key.value in ("busy", "free") and isinstance(value, yaml.SequenceNode):
                for span in value.value:
                    self._drop(span, "why")

    def _single(self, node: yaml.ScalarNode, shape: Scalar) -> None:
        if shape.sort is Sort.ID:
            if shape.of == "member" and node.value == self.person.id:
                self._put(node, self.person.pseudonym)
        elif shape.sort is Sort.PERSON and node.value == self.person.id:
            self._put(node, self.person.pseudonym)
        elif shape.sort in _FREE:
            after = self.person.forgotten_in(node.value)
            if after != node.value:
                self._put(node, after, free=node.value not in (self.person.id, self.person.name))

    def _any(self, node: Node, *, members: bool = False) -> None:
        """Checks, and documents whose kind is not known here."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._any(value, members=key.value in _member_keys())
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._any(item, members=members)
        elif members and node.value == self.person.id:
            self._put(node, self.person.pseudonym)

    def _put(self, node: Node, value: str, *, free: bool = False) -> None:
        if isinstance(node, yaml.ScalarNode):
            self.replaced[id(node)] = (node, value, free)

    def _drop(self, node: Node | None, key: str) -> None:
        if isinstance(node, yaml.MappingNode) and value_at(node, key) is not None:
            self.dropped.setdefault(id(node), (node, set()))[1].add(key)

    def meant(self, node: Node) -> object:
        """What a node is to say, with all edits."""
        if isinstance(node, yaml.MappingNode):
            keys = self.dropped.get(id(node), (node, set()))[1]
            kept = [(k, v) for k, v in node.value if k.value not in keys]
            return [(self.meant(k), self.meant(v)) for k, v in kept]
        if isinstance(node, yaml.SequenceNode):
            return [self.meant(item) for item in node.value]
        return self.replaced[id(node)][1] if id(node) in self.replaced else str(node.value)


_HASHES = ("inputs", "context")


def _said(node: Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return [(_said(k), _said(v)) for k, v in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [_said(item) for item in node.value]
    return str(node.value)


def _is_of(name: str, calendars: frozenset[str]) -> bool:
    """Whether an input is one of these calendars, or lies in a folder that is."""
    return any(name == c or name.startswith(f"{c.rstrip('/')}/") for c in calendars)


def _kept(at: int, gone: Sequence[tuple[int, int]]) -> bool:
    return not any(start <= at < end for start, end in gone)


def _reaches(
    text: str, starts: Sequence[int], entries: Sequence[yaml.MappingNode]
) -> Iterator[tuple[int, int]]:
    """The whole lines that an entry takes."""
    for node in entries:
        end = text.find("\n", content_end(text, node))
        yield starts[node.start_mark.line], end if end >= 0 else len(text)


def _written(text: str, node: yaml.ScalarNode) -> tuple[int, int]:
    """Begin and end of a value, without an anchor or tag before it."""
    start, end = node.start_mark.index, content_end(text, node)
    while text[start] in "&!":
        start = next((n for n in range(start, end) if text[n].isspace()), end)
        start = next((n for n in range(start, end) if not text[n].isspace()), end)
        if start == end:
            break
    return start, end


def _scalar(raw: str, before: str, after: str, person: Person) -> str:
    """How the new value is written: as the old one was, if that says the same."""
    for changed in (raw.replace(before, after, 1), person.forgotten_in(raw)):
        if changed != raw and _reads(changed) == after.rstrip("\n"):
            return changed
    return quoted(after)


def _reads(raw: str) -> str | None:
    """What YAML reads in a value as it is written."""
    for root in roots_of(f"k: {raw}"):
        value = value_at(root, "k")
        return value.value.rstrip("\n") if isinstance(value, yaml.ScalarNode) else None
    return None


def _without(text: str, node: yaml.MappingNode, keys: set[str]) -> list[tuple[int, int]]:
    """The spans of these keys: whole lines, or, within braces and on a dash's line, their part."""
    spans: list[tuple[int, int]] = []
    kept_before = False
    for place, (key, value) in enumerate(node.value):
        if key.value not in keys:
            kept_before = True
            continue
        end = max(content_end(text, value), key.end_mark.index)
        if not kept_before:
            if place + 1 == len(node.value):
                raise UnwritableError
            spans.append((key.start_mark.index, node.value[place + 1][0].start_mark.index))
        elif node.flow_style:
            last = node.value[place - 1]
            spans.append((max(content_end(text, last[1]), last[0].end_mark.index), end))
        else:
            line = text.rfind("\n", 0, key.start_mark.index) + 1
            spans.append((line, (text.find("\n", end) + 1) or len(text)))
    return spans


def _spliced(text: str, splices: Sequence[Splice]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(splices):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])
