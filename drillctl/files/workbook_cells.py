"""The filled cells of a workbook, whatever program saved it; formulas as their last value."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from drillctl.files.said import At
from drillctl.files.typed_values import Typed, shown
from drillctl.language import tr

_LARGEST = 32 << 20
"""Bytes of XML, some 600,000 filled cells, which take 500 MB as objects."""
_MOST_MERGED = 100_000
"""Cells that merged ranges may cover together: openpyxl makes an object for each."""
_ROWS, _COLUMNS = 1_048_576, 16_384
_MOST_PARTS = 10_000
_IN_MEMORY = 3 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Za-z0-9$:]+)")
_COMMENTS = re.compile(r"xl/(?:comments|threadedComments)[^/]*(?:/[^/]*)?\.xml")


class WorkbookError(Exception):
    """It can't be read; the text says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell. `formula`: it has no value, since no program has worked it out.

    `format`: of a number, the code by which it is shown, such as ``00000``.
    """

    row: int
    column: int
    value: Typed
    formula: bool = False
    format: str = ""

    @property
    def text(self) -> str:
        """Its value as text."""
        return shown(self.value)


@dataclass
class Sheet:
    """The filled cells by row, rows in order; `notes`: what people attached to cells.

    Where the workbook was read whole: `merged`, first row, first column, last row and last column
    of each merged range; what is hidden. `epoch_1904`: days count from 1904-01-01.
    """

    title: str
    path: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    notes: list[Cell] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    epoch_1904: bool = False

    def at(self, row: int, column: int) -> At:
        """The place of a cell."""
        from openpyxl.utils import get_column_letter

        return At(f"{self.path}!{self.title}!{get_column_letter(column)}{row}")


def read_cells(path: str, data: bytes, *, whole: bool = False) -> list[Sheet]:
    """The worksheets. `whole`: with what is merged and hidden, at the cost of memory.

    Raises
    ------
    WorkbookError
        It is no workbook of this kind, or broken.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = tr("an old .xls workbook, or one with a password")
        raise WorkbookError(message, tr("save it as .xlsx without a password"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > _LARGEST:
                message = tr("the workbook holds {n} MB", n=size >> 20)
                raise WorkbookError(message, tr("save its sheets alone, or in parts"))
            names = archive.namelist()
            if len(names) > _MOST_PARTS:
                raise WorkbookError(tr("the workbook has {n} parts", n=len(names)))
            sheets = [archive.read(n) for n in names if n.startswith("xl/worksheets/")]
            formulas = any(_FORMULA.search(sheet) for sheet in sheets)
            _check_merged(sheets)
            noted = any(_COMMENTS.fullmatch(name) for name in names)
        lazy = size > _IN_MEMORY and not noted and not whole
        return _sheets(path, data, lazy, formulas)
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:
        message = tr("not a workbook, or a broken one ({error})", error=type(error).__name__)
        hint = tr("open it in a spreadsheet program and save it as .xlsx")
        raise WorkbookError(message, hint) from error


def _check_merged(sheets: list[bytes]) -> None:
    from openpyxl.utils import range_boundaries

    covered = 0
    for found in (match for sheet in sheets for match in _MERGED.finditer(sheet)):
        left, top, right, bottom = range_boundaries(found[1].decode())
        # Whole columns (A:C) and whole rows (1:3) leave out what they have all of.
        wide = (right or _COLUMNS) - (left or 1) + 1
        covered += wide * ((bottom or _ROWS) - (top or 1) + 1)
        if covered > _MOST_MERGED:
            message = tr("merged cells cover {cells} and more", cells=found[1].decode())
            raise WorkbookError(message, tr("undo the merging of whole columns or rows"))


def _sheets(path: str, data: bytes, lazy: bool, formulas: bool) -> list[Sheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = _opened(data, lazy, values=True)
        found = []
        for worksheet in book.worksheets:
            sheet = Sheet(worksheet.title, path)
            sheet.hidden = worksheet.sheet_state != "visible"
            sheet.epoch_1904 = book.epoch.year == 1904
            if not lazy:
                sheet.merged = sorted(
                    (r.min_row, r.min_col, r.max_row, r.max_col) for r in worksheet.merged_cells
                )
                dimensions = worksheet.row_dimensions
                sheet.hidden_rows = frozenset(n for n, row in dimensions.items() if row.hidden)
            for cell in _cells(worksheet, lazy):
                if cell.value is not None and shown(cell.value):
                    shape = cell.number_format if isinstance(cell.value, int | float) else ""
                    one = Cell(cell.row, cell.column, cell.value, format=shape)
                    sheet.rows.setdefault(cell.row, {})[cell.column] = one
                if not lazy and cell.comment is not None and shown(cell.comment.text or ""):
                    sheet.notes.append(Cell(cell.row, cell.column, cell.comment.text))
            found.append(sheet)
        book.close()
        if formulas:
            _add_formulas(_opened(data, lazy, values=False), found, lazy)
    for sheet in found:
        sheet.rows = dict(sorted(sheet.rows.items()))
    return found


def _opened(data: bytes, lazy: bool, *, values: bool) -> Any:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data), read_only=lazy, data_only=values)


def _cells(worksheet: Any, lazy: bool) -> Iterator[Any]:
    """Cells that may be filled; those that merely lie between others cost nothing."""
    if not lazy:
        yield from (worksheet._cells[place] for place in sorted(worksheet._cells))
        return
    worksheet.reset_dimensions()
    for row in worksheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _add_formulas(book: Any, sheets: list[Sheet], lazy: bool) -> None:
    """Formulas without a value, as their text."""
    for worksheet, sheet in zip(book.worksheets, sheets, strict=True):
        for cell in _cells(worksheet, lazy):
            if getattr(cell, "data_type", "") == "f":
                row = sheet.rows.setdefault(cell.row, {})
                if cell.column not in row:
                    text = getattr(cell.value, "text", None) or str(cell.value)
                    row[cell.column] = Cell(cell.row, cell.column, text, formula=True)
        sheet.rows = {number: row for number, row in sheet.rows.items() if row}
    book.close()
