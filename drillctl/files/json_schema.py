"""A shape as JSON Schema (2020-12), for editors and other programs.

What only a reader of all files can say (references, ids given twice, dates in the wrong order) is
not in it.
"""

from typing import Any

from drillctl.files.record_shape import RECORD
from drillctl.files.shapes import Constant, Fields, ListOf, MapOf, Scalar, Shape, Sort

SHAPES: dict[str, Fields] = {"record": RECORD}
"""By kind of document."""

_ID = "[a-z0-9][a-z0-9._-]{0,63}"
_DAY = r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_DURATION = r"(?=.)(\d{1,6}d)?(\d{1,7}h)?(\d{1,8}m)?"
_PATTERNS = {
    Sort.ID: _ID,
    Sort.SESSION: f"{_ID}#[1-9][0-9]{{0,5}}",
    Sort.DAY: _DAY,
    Sort.LOCAL_TIME: _DAY + r"[T ]([01]\d|2[0-3]):[0-5]\d(:00)?",
    Sort.HOURS: _DURATION,
}
_BLANK = {"$ref": "#/$defs/blank"}
_DEFINITIONS = {
    "blank": {
        "description": "Not filled in yet; a row of a form on which there is its id at most.",
        "anyOf": [
            {"type": "null"},
            {"type": "string", "pattern": r"^\s*$"},
            {"type": "array", "maxItems": 0},
            {"type": "object", "properties": {"id": True}, "additionalProperties": _BLANK},
        ],
    }
}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of document.

    Raises
    ------
    KeyError
        There is none of that kind.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"drillctl {kind}",
        **_fields(SHAPES[kind]),
        "required": ["kind", *SHAPES[kind].required],
        "$defs": _DEFINITIONS,
    }


def _schema(shape: Shape) -> dict[str, Any]:
    """A value that may be left empty."""
    match shape:
        case Constant():
            return {"const": shape.value}
        case Scalar():
            return _described({"anyOf": [_scalar(shape), _empty()]}, shape.about)
        case MapOf():
            values = {"additionalProperties": _schema(shape.value)}
            names = {"propertyNames": {"pattern": f"^{_ID}$"}}
            return _described({"type": ["object", "null"], **names, **values}, shape.about)
        case ListOf():
            return _described({"type": ["array", "null"], "items": _item(shape)}, shape.about)
        case Fields() if shape.short:
            short = shape.keys[shape.short]
            assert isinstance(short, Scalar)
            several = [_scalar(short), _empty(), _fields(shape)]
            return _described({"anyOf": several}, shape.about)
        case Fields():
            return _described({"anyOf": [_fields(shape), _empty()]}, shape.about)


def _item(shape: ListOf) -> dict[str, Any]:
    """A row of a list, which is filled in or, in a form, wholly blank."""
    item = shape.item
    if not shape.blank_rows:
        return _fields(item) if isinstance(item, Fields) else _schema(item)
    return {"if": {"not": _BLANK}, "then": _schema(item)}


def _fields(shape: Fields) -> dict[str, Any]:
    properties = {key: _schema(value) for key, value in shape.keys.items()}
    for key in shape.required:
        properties[key] = {**properties[key], "not": _BLANK}
    made: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if shape.required:
        made["required"] = list(shape.required)
    return _described({**made, **shape.also}, shape.about)


def _scalar(shape: Scalar) -> dict[str, Any]:
    match shape.sort:
        case Sort.TEXT | Sort.PERSON:
            return {"type": ["string", "number"]}
        case Sort.WORD:
            return {"enum": shape.allowed or [word.value for word in shape.words or ()]}
        case Sort.YES_NO:
            return {"type": "boolean"}
        case Sort.WHOLE:
            return {"type": "integer", "minimum": 1, "maximum": 10**6}
        case Sort.HOURS:
            number = {"type": "number", "minimum": 0, "maximum": 14 * 24}
            return {"anyOf": [number, {"type": "string", "pattern": f"^{_DURATION}$"}]}
        case Sort.ID:
            return {"type": ["string", "number"], "pattern": f"^{_ID}$"}
        case sort:
            before = f"({shape.prefix} *)?" if shape.prefix else ""
            return {"type": "string", "pattern": f"^{before}{_PATTERNS[sort]}$"}


def _empty() -> dict[str, Any]:
    return {"type": ["null", "string"], "pattern": r"^\s*$"}


def _described(schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"description": about, **schema} if about else schema
