"""Shapes that more than one kind of document has: limits, windows, times, pins."""

from typing import Any

from drillctl.files.shapes import Fields, ListOf, MapOf, Scalar, Sort
from drillctl.language import tr

LONGEST = 60 * 24 * 14
"""Minutes of the longest session."""
LONGEST_LAG = 60 * 24 * 3660
"""Minutes of the longest spacing or gap."""
HOURS_IN_28_DAYS = 24 * 28


def text(about: str, *examples: str) -> Scalar:
    """Text on one line."""
    return Scalar(Sort.TEXT, about, examples=examples)


def lines(about: str) -> Scalar:
    """Text of any number of lines."""
    return Scalar(Sort.LINES, about)


def name(about: str, of: str = "", *examples: str) -> Scalar:
    """An id: of the document's own, or of what is called `of`."""
    return Scalar(Sort.ID, about, of=of, examples=examples)


def count(about: str, low: int, high: int = 10**6, default: int | None = None) -> Scalar:
    """A whole number, both bounds included."""
    return Scalar(Sort.WHOLE, about, low=low, high=high, default=default)


def lag(about: str, *, default: str | None = None) -> Scalar:
    """A spacing or gap."""
    return Scalar(
        Sort.ELAPSED, about, low=0, high=LONGEST_LAG, default=default, examples=("7d", "12h")
    )


def default_of(model: type, field: str) -> Any:
    """What the model takes where a field is left out."""
    return model.__dataclass_fields__[field].default  # type: ignore[attr-defined]


WINDOW = Fields(
    {
        "from": Scalar(Sort.DAY, tr("The first day, a local date.")),
        "to": Scalar(Sort.DAY, tr("The last day, a local date; included.")),
    },
    tr("Local dates, both included."),
    required=("from", "to"),
)
SPAN = Fields(
    {
        "from": Scalar(Sort.MOMENT, tr("The first day, or the local time at which it begins.")),
        "to": Scalar(
            Sort.MOMENT, tr("The last day, included; or the local time at which it ends.")
        ),
        "why": text(tr("The reason, for people.")),
    },
    tr("Whole days, both included, or local times up to, not including, the end."),
    required=("from", "to"),
)
LIMITS = Fields(
    {
        "hours_per_7d": Scalar(
            Sort.NUMBER, tr("Hours in any 7 consecutive days."), low=0, high=HOURS_IN_28_DAYS
        ),
        "hours_per_28d": Scalar(
            Sort.NUMBER, tr("Hours in any 28 consecutive days."), low=0, high=HOURS_IN_28_DAYS
        ),
        "sessions_per_7d": count(tr("Sessions in any 7 consecutive days."), 0),
        "sessions_per_28d": count(tr("Sessions in any 28 consecutive days."), 0),
    },
    tr("At most so much in any 7 or 28 consecutive local days."),
)
SESSION_ID = Scalar(Sort.SESSION, tr("The session, SCENARIO#N."), examples=("river-flood#1",))
SEATED = MapOf(
    ListOf(name(tr("A member's id."), "member"), tr("Members in the seats of this position.")),
    tr("Positions, and the members in their seats."),
    "position",
)
PIN = Fields(
    {
        "session": SESSION_ID,
        "start": Scalar(Sort.LOCAL_TIME, tr("It starts then, in the roster's zone.")),
        "venue": name(tr("It is held there."), "venue"),
        "people": SEATED,
    },
    tr("A session, or the parts of it that are named, which no plan may change."),
    required=("session",),
    short="session",
)
