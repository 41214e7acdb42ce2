"""Reading YAML nodes into checked values; every problem is noted with its place."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import yaml

from drillctl.files.diagnostics import CODES, Diagnostic, did_you_mean
from drillctl.files.renamed_keys import renamed

Node = yaml.Node
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_TAG = "tag:yaml.org,2002:"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|[\t\n]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INT = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


@dataclass
class Reference:
    """Something that a file names and another must define."""

    source: "Source"
    node: Node
    sort: str
    name: str


@dataclass
class Source:
    """One file being read: its name for messages, and what was found in it."""

    path: str
    diagnostics: list[Diagnostic]
    references: list[Reference] = field(default_factory=list)

    def problem(
        self, node: Node, code: str, message: str, hint: str = "", instead: str = ""
    ) -> None:
        """Notes a problem at `node`; `instead`: what mends it when written in the node's place."""
        assert code in CODES
        mark, end = node.start_mark, node.end_mark
        place = (mark.line + 1, mark.column + 1)
        until = (end.line + 1, end.column + 1) if end.line == mark.line else (0, 0)
        found = Diagnostic(self.path, *place, code, message, hint, *until, instead)
        self.diagnostics.append(found)

    def refer(self, node: Node, sort: str, name: str | None) -> None:
        """Notes that `name` must be defined as a `sort` somewhere."""
        if name is not None:
            self.references.append(Reference(self, node, sort, name))


def what(node: Node) -> str:
    """A node as a message names it."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    value = node.value if len(node.value) <= 60 else node.value[:57] + "..."
    return "nothing" if node.tag == _TAG + "null" and not value else repr(value)


def fields(
    source: Source, node: Node, known: Collection[str], required: Collection[str] = ()
) -> dict[str, Node] | None:
    """The entries of a mapping; None (and a problem) where it is none.

    A key given twice, an unknown key and a missing one are problems; what is readable is
    returned all the same.
    """
    if not isinstance(node, yaml.MappingNode):
        source.problem(node, "S003", f"a mapping is expected here, not {what(node)}")
        return None
    found: dict[str, Node] = {}
    for key, value in node.value:
        name = key.value
        if name.__class__ is not str:
            source.problem(key, "S001", f"{what(key)} can't be a key")
        elif name in found:
            source.problem(key, "Y002", f"key {name!r} is given twice", "keep one of them")
        elif name in known:
            found[name] = value
        elif name == "<<":
            source.problem(key, "Y004", "merge keys (<<) are not supported", "write it out")
        else:
            instead = renamed(name, known, node)
            hint = did_you_mean(instead or name, known)
            source.problem(key, "S001", f"unknown key {name!r}", hint, instead)
    for name in required:
        if name not in found:
            source.problem(node, "S002", f"key {name!r} is missing")
    return found


def mapping(source: Source, node: Node) -> list[tuple[str, Node, Node]]:
    """(id, key node, value node) of a mapping whose keys are ids."""
    if not isinstance(node, yaml.MappingNode):
        source.problem(node, "S003", f"a mapping is expected here, not {what(node)}")
        return []
    found: dict[str, tuple[str, Node, Node]] = {}
    for key, value in node.value:
        name = identifier(source, key)
        if name in found:
            source.problem(key, "Y002", f"key {name!r} is given twice", "keep one of them")
        elif name is not None:
            found[name] = (name, key, value)
    return list(found.values())


def items(source: Source, node: Node) -> list[Node]:
    """The nodes of a list; none (and a problem) where it is no list."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    source.problem(node, "S003", f"a list is expected here, not {what(node)}", "write [a, b]")
    return []


def is_null(node: Node) -> bool:
    """True for a value left empty."""
    return bool(node.tag == _TAG + "null" and isinstance(node, yaml.ScalarNode))


