"""Where in a sheet the form's head and table are, whatever order or language they are in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from drillctl.files import forms
from drillctl.files.said import At
from drillctl.files.typed_values import plain
from drillctl.files.workbook_cells import Cell, Sheet

_SEARCHED = 60
_HEAD = {plain(word): key for key, words in forms.HEAD.items() for word in words.values()}
_KNOWN = {
    sheet.key: {plain(word): c.key for c in sheet.columns for word in c.heading.values()}
    for sheet in forms.SHEETS.values()
}


@dataclass
class Row:
    """One row of a table: what is typed in it, by column; `used` are the cells taken in."""

    table: "Table"
    number: int
    cells: Mapping[int, Cell]
    used: set[int] = field(default_factory=set)

    def get(self, key: str) -> Cell | None:
        """The cell of a column, without taking it in."""
        column = self.table.columns.get(key)
        return self.cells.get(column) if column is not None else None

    def take(self, key: str) -> Cell | None:
        """The cell of a column, as taken in."""
        cell = self.get(key)
        if cell is not None:
            self.used.add(cell.column)
        return cell

    def text(self, key: str) -> str:
        """The text of a column, not taken in."""
        cell = self.get(key)
        return cell.text if cell is not None else ""

    def at(self, key: str) -> At:
        """The place of a column's cell, filled or not."""
        column = self.table.columns.get(key, min(self.cells, default=1))
        return self.table.sheet.at(self.number, column)

    def left(self) -> Iterator[tuple[At, str]]:
        """What was not taken in, each with its heading."""
        for column, cell in sorted(self.cells.items()):
            if column not in self.used:
                heading = self.table.headings.get(column, "")
                text = f"{heading}: {cell.text}" if heading else cell.text
                yield self.table.sheet.at(self.number, column), text

    def whole(self) -> str:
        """All of it as one text."""
        self.used = set()
        found = " | ".join(text for _, text in self.left())
        self.used = set(self.cells)
        return found


@dataclass
class Table:
    """A sheet that is a form: its kind, row of headings, columns by key, all headings by column."""

    sheet: Sheet
    kind: forms.Sheet
    heading: int
    columns: dict[str, int]
    headings: dict[int, str]

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that are filled; repeated headings are passed over."""
        for number, cells in self.sheet.rows.items():
            if number > self.heading and not self._repeats(cells):
                yield Row(self, number, cells)

    def _repeats(self, cells: Mapping[int, Cell]) -> bool:
        return all(plain(cell.text) == plain(self.headings.get(n, "")) for n, cell in cells.items())


def table_of(sheet: Sheet) -> Table | None:
    """The form that a sheet is, by its headings; None where it is none."""
    best: tuple[int, bool, Table] | None = None
    for number, cells in list(sheet.rows.items())[:_SEARCHED]:
        for kind in forms.SHEETS.values():
            columns = _columns(kind, cells)
            titled = plain(sheet.title) in {plain(title) for title in kind.title.values()}
            if len(columns) < 2 or (best is not None and (len(columns), titled) <= best[:2]):
                continue
            headings = {column: cell.text for column, cell in cells.items()}
            best = (len(columns), titled, Table(sheet, kind, number, columns, headings))
    return best[2] if best is not None else None


def head_of(sheet: Sheet, before: int) -> Iterator[tuple[str, Cell | None, set[int], int]]:
    """(key, its value, columns taken in, row) of each label above the table."""
    for number, cells in sheet.rows.items():
        if number >= before:
            return
        columns = sorted(cells)
        for place, column in enumerate(columns):
            key = _label(cells[column].text)
            if key is not None:
                after = columns[place + 1 : place + 2]
                value = cells[after[0]] if after and not _label(cells[after[0]].text) else None
                yield key, value, {column, *(after if value is not None else ())}, number


def _label(text: str) -> str | None:
    return _HEAD.get(plain(text).rstrip(": "))


def _columns(kind: forms.Sheet, cells: Mapping[int, Cell]) -> dict[str, int]:
    """Columns by key: exact headings first, then those that come close."""
    known = _KNOWN[kind.key]
    found: dict[str, int] = {}
    others: list[tuple[int, str]] = []
    for column, cell in sorted(cells.items()):
        text = plain(cell.text) if isinstance(cell.value, str) and len(cell.text) < 60 else ""
        text = text.rstrip(":* ")
        key = known.get(text) or known.get(text.partition("(")[0].strip())
        if key is not None and key not in found:
            found[key] = column
        elif text:
            others.append((column, text))
    if len(found) >= 2:
        for column, text in others:
            near = get_close_matches(text, known, n=1, cutoff=0.85)
            if near and known[near[0]] not in found:
                found[known[near[0]]] = column
    return found
