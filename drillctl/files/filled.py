"""Reading forms of which people fill in what they know: what is left empty is no problem."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from drillctl.files.nodes import Node, Source, choice, fields, identifier, is_null, items, text
from drillctl.files.shapes import Fields
from drillctl.files.values import day
from drillctl.language import tr

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
Found = dict[str, Node]
"""The entries of a mapping that are filled in, by key."""


def blank(node: Node) -> bool:
    """True for what nobody has filled in: nothing, or an empty text."""
    return is_null(node) or (isinstance(node, yaml.ScalarNode) and not node.value.strip())


def empty_row(node: Node) -> bool:
    """A line of a form that nobody has written on; its number alone says nothing."""
    if isinstance(node, yaml.MappingNode):
        return all(key.value == "id" or empty_row(value) for key, value in node.value)
    return not node.value if isinstance(node, yaml.SequenceNode) else blank(node)


def filled(source: Source, node: Node, shape: Fields) -> Found:
    """The entries of a mapping that are filled in."""
    found = fields(source, node, shape.keys) or {}
    filled = {key: value for key, value in found.items() if not blank(value)}
    if isinstance(node, yaml.MappingNode):
        for name in shape.required:
            if name not in filled:
                source.problem(node, "S002", tr("key {name!r} is missing", name=name))
    return filled


def each(
    source: Source, found: Found, key: str, read: Callable[[Source, Node], T | None]
) -> tuple[T, ...]:
    """A list's items that are filled in."""
    if key not in found:
        return ()
    values = (read(source, item) for item in items(source, found[key]) if not empty_row(item))
    return tuple(value for value in values if value is not None)


def text_of(source: Source, found: Found, key: str) -> str:
    """Text, of several lines too; "" where there is none."""
    return (text(source, found[key], lines=True) if key in found else None) or ""


def id_of(source: Source, found: Found, key: str) -> str | None:
    """An id, where there is one."""
    return identifier(source, found[key]) if key in found else None


def day_of(source: Source, found: Found, key: str) -> date | None:
    """A date, where there is one."""
    return day(source, found[key]) if key in found else None


def choice_of(source: Source, found: Found, key: str, words: type[E]) -> E | None:
    """A word of an enumeration, where there is one."""
    return choice(source, found[key], words) if key in found else None
