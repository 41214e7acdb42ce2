"""The tables that a roster is imported from, whatever file they come from.

Each value keeps the place at which a person finds it: ``members.xlsx!Sheet1!D17``, or
``members.csv:17:4`` (line, and number of the field).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.limited import read_limited
from drillctl.files.said import At, problem
from drillctl.files.system_errors import system_error
from drillctl.files.text_tables import TextTableError, decoded, fields
from drillctl.files.typed_values import Typed
from drillctl.files.workbook_cells import Sheet, WorkbookError, read_cells
from drillctl.language import tr

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_NEUTRAL = re.compile(r"^'(?=[=+\-@])")
"""What exports put before text that a spreadsheet would take for a formula."""
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How an .xlsx begins, and an old .xls."""
_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled cell. `bad`: why it has no value that could be read."""

    value: Typed
    at: At
    bad: str = ""

    @property
    def number(self) -> bool:
        """Whether it is a number, not text."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass
class Table:
    """Rows of filled cells by column, from 1, merged cells filled in; `title`: the sheet's.

    `spans`: merged ranges (first row, first column, last row, last column).
    `hidden`: how many rows with content are hidden.
    """

    path: str
    title: str
    rows: dict[int, dict[int, Filled]] = field(default_factory=dict)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: int = 0
    epoch_1904: bool = False

    @property
    def shown(self) -> str:
        """As messages name it."""
        return f"{self.path}!{self.title}" if self.title else self.path


@dataclass
class Tables:
    """What the files hold; `skipped`: sheets not read, and why."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_tables(
    files: Sequence[str], *, sheet: str | None = None, encoding: str | None = None
) -> Tables:
    """The tables of .csv (.tsv, .txt) and .xlsx files; `sheet`: only that one of each workbook."""
    found = Tables()
    for name in files:
        try:
            data = read_limited(name)
        except OSError as error:
            found.problems.append(problem(At(name), "F001", system_error(error)))
            continue
        if data.startswith(_WORKBOOK):
            _workbook(name, data, sheet, found)
        else:
            _text(name, data, encoding, found)
    return found


def is_workbook(file: str) -> bool:
    """Whether a file that can be read is one, whatever it is called."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(4) in _WORKBOOK
    except OSError:
        return False


def _text(name: str, data: bytes, encoding: str | None, found: Tables) -> None:
    table = Table(name, "")
    try:
        for line, row in fields(decoded(data, encoding)):
            filled = {
                n: Filled(_NEUTRAL.sub("", value), At(name, line, n))
                for n, value in enumerate(row, 1)
                if value.strip()
            }
            if filled:
                table.rows[line] = filled
    except TextTableError as error:
        at = At(name, error.line, 1 if error.line else 0)
        found.problems.append(problem(at, "D002", error.message, error.hint))
        return
    found.tables.append(table)


def _workbook(name: str, data: bytes, wanted: str | None, found: Tables) -> None:
    try:
        sheets = read_cells(name, data, whole=True)
    except WorkbookError as error:
        found.problems.append(problem(At(name), "D002", error.args[0], error.hint))
        return
    if wanted is not None and wanted not in {sheet.title for sheet in sheets}:
        message = tr("no sheet {sheet!r}", sheet=wanted)
        hint = tr("there are: {sheets}", sheets=", ".join(sheet.title for sheet in sheets))
        found.problems.append(problem(At(name), "D002", message, hint))
        return
    for sheet in sheets:
        if wanted not in (None, sheet.title):
            continue
        if sheet.hidden and wanted is None:
            text = tr("{place}: a hidden sheet; --sheet reads it", place=f"{name}!{sheet.title}")
            found.skipped.append(text)
        elif sheet.rows:
            found.tables.append(_table(sheet))


def _table(sheet: Sheet) -> Table:
    table = Table(sheet.path, sheet.title, spans=sheet.merged, epoch_1904=sheet.epoch_1904)
    for number, row in sheet.rows.items():
        table.rows[number] = {
            column: Filled(_as_shown(cell.value, cell.format), sheet.at(number, column), _bad(cell))
            for column, cell in sorted(row.items())
        }
        table.hidden += number in sheet.hidden_rows
    last = max(table.rows, default=0)
    for top, left, bottom, right in sheet.merged:
        first = table.rows.get(top, {}).get(left)
        if first is not None and (bottom, right) != (top, left):
            for number in range(top + 1, min(bottom, last) + 1):
                for column in range(left, right + 1) if number in table.rows else ():
                    table.rows[number].setdefault(column, first)
    table.rows = {n: dict(sorted(row.items())) for n, row in table.rows.items()}
    return table


def _bad(cell: object) -> str:
    value = getattr(cell, "value", "")
    if getattr(cell, "formula", False):
        return tr("the formula {formula} has no value: no program has worked it out", formula=value)
    if isinstance(value, str) and _ERROR.fullmatch(value):
        return tr("the formula gives the error {error}", error=value)
    return ""


def _as_shown(value: Typed, code: str) -> Typed:
    """A number that its format shows with leading zeros, as that text."""
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.fullmatch(code):
        return str(value).zfill(len(code))
    return value
