"""Reading YAML nodes into checked values; every problem is noted with its place."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import yaml

from drillctl.files.diagnostics import CODES, MOST_PROBLEMS, Diagnostic, did_you_mean, too_many
from drillctl.files.patterns import BIDI, CONTROL, CONTROL_BUT_LINES, HINT_ID, ID
from drillctl.files.renamed_keys import renamed
from drillctl.language import tr
from drillctl.language.visible import visible

Node = yaml.Node
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_LONGEST = 60
_MOST_UNKNOWN = 20
_TAG = "tag:yaml.org,2002:"
_ID = re.compile(ID)
_CONTROL = re.compile(rf"[{CONTROL}\ud800-\udfff]")
_CONTROL_BUT_LINES = re.compile(rf"[{CONTROL_BUT_LINES}\ud800-\udfff]")
_BIDI = re.compile(f"[{BIDI}]")
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
    noted: int = 0

    def problem(
        self, node: Node, code: str, message: str, hint: str = "", instead: str = ""
    ) -> None:
        """Notes a problem at `node`; `instead`: what mends it when written in the node's place."""
        assert code in CODES
        self.noted += 1
        if self.noted > MOST_PROBLEMS:
            if self.noted == MOST_PROBLEMS + 1:
                self.diagnostics.append(too_many(self.path, code))
            return
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
        return tr("a mapping")
    if isinstance(node, yaml.SequenceNode):
        return tr("a list")
    value = _short(node.value)
    return tr("nothing") if node.tag == _TAG + "null" and not value else repr(value)


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 3] + "..."


def fields(
    source: Source, node: Node, known: Collection[str], required: Collection[str] = ()
) -> dict[str, Node] | None:
    """The entries of a mapping; None (and a problem) where it is none.

    A key given twice, an unknown key and a missing one are problems; what is readable is
    returned all the same.
    """
    if not isinstance(node, yaml.MappingNode):
        message = tr("a mapping is expected here, not {value}", value=what(node))
        source.problem(node, "S003", message)
        return None
    found: dict[str, Node] = {}
    unknown = 0
    for key, value in node.value:
        name = key.value
        if name.__class__ is not str:
            source.problem(key, "S001", tr("{value} can't be a key", value=what(key)))
        elif name in found:
            _twice(source, key, name)
        elif name in known:
            found[name] = value
        elif name == "<<":
            message = tr("merge keys (<<) are not supported")
            source.problem(key, "Y004", message, tr("write it out"))
        else:
            unknown += 1
            # A mapping of so many unknown keys is none of drillctl's, whatever they may mean.
            near = unknown <= _MOST_UNKNOWN and len(name) <= _LONGEST
            instead = renamed(name, known, node) if near else ""
            hint = did_you_mean(instead or name, known) if near else ""
            message = tr("unknown key {name!r}", name=_short(name))
            source.problem(key, "S001", message, hint, instead)
    for name in required:
        if name not in found:
            source.problem(node, "S002", tr("key {name!r} is missing", name=name))
    return found


def _twice(source: Source, key: Node, name: str) -> None:
    message = tr("key {name!r} is given twice", name=name)
    source.problem(key, "Y002", message, tr("keep one of them"))


def mapping(source: Source, node: Node) -> list[tuple[str, Node, Node]]:
    """(id, key node, value node) of a mapping whose keys are ids."""
    if not isinstance(node, yaml.MappingNode):
        message = tr("a mapping is expected here, not {value}", value=what(node))
        source.problem(node, "S003", message)
        return []
    found: dict[str, tuple[str, Node, Node]] = {}
    for key, value in node.value:
        name = identifier(source, key)
        if name in found:
            _twice(source, key, name)
        elif name is not None:
            found[name] = (name, key, value)
    return list(found.values())


def items(source: Source, node: Node) -> list[Node]:
    """The nodes of a list; none (and a problem) where it is no list."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    message = tr("a list is expected here, not {value}", value=what(node))
    source.problem(node, "S003", message, tr("write [a, b]"))
    return []


def is_null(node: Node) -> bool:
    """True for a value left empty."""
    return bool(node.tag == _TAG + "null" and isinstance(node, yaml.ScalarNode))


def scalar(source: Source, node: Node) -> str | None:
    """The text of a scalar just as written, which sidesteps YAML's own guesses at its type."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    message = tr("a single value is expected here, not {value}", value=what(node))
    source.problem(node, "S003", message)
    return None


