"""Values of a record as lines of YAML: one line for each attendee and for each row."""

import json
from datetime import date, datetime
from typing import Any, cast

import yaml

from drillctl.files.said import Value
from drillctl.files.shapes import Fields, ListOf, Scalar, Shape, Sort, inner

Nested = Value | dict[str, "Nested"]
"""A value, or what holds several, by key, id or row."""

_RESOLVER = yaml.SafeLoader("")
_PLAIN = set(" ()/.+%_-;'") | set("，。；：、！？（）《》“”‘’")


def block_lines(value: Nested, shape: Shape, column: int) -> list[str]:
    """What holds several values, a line or more for each, beginning at a column."""
    assert isinstance(value, dict)
    lines: list[str] = []
    for key in _ordered(value, shape):
        item = inner(shape, key)
        if isinstance(shape, ListOf):
            lines += item_lines(value[key], item, column)
        else:
            lines += entry_lines(key, value[key], item, column)
    return lines


def item_lines(value: Nested, shape: Shape, column: int) -> list[str]:
    """A row of a list, its dash at a column."""
    pad = " " * column
    if isinstance(value, dict) and not in_line(shape, value):
        lines = block_lines(value, shape, column + 2)
        return [f"{pad}- {lines[0][column + 2 :]}", *lines[1:]]
    return [f"{pad}- {flow_text(value, shape)}"]


def entry_lines(key: str, value: Nested, shape: Shape, column: int) -> list[str]:
    """A key with its value, beginning at a column."""
    pad = " " * column
    if isinstance(value, dict) and not in_line(shape, value):
        return [f"{pad}{quoted(key)}:", *block_lines(value, shape, column + 2)]
    return [f"{pad}{quoted(key)}: {flow_text(value, shape)}".rstrip()]


def in_line(shape: Shape, value: Nested) -> bool:
    """Whether it is written on one line: one line for each attendee, and for each row."""
    return isinstance(shape, Fields) and not (shape.lines and isinstance(value, dict))


def flow_text(value: Nested, shape: Shape) -> str:
    """A value on one line."""
    if isinstance(value, tuple):
        assert isinstance(shape, ListOf)
        return f"[{', '.join(scalar_text(one, shape.item) for one in value)}]"
    if not isinstance(value, dict):
        return scalar_text(value, shape)
    if isinstance(shape, Fields) and shape.short and value.keys() == {shape.short}:
        return flow_text(value[shape.short], shape.keys[shape.short])
    ordered = [(key, flow_text(value[key], inner(shape, key))) for key in _ordered(value, shape)]
    if isinstance(shape, ListOf):
        return f"[{', '.join(text for _, text in ordered)}]"
    # Keys that a shape knows are read as they are written, `on` too.
    known = shape.keys if isinstance(shape, Fields) else ()
    names = [key if key in known else quoted(key) for key, _ in ordered]
    return f"{{{', '.join(f'{n}: {text}' for n, (_, text) in zip(names, ordered, strict=True))}}}"


def scalar_text(value: Value, shape: Shape) -> str:
    """A single value as the record's reader takes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case int() if isinstance(shape, Scalar) and shape.sort is Sort.HOURS:
            return hours_text(value)
        case int():
            return str(value)
        case _:
            return quoted(value) if isinstance(value, str) and value else ""


def hours_text(minutes: int) -> str:
    """Minutes as hours: 3.5, or 3h20m where that would be no round number."""
    if minutes % 15 == 0:
        return f"{minutes / 60:g}"
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest}m" if hours else f"{rest}m"


def quoted(text: str) -> str:
    """Text in quotes where YAML could take it for something else."""
    plain = (
        text[:1].isalnum()
        and text == text.strip()
        and all(c.isalnum() or c in _PLAIN or (c == "#" and " " not in text) for c in text)
        and text.isprintable()
        and _resolved(text) == "tag:yaml.org,2002:str"
    )
    if plain:
        return text
    return "".join(
        c if c.isprintable() or c == "\\" else _escaped(c)
        for c in json.dumps(text, ensure_ascii=False)
    )


def _resolved(text: str) -> str:
    """What YAML takes it for without quotes."""
    return str(cast(Any, _RESOLVER).resolve(yaml.ScalarNode, text, (True, False)))


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _ordered(value: dict[str, Nested], shape: Shape) -> list[str]:
    if isinstance(shape, Fields):
        return [key for key in shape.keys if key in value]
    return list(value)
