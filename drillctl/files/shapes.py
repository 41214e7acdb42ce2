"""What a kind of document may hold, as data: read by it, and printed as JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What a single value is."""

    TEXT = "text"
    LINES = "text of several lines"
    ID = "id"
    SESSION = "session"
    DAY = "day"
    CLOCK = "time of day"
    LOCAL_TIME = "local time"
    MOMENT = "day or local time"
    INSTANT = "time with its UTC offset"
    DURATION = "duration"
    ELAPSED = "duration without months"
    HOURS = "hours"
    DAYS = "weekdays"
    SLOT = "weekdays and hours"
    RECURRENCE = "recurrence rule"
    COUNTRY = "country"
    EMAIL = "e-mail address"
    HASH = "hash"
    SIGNING_KEY = "public key"
    WORD = "word"
    YES_NO = "yes or no"
    WHOLE = "whole number"
    NUMBER = "number"
    PERSON = "person"
    AS_WRITTEN = "any single value"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `words` or `allowed`: those allowed, of a WORD. `of`: what an ID names.

    `prefix`: a word that may stand before it. `low`, `high`: bounds of a WHOLE or a NUMBER, and,
    in minutes, of an ELAPSED. `default`: what holds where it is left out. `examples`: what editors
    offer. `meanings`: what the words mean.
    """

    sort: Sort
    about: str = ""
    words: type[StrEnum] | None = None
    of: str = ""
    prefix: str = ""
    allowed: tuple[str, ...] = ()
    low: float = 1
    high: float = 10**6
    default: Any = None
    examples: tuple[Any, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def range(self) -> tuple[int, int]:
        """The bounds of a whole number, or of an ELAPSED in minutes; both included."""
        return int(self.low), int(self.high)


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
    of what one key demands of another. `lines`: written with a line for each key. `least`: so many
    keys at least. `snippets`: what editors offer in its place, by title.
    """

    keys: Mapping[str, "Shape"]
    about: str = ""
    required: tuple[str, ...] = ()
    short: str = ""
    identity: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    lines: bool = False
    least: int = 0
    snippets: Mapping[str, Any] = field(default_factory=dict)

    def range(self, key: str) -> tuple[int, int]:
        """The bounds of the whole numbers, or of the minutes, at a key; both included."""
        low, high = bounds(self.keys[key])
        return int(low), int(high)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list. `blank_rows`: rows of a form that nobody has written on are passed over.

    `least`, `most`: how many items. `unique`: none twice. `or_nothing`: the key may stand there
    with nothing behind it.
    """

    item: "Shape"
    about: str = ""
    blank_rows: bool = True
    least: int = 0
    most: int | None = None
    unique: bool = False
    or_nothing: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of ids, of what `of` names, to values. `or_nothing`: as of a list."""

    value: "Shape"
    about: str = ""
    of: str = ""
    or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several."""

    choices: tuple["Shape", ...]
    about: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True)
class Anything:
    """What another reader looks into, or none. `types`: of JSON, where not any will do."""

    about: str = ""
    types: tuple[str, ...] = ()


Shape = Scalar | Constant | Fields | ListOf | MapOf | OneOf | Anything


def bounds(shape: Shape) -> tuple[float, float]:
    """The bounds of a number, or of each number of a mapping; both included."""
    inside = shape.value if isinstance(shape, MapOf) else shape
    assert isinstance(inside, Scalar)
    return inside.low, inside.high


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
