"""The sessions of a plan as a table: one a line, or in a large plan month by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.table import Table

from drillctl.cli.cells import terminal_cell
from drillctl.exports.overview.sessions import SessionShown
from drillctl.language import tr, trn
from drillctl.language.dates import time_shown
from drillctl.language.width import width_of

LISTED = 150
"""Sessions of the largest plan that is told one by one: more would scroll everything else away."""


@dataclass(frozen=True, slots=True)
class Column:
    """`cells` and their `sum` (of one kind of cell each: messages or text) under a `head`.

    `number`: to the right, and marked where it is not "-". `wanted`: left out where there is no
    room, the columns with the highest first; 0: never.
    """

    head: str
    cells: Sequence[str]
    sum: str
    number: bool = False
    alarm: bool = False
    wanted: int = 0

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return max(map(width_of, (self.head, self.sum, *self.cells)))


def sessions_table(sessions: Sequence[SessionShown], width: int) -> Table:
    """The sessions in at most `width` cells, if that can be, with their totals."""
    columns = _listed(sessions) if len(sessions) <= LISTED else _monthly(sessions)
    return _table(_fitting(columns, width), totals=len(columns[0].cells) > 1)


def _listed(sessions: Sequence[SessionShown]) -> list[Column]:
    held = trn("{n} session", "{n} sessions", len(sessions))
    mixed = len({shown.joint for shown in sessions}) > 1
    if sessions and not mixed:
        held = (
            trn("{n} session, joint", "{n} sessions, all joint", len(sessions))
            if sessions[0].joint
            else trn("{n} session, not joint", "{n} sessions, none joint", len(sessions))
        )
    columns = [
        Column(tr("start"), [time_shown(shown.start) for shown in sessions], tr("total")),
        Column(tr("session"), [shown.session.id for shown in sessions], held),
        Column(tr("venue"), [shown.session.venue or "-" for shown in sessions], ""),
    ]
    if mixed:
        said = [tr("joint") if shown.joint else "-" for shown in sessions]
        number = sum(shown.joint for shown in sessions)
        columns.append(Column(tr("joint"), said, str(number), wanted=2))
    return [*columns, *_numbers([[shown] for shown in sessions])]


def _monthly(sessions: Sequence[SessionShown]) -> list[Column]:
    months = [list(one) for _, one in groupby(sessions, lambda shown: f"{shown.start:%Y-%m}")]
    return [
        Column(tr("month"), [f"{one[0].start:%Y-%m}" for one in months], tr("total")),
        _counted(tr("sessions"), [len(one) for one in months]),
        _counted(tr("joint"), [sum(shown.joint for shown in one) for one in months]),
        *_numbers(months),
    ]


def _numbers(groups: Sequence[Sequence[SessionShown]]) -> list[Column]:
    """Seats, and where there are any, empty ones and standbys, of each group of sessions."""

    def seats(sessions: Iterable[SessionShown]) -> str:
        listed = list(sessions)
        return f"{sum(s.filled for s in listed)}/{sum(s.seats for s in listed)}"

    filled = [seats(group) for group in groups]
    every = seats(shown for group in groups for shown in group)
    empty = [sum(shown.empty for shown in group) for group in groups]
    standbys = [sum(shown.standbys for shown in group) for group in groups]
    columns = [Column(tr("seats"), filled, every, number=True)]
    if any(empty):
        columns.append(_counted(tr("empty"), empty, alarm=True, wanted=1))
    if any(standbys):
        columns.append(_counted(tr("standby"), standbys, wanted=3))
    return columns


def _counted(head: str, numbers: Sequence[int], *, alarm: bool = False, wanted: int = 0) -> Column:
    cells = [str(number) if number else "-" for number in numbers]
    return Column(head, cells, str(sum(numbers)), number=True, alarm=alarm, wanted=wanted)


def _fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """The columns for which there is room."""
    kept = list(columns)
    while sum(column.width + 2 for column in kept) - 2 > width:
        least = max(kept, key=lambda column: column.wanted)
        if not least.wanted:
            break
        kept.remove(least)
    return kept


def _table(columns: Sequence[Column], *, totals: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        head = terminal_cell(column.head)
        table.add_column(head, justify="right" if column.number else "left", overflow="fold")
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(_marked, cells, columns))
    if totals:
        table.add_row(*(terminal_cell(column.sum) for column in columns), style="bold")
    return table


def _marked(cell: str, column: Column) -> str:
    shown = terminal_cell(cell)
    return f"[bold red]{shown}[/]" if column.alarm and cell != "-" else shown
