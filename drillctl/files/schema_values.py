"""Shapes as JSON Schema, in the words of draft 7 and those that editors add to it.

Editors based on the YAML language server read draft 7 in every version, and take
`patternErrorMessage`, `enumDescriptions` and `defaultSnippets` besides, which other programs pass
over.
"""

from collections.abc import Mapping
from typing import Any

from drillctl.files import patterns
from drillctl.files.shapes import (
    Anything,
    Constant,
    Fields,
    ListOf,
    MapOf,
    OneOf,
    Scalar,
    Shape,
    Sort,
)
from drillctl.language import in_language

Schema = dict[str, Any]

_LONGEST_HOURS = 14 * 24
_TEXTS: Mapping[Sort, tuple[str, str]] = {
    Sort.TEXT: (patterns.TEXT, patterns.HINT_TEXT),
    Sort.LINES: (patterns.LINES, patterns.HINT_LINES),
    Sort.PERSON: (patterns.TEXT, patterns.HINT_TEXT),
    Sort.ID: (patterns.ID, patterns.HINT_ID),
}
"""What may also be a number, which is taken as it is written."""
_STRINGS: Mapping[Sort, tuple[str, str]] = {
    Sort.SESSION: (patterns.SESSION, patterns.HINT_SESSION),
    Sort.DAY: (patterns.DAY, patterns.HINT_DAY),
    Sort.CLOCK: (patterns.CLOCK, patterns.HINT_CLOCK),
    Sort.LOCAL_TIME: (patterns.LOCAL_TIME, patterns.HINT_LOCAL_TIME),
    Sort.MOMENT: (patterns.MOMENT, patterns.HINT_MOMENT),
    Sort.INSTANT: (patterns.INSTANT, patterns.HINT_INSTANT),
    Sort.DURATION: (patterns.DURATION, patterns.HINT_DURATION),
    Sort.ELAPSED: (patterns.ELAPSED, patterns.HINT_ELAPSED),
    Sort.HOURS: (patterns.ELAPSED, patterns.HINT_ELAPSED),
    Sort.DAYS: (patterns.DAYS, patterns.HINT_DAYS),
    Sort.SLOT: (patterns.SLOT, patterns.HINT_SLOT),
    Sort.RECURRENCE: (patterns.RECURRENCE, patterns.HINT_RECURRENCE),
    Sort.COUNTRY: (patterns.COUNTRY, patterns.HINT_COUNTRY),
    Sort.EMAIL: (patterns.EMAIL, patterns.HINT_EMAIL),
    Sort.HASH: (patterns.HASH, patterns.HINT_HASH),
    Sort.SIGNING_KEY: (patterns.SIGNING_KEY, patterns.HINT_SIGNING_KEY),
}
_BLANK: Schema = {"$ref": "#/definitions/blank"}
_EMPTY: Schema = {"type": ["null", "string"], "pattern": r"^\s*$"}
DEFINITIONS: Schema = {
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
"""What the schemas of forms refer to."""


def fields_schema(shape: Fields, *, form: bool = False) -> Schema:
    """The schema of a mapping. In a `form` any value may be left empty."""
    properties = {key: value_schema(value, form=form) for key, value in shape.keys.items()}
    for key in shape.required if form else ():
        properties[key] = {**properties[key], "not": _BLANK}
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if shape.required:
        made["required"] = list(shape.required)
    if shape.least:
        made["minProperties"] = shape.least
    if shape.snippets:
        made["defaultSnippets"] = [
            {"label": title, "body": body} for title, body in shape.snippets.items()
        ]
    return _described({**made, **shape.also}, shape)


def value_schema(shape: Shape, *, form: bool = False) -> Schema:
    """The schema of a value."""
    match shape:
        case Constant():
            # A quoted version is the same version.
            number = {"type": ["integer", "string"], "enum": [shape.value, str(shape.value)]}
            return _described(
                {"const": shape.value} if isinstance(shape.value, str) else number, shape
            )
        case Anything():
            return _described({"type": list(shape.types)} if shape.types else {}, shape)
        case Scalar():
            single = _scalar(shape, form=form)
            return _described({"anyOf": [single, _EMPTY]} if form else single, shape)
        case MapOf():
            made: Schema = {
                **_structure("object", shape, form=form),
                "propertyNames": _matching(patterns.ID, patterns.HINT_ID),
                "additionalProperties": value_schema(shape.value, form=form),
            }
            return _described(made, shape)
        case ListOf():
            made = {
                **_structure("array", shape, form=form),
                "items": _row(shape) if form else value_schema(shape.item),
                **({"minItems": shape.least} if shape.least else {}),
                **({"maxItems": shape.most} if shape.most is not None else {}),
                **({"uniqueItems": True} if shape.unique else {}),
            }
            return _described(made, shape)
        case OneOf():
            return _described({"anyOf": [value_schema(c, form=form) for c in shape.choices]}, shape)
        case Fields():
            several = [fields_schema(shape, form=form)]
            if shape.short:
                short = shape.keys[shape.short]
                assert isinstance(short, Scalar)
                several.insert(0, _scalar(short, form=form))
            if form:
                several.append(_EMPTY)
            return _described({"anyOf": several}, shape) if len(several) > 1 else several[0]


def _structure(type_: str, shape: ListOf | MapOf, *, form: bool) -> Schema:
    if form:
        return {"type": [type_, *_EMPTY["type"]], "pattern": _EMPTY["pattern"]}
    return {"type": [type_, "null"] if shape.or_nothing else type_}


def _row(shape: ListOf) -> Schema:
    """A row of a form's list, which is filled in or wholly blank."""
    item = shape.item
    if not shape.blank_rows:
        return (
            fields_schema(item, form=True)
            if isinstance(item, Fields)
            else value_schema(item, form=True)
        )
    return {"if": {"not": _BLANK}, "then": value_schema(item, form=True)}


def _scalar(shape: Scalar, *, form: bool) -> Schema:
    sort = Sort.LINES if form and shape.sort in (Sort.TEXT, Sort.PERSON) else shape.sort
    if sort in _TEXTS:
        made = {"type": ["string", "number"], **_matching(*_TEXTS[sort])}
        return {**made, "minimum": 0} if sort is Sort.ID else made
    match sort:
        case Sort.AS_WRITTEN:
            return {"type": ["string", "number", "boolean", "null"]}
        case Sort.WORD:
            words = shape.allowed or tuple(word.value for word in shape.words or ())
            meanings = [in_language(shape.meanings.get(word, "")) for word in words]
            return {"enum": list(words)} | ({"enumDescriptions": meanings} if any(meanings) else {})
        case Sort.YES_NO:
            return {"type": ["boolean", "string"], "pattern": whole_value("true|false")}
        case Sort.WHOLE:
            low, high = shape.range
            return {"type": "integer", "minimum": low, "maximum": high}
        case Sort.NUMBER:
            return {"type": "number", "minimum": shape.low, "maximum": shape.high}
        case Sort.HOURS:
            number = {"type": "number", "minimum": 0, "maximum": _LONGEST_HOURS}
            return {"anyOf": [number, {"type": "string", **_matching(*_STRINGS[sort])}]}
    pattern, hint = _STRINGS[sort]
    if shape.prefix:
        pattern = f"(?:{shape.prefix} *)?{pattern}"
    if sort is Sort.ELAPSED and shape.low > 0:
        pattern = f"(?=.*[1-9]){pattern}"
    return {"type": "string", **_matching(pattern, hint)}


def whole_value(pattern: str) -> str:
    """A pattern that the whole of a value must match; Python's ``$`` lets a line break follow."""
    return rf"^(?:{pattern})$(?!\n)"


def _matching(pattern: str, hint: str) -> Schema:
    return {"pattern": whole_value(pattern), "patternErrorMessage": in_language(hint)}


def _described(schema: Schema, shape: Shape) -> Schema:
    about = {"description": in_language(shape.about)} if shape.about else {}
    default = getattr(shape, "default", None)
    examples = getattr(shape, "examples", ())
    return {
        **about,
        **schema,
        **({"default": default} if default is not None else {}),
        **({"examples": list(examples)} if examples else {}),
    }
