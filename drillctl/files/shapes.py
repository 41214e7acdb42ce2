"""What a kind of document may hold, as data: read by it, and printed as JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What a single value is."""

    TEXT = "text"
    ID = "id"
    SESSION = "session"
    DAY = "day"
    LOCAL_TIME = "local time"
    HOURS = "hours"
    WORD = "word"
    YES_NO = "yes or no"
    WHOLE = "whole number"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `words` or `allowed`: those allowed, of a WORD. `of`: what an ID names.

    `prefix`: a word that may stand before it.
    """

    sort: Sort
    about: str = ""
    words: type[StrEnum] | None = None
    of: str = ""
    prefix: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """Always this value."""

    value: str | int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of known keys.

    `required`: what must be filled in. `short`: the key that a single value in the mapping's place
    stands for. `identity`: the key that tells one row of a list from another. `also`: JSON Schema
    of what one key demands of another. `lines`: written with a line for each key.
    """

    keys: Mapping[str, "Shape"]
    about: str = ""
    required: tuple[str, ...] = ()
    short: str = ""
    identity: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    lines: bool = False


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list. `blank_rows`: rows of a form that nobody has written on are passed over."""

    item: "Shape"
    about: str = ""
    blank_rows: bool = True


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of ids, of what `of` names, to values."""

    value: "Shape"
    about: str = ""
    of: str = ""


Shape = Scalar | Constant | Fields | ListOf | MapOf


def inner(shape: Shape, key: str) -> Shape:
    """What lies below a key, id or row.

    Raises
    ------
    KeyError
        Nothing does.
    """
    match shape:
        case Fields():
            return shape.keys[key]
        case MapOf():
            return shape.value
        case ListOf():
            return shape.item
        case _:
            raise KeyError(key)