def harmless(source: Source, node: Node) -> str | None:
    """The text of a scalar, with what terminals and pages would obey written out as its number."""
    value = scalar(source, node)
    return None if value is None else visible(value)


def text(source: Source, node: Node, *, lines: bool = False) -> str | None:
    """Text without control characters; `lines` allows several lines."""
    value = node.value
    if value.__class__ is not str:
        message = tr("text is expected here, not {value}", value=what(node))
        source.problem(node, "S003", message)
        return None
    tag = node.tag
    if tag != "tag:yaml.org,2002:str":
        if tag == _TAG + "bool":
            hint = tr('write "{value}" in quotes', value=value)
            message = tr("YAML reads {value} as yes or no, not as text", value=value)
            source.problem(node, "S003", message, hint)
            return None
        if tag == _TAG + "null":
            source.problem(node, "S003", tr("text is expected here, not nothing"))
            return None
        if not tag.startswith(_TAG):
            source.problem(node, "Y004", tr("tag {tag} is not supported", tag=tag))
            return None
    bad = (_CONTROL_BUT_LINES if lines else _CONTROL).search(value)
    if bad:
        character = f"U+{ord(bad.group()):04X}"
        message = tr("control character {character} in text", character=character)
        source.problem(node, "S007", message, tr("remove it"))
        return None
    turning = _BIDI.search(value)
    if turning:
        character = f"U+{ord(turning.group()):04X}"
        message = tr("{character} turns the direction of text", character=character)
        source.problem(node, "S010", message, tr("remove it"))
        return None
    if not value.strip():
        source.problem(node, "S003", tr("text is expected here, not an empty one"))
        return None
    return str(value)


def _quoted(node: Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("'", '"', "|", ">")


def _unquoted(node: Node) -> str:
    return tr("write it without quotes") if _quoted(node) else ""


def identifier(source: Source, node: Node) -> str | None:
    """An id: ``[a-z0-9][a-z0-9._-]*``, up to 64 characters."""
    value = node.value
    if value.__class__ is str and _ID.fullmatch(value):
        if node.tag == _TAG + "bool":
            message = tr("YAML reads {value} as yes or no, not as an id", value=value)
        elif node.tag == _TAG + "null":
            message = tr("YAML reads {value} as nothing, not as an id", value=value)
        else:
            return str(value)
        source.problem(node, "S003", message, tr('write "{value}" in quotes', value=value))
        return None
    source.problem(node, "S006", tr("{value} is not an id", value=what(node)), HINT_ID)
    return None


def whole(source: Source, node: Node, low: int, high: int = 10**6) -> int | None:
    """A whole number between `low` and `high`, both included."""
    value = scalar(source, node)
    if value is None:
        return None
    if _quoted(node) or not _INT.fullmatch(value) or len(value) > 12:
        message = tr("a whole number is expected here, not {value}", value=what(node))
        source.problem(node, "S003", message, _unquoted(node))
        return None
    if not low <= int(value) <= high:
        message = tr("{value} is not between {low} and {high}", value=value, low=low, high=high)
        source.problem(node, "S005", message)
        return None
    return int(value)


def number(source: Source, node: Node, low: float, high: float) -> float | None:
    """A plain decimal number between `low` and `high`, both included."""
    value = scalar(source, node)
    if value is None:
        return None
    if _quoted(node) or not _NUMBER.fullmatch(value) or len(value) > 24:
        message = tr("a number is expected here, not {value}", value=what(node))
        source.problem(node, "S003", message, _unquoted(node))
        return None
    if not low <= float(value) <= high:
        low_, high_ = f"{low:g}", f"{high:g}"
        message = tr("{value} is not between {low} and {high}", value=value, low=low_, high=high_)
        source.problem(node, "S005", message)
        return None
    return float(value)


def boolean(source: Source, node: Node) -> bool | None:
    """``true`` or ``false``."""
    value = scalar(source, node)
    if value in ("true", "false"):
        return value == "true"
    message = tr("true or false is expected here, not {value}", value=what(node))
    source.problem(node, "S003", message)
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
        source.problem(node, "S004", tr("{value} is not allowed here", value=what(node)), hint)
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
