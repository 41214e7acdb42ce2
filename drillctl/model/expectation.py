"""What a coordinator expects of a plan: one named check with its values, and where it is written.

Each check declares by a `Form` which values it takes, so that one declaration serves reading,
problems in files, and JSON Schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """A sort of value that checks take. In brackets: as what it is read."""

    SHARE = "share"
    """``">= 95%"``, ``95%`` or ``all`` (`fractions.Fraction` of 1)."""
    HELD = "held"
    """``all``, ``still`` or a whole number from 0 (`str` or `int`)."""
    POSITIONS = "positions"
    """A position's id, or a list of them (`tuple` of `str`)."""
    TEAMS = "teams"
    """A list of two or more team ids (`tuple` of `str`)."""
    MEMBERS = "members"
    """A list of member ids (`tuple` of `str`)."""
    VENUES = "venues"
    """A list of venue ids (`tuple` of `str`)."""
    DAY = "day"
    """A local date (`datetime.date`)."""
    HOURS = "hours"
    """Hours, a number from 0 to 168 (`float`)."""
    KIND = "kind"
    """``professional`` or ``volunteer`` (`Kind`)."""
    CAPABILITY = "capability"
    """A capability's id (`str`)."""
    EVERY = "every"
    """``month``, ``quarter``, ``half-year``, ``year`` (`str`) or a duration (`Duration`)."""
    GAP = "gap"
    """``1%`` or ``"<= 1%"`` (`fractions.Fraction` of 1)."""
    GOAL = "goal"
    """A goal of the policy (`Goal`)."""
    NAME = "name"
    """An id of its own (`str`)."""
    CHECKS = "checks"
    """Other checks, as a list or a mapping of name to values (`tuple` of `Expectation`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """The values that a check takes: key to sort. `required`: keys that must be there.

    `short`: the key that is meant where a value stands alone, ``filled: ">= 95%"`` for
    ``filled: {share: ">= 95%"}``; None: the long form only. With `open` the keys that the form
    does not know are the value of `short`, ``without_any_member: {filled: ">= 90%"}``. A form
    without a required key may be left without any value.
    """

    keys: Mapping[str, Sort]
    required: tuple[str, ...] = ()
    short: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """One check of a plan.

    `check`: its name. `values`: by key of its form; what is left out has no entry. `scenario`: of
    whose sessions it speaks; None: of all. `text`: as it is written, on one line. `path`, `line`
    and `column` (from 1) say where.
    """

    check: str
    values: Mapping[str, Any] = field(default_factory=dict)
    scenario: str | None = None
    text: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)