def scalar(source: Source, node: Node) -> str | None:
    """The text of a scalar just as written, which sidesteps YAML's own guesses at its type."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    source.problem(node, "S003", f"a single value is expected here, not {what(node)}")
    return None


def text(source: Source, node: Node, *, lines: bool = False) -> str | None:
    """Text without control characters; `lines` allows several lines."""
    value = node.value
    if value.__class__ is not str:
        source.problem(node, "S003", f"text is expected here, not {what(node)}")
        return None
    tag = node.tag
    if tag != "tag:yaml.org,2002:str":
        if tag == _TAG + "bool":
            hint = f'write "{value}" in quotes'
            source.problem(node, "S003", f"YAML reads {value} as yes or no, not as text", hint)
            return None
        if tag == _TAG + "null":
            source.problem(node, "S003", "text is expected here, not nothing")
            return None
        if not tag.startswith(_TAG):
            source.problem(node, "Y004", f"tag {tag} is not supported")
            return None
    bad = (_CONTROL_BUT_LINES if lines else _CONTROL).search(value)
    if bad:
        character = f"U+{ord(bad.group()):04X}"
        source.problem(node, "S007", f"control character {character} in text", "remove it")
        return None
    if not value.strip():
        source.problem(node, "S003", "text is expected here, not an empty one")
        return None
    return str(value)


def _quoted(node: Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("'", '"', "|", ">")


def identifier(source: Source, node: Node) -> str | None:
    """An id: ``[a-z0-9][a-z0-9._-]*``, up to 64 characters."""
    value = node.value
    if value.__class__ is str and _ID.fullmatch(value):
        if node.tag == _TAG + "bool":
            hint = f'write "{value}" in quotes'
            source.problem(node, "S003", f"YAML reads {value} as yes or no, not as an id", hint)
            return None
        return str(value)
    hint = "lower-case letters, digits, '.', '_' and '-', up to 64, beginning with one of the first"
    source.problem(node, "S006", f"{what(node)} is not an id", hint)
    return None


def whole(source: Source, node: Node, low: int, high: int = 10**6) -> int | None:
    """A whole number between `low` and `high`, both included."""
    value = scalar(source, node)
    if value is None:
        return None
    if _quoted(node) or not _INT.fullmatch(value) or len(value) > 12:
        hint = "write it without quotes" if _quoted(node) else ""
        source.problem(node, "S003", f"a whole number is expected here, not {what(node)}", hint)
        return None
    if not low <= int(value) <= high:
        message = f"{value} is not between {low} and {high}"
        source.problem(node, "S005", message)
        return None
    return int(value)


def number(source: Source, node: Node, low: float, high: float) -> float | None:
    """A plain decimal number between `low` and `high`, both included."""
    value = scalar(source, node)
    if value is None:
        return None
    if _quoted(node) or not _NUMBER.fullmatch(value) or len(value) > 24:
        hint = "write it without quotes" if _quoted(node) else ""
        source.problem(node, "S003", f"a number is expected here, not {what(node)}", hint)
        return None
    if not low <= float(value) <= high:
        source.problem(node, "S005", f"{value} is not between {low:g} and {high:g}")
        return None
    return float(value)


def boolean(source: Source, node: Node) -> bool | None:
    """``true`` or ``false``."""
    value = scalar(source, node)
    if value in ("true", "false"):
        return value == "true"
    source.problem(node, "S003", f"true or false is expected here, not {what(node)}")
    return None


def choice(source: Source, node: Node, words: type[E]) -> E | None:
    """One of the words of an enumeration."""
    value = scalar(source, node)
    if value is None:
        return None
    try:
        return words(value)
    except ValueError:
        hint = did_you_mean(value, [word.value for word in words])
        source.problem(node, "S004", f"{what(node)} is not allowed here", hint)
        return None


def sequence(source: Source, node: Node, read: Callable[[Source, Node], T | None]) -> tuple[T, ...]:
    """A list read item by item; what can't be read is left out (and is a problem)."""
    found = (read(source, item) for item in items(source, node))
    return tuple(value for value in found if value is not None)


def referring(sort: str) -> Callable[[Source, Node], str | None]:
    """A reader of an id that must be defined as a `sort` somewhere."""

    def read(source: Source, node: Node) -> str | None:
        name = identifier(source, node)
        source.refer(node, sort, name)
        return name

    return read
