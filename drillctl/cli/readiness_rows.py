"""What a table of readiness is, and how its cells name people and sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from drillctl.language import tr
from drillctl.language.width import shortened
from drillctl.model.roster import Member

Members = Mapping[str, Member]


class Column(NamedTuple):
    """A column's heading. `number`: it holds numbers."""

    title: str
    number: bool = False


def words(*titles: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(title) for title in titles)


def numbers(*titles: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(title, True) for title in titles)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of them messages or text.

    `none`: what to say where there is no row. `whole`: never cut short.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = tr("none")
    whole: bool = False


def when(day: date | None, session: str | None, none: str = "-") -> str:
    """A date and its session; `none` where there is no date."""
    return f"{day} {session}" if day is not None else none


def who(member: str, members: Members) -> str:
    """A member as people know them, with the id."""
    return f"{members[member].name} ({member})" if member in members else member


def short(text: str, longest: int = 60) -> str:
    """The text on one line, cut where it takes more cells of a terminal than `longest`."""
    return shortened(" ".join(text.split()), longest)
