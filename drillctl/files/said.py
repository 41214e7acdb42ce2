"""What forms say of a session: each value with its place, whether typed in YAML or in a cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from drillctl.files.diagnostics import CODES, Diagnostic
from drillctl.files.nodes import Node
from drillctl.language import Message, tr

Where = tuple[str, ...]
"""Keys and rows that lead to a value of a record: ``("attendance", "li-wei", "status")``."""

Value = str | int | bool | date | datetime | tuple[str, ...]
"""As the model has it: hours are minutes, words those of the model."""


class At(NamedTuple):
    """A place. Line and column count from 1; of a cell both are 0, and `path` names it."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    @property
    def file(self) -> str:
        """The file's own name: what it lies in differs from one coordinator to the next."""
        return re.split(r"[/\\]", self.path.partition("!")[0])[-1]

    @property
    def place(self) -> str:
        """Where in the file."""
        return f"{self.line}:{self.column}" if self.line else self.path.partition("!")[2]


class Said(NamedTuple):
    """One value. None: the place for it is there, and nobody has filled it in."""

    where: Where
    value: Value | None
    at: At
    typed: str = ""


class Stray(NamedTuple):
    """Something typed that has no place in a record, or can't be read there."""

    at: At
    text: str


class Row(NamedTuple):
    """An entry of `unread` that a record has already."""

    file: str
    place: str
    text: str
    node: Node


@dataclass
class Form:
    """What one file says of one session.

    `strays` go into the record as they are. `problems` are for people. `loose`: ids that nobody
    typed. `read`: places whose text is taken in. `standbys`:
    members whom it lists as such. `yaml`: the text that it was read from and what
    stands where in it.
    """

    path: str
    at: At
    session: str = ""
    said: list[Said] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    loose: set[Where] = field(default_factory=set)
    read: set[At] = field(default_factory=set)
    standbys: set[str] = field(default_factory=set)
    yaml: "Written | None" = None

    def say(self, where: Where, value: Value | None, at: At, typed: str = "") -> None:
        """Notes a value."""
        self.said.append(Said(where, value, at, typed))

    def stray(self, at: At, text: str, code: str, message: str, hint: str = "") -> None:
        """Keeps what can't be taken in, and says so."""
        self.strays.append(Stray(at, text))
        self.problems.append(problem(at, code, message, hint))


@dataclass
class Written:
    """A record's text: the node of each value and of what holds it.

    `columns`: where the key or dash of each stands. `flow`: what lies within brackets. `amend`:
    values that the record's reader would not take as they stand. `out`: what no record may hold
    (holder, key, value), kept as a stray. `rename`: keys that are no ids, and the ids meant.
    `unread`: what earlier collecting kept. `blank_rows`: rows of lists that nobody has
    written on. `alone`: it is the only document of its file.
    """

    text: str
    root: Node
    nodes: dict[Where, Node] = field(default_factory=dict)
    columns: dict[Where, int] = field(default_factory=dict)
    flow: set[Where] = field(default_factory=set)
    amend: set[Where] = field(default_factory=set)
    out: list[tuple[Node, Node | None, Node]] = field(default_factory=list)
    rename: list[tuple[Node, str]] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    blank_rows: dict[Where, list[Node]] = field(default_factory=dict)
    alone: bool = True


def problem(at: At, code: str, message: str, hint: str = "") -> Diagnostic:
    """A problem at a place."""
    assert code in CODES
    return Diagnostic(at.path, at.line, at.column, code, message, hint)


def kept_unread(message: str) -> Message:
    """The message, and that what it is about is not lost."""
    return tr("{message}: kept under unread", message=message)


def in_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without repetitions, by file and place; cell D9 comes before D10."""
    return sorted(set(problems), key=lambda d: (_natural(d.path), d.line, d.column, d))


def _natural(path: str) -> list[tuple[int, int, str]]:
    cell = re.compile(r"!([A-Z]+)(\d+)$").search(path)
    if cell is None:
        return [(0, 0, path)]
    return [(0, 0, path[: cell.start()]), (int(cell[2]), len(cell[1]), cell[1])]
