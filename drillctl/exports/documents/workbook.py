"""The spreadsheets to fill in, laid out as `files.forms` says, so that they can be read back."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from drillctl.exports.documents.archive import pack, unpack
from drillctl.exports.documents.facts import Facts
from drillctl.files.forms import (
    EVALUATION_WORKBOOK,
    HEAD,
    INJECTS,
    SIGN_IN_WORKBOOK,
    Column,
    Sheet,
)
from drillctl.language.cells import cells

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOKS: Mapping[str, tuple[Sheet, ...]] = {
    "sign-in": SIGN_IN_WORKBOOK,
    "evaluation-guide": EVALUATION_WORKBOOK,
    "msel": (INJECTS,),
}
"""The sheets of each document that has a spreadsheet."""

EMPTY_ROWS = 15
_HEADING = len(HEAD) + 1
_DATES = ("start", "due", "retest")
_NUMBERS = ("hours", "number")
_LABEL, _HEAD, _KNOWN = "Form label", "Form heading", ", known"
_FORMATS = {"Form text": "@", "Form date": "yyyy-mm-dd", "Form number": "General"}
Row = Mapping[str, str | int]


def workbook(facts: Facts, kind: str) -> bytes:
    """The bytes of the .xlsx of that kind; equal facts give equal bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _add_styles(book)
    for sheet in WORKBOOKS[kind]:
        _fill(book.create_sheet(sheet.title[facts.language]), sheet, facts)
    buffer = BytesIO()
    book.save(buffer)
    title = facts.doctrine.documents[kind].title[facts.language]
    return pack(unpack(buffer.getvalue()), f"{title} {facts.session.id}", facts.language)


def _add_styles(book: "Workbook") -> None:
    """The looks of cells, by name: setting each cell's piece by piece takes long."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    edge = Side(style="thin", color="8A94A0")
    box = Border(left=edge, right=edge, top=edge, bottom=edge)
    top = Alignment(wrap_text=True, vertical="top", horizontal="left")
    bold, dark = Font(name="Calibri", size=11, bold=True), PatternFill("solid", fgColor="D9E2EC")
    light = PatternFill("solid", fgColor="F0F3F6")
    book.add_named_style(NamedStyle(_LABEL, font=bold))
    book.add_named_style(NamedStyle(_HEAD, font=bold, fill=dark, border=box, alignment=top))
    for name, code in _FORMATS.items():
        to_fill = NamedStyle(name, number_format=code, border=box, alignment=top)
        known = NamedStyle(
            f"{name}{_KNOWN}", number_format=code, border=box, alignment=top, fill=light
        )
        book.add_named_style(to_fill)
        book.add_named_style(known)


def _fill(page: "Worksheet", sheet: Sheet, facts: Facts) -> None:
    from openpyxl.utils import get_column_letter

    for place, (key, value) in enumerate(_head(facts).items(), 1):
        _put(page, place, 1, HEAD[key][facts.language], _LABEL)
        _put(page, place, 2, value, "Normal")
    headings = {column.key: column.heading[facts.language] for column in sheet.columns}
    for place, (column, heading) in enumerate(
        zip(sheet.columns, headings.values(), strict=True), 1
    ):
        _put(page, _HEADING, place, heading, _HEAD)
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[_HEADING].height = _height(headings, sheet.columns)
    rows = [*_rows(facts, sheet), *[{}] * EMPTY_ROWS]
    for number, row in enumerate(rows, _HEADING + 1):
        page.row_dimensions[number].height = _height(row, sheet.columns)
        for place, column in enumerate(sheet.columns, 1):
            look = _format(column) + (_KNOWN if column.filled and row else "")
            _put(page, number, place, row.get(column.key, ""), look)
    last = _HEADING + len(rows)
    page.print_area = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    for place, column in enumerate(sheet.columns, 1):
        if column.choices:
            _offer(page, column, facts.language, get_column_letter(place), last)
    _set_up(page, facts)


def _put(page: "Worksheet", row: int, column: int, value: str | int, look: str) -> None:
    """Writes a value; text stays text, whatever it begins with."""
    cell = page.cell(row, column)
    cell.style = look
    if value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Points that a row needs for its longest cell; programs don't all find that out themselves."""
    lines = 1
    for column in columns:
        value = str(row.get(column.key, ""))
        # A word may go to the next line whole: a fifth of each line is taken to be lost so.
        lines = max(lines, ceil(1.2 * cells(value) / column.width) + value.count("\n"))
    return min(15.0 * lines + 5, 400.0)


def _format(column: Column) -> str:
    if column.key in _DATES:
        return "Form date"
    return "Form number" if column.key in _NUMBERS else "Form text"


def _offer(page: "Worksheet", column: Column, language: str, letter: str, last: int) -> None:
    """A list of the words that a column takes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(words[language] for words in (column.choices or {}).values())
    rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    rule.add(f"{letter}{_HEADING + 1}:{letter}{last}")
    page.add_data_validation(rule)


def _set_up(page: "Worksheet", facts: Facts) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.freeze_panes = f"A{_HEADING + 1}"
    page.print_title_rows = f"{_HEADING}:{_HEADING}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    title = f"{facts.scenario.title[:100]} {facts.session.id}".replace("&", "&&")
    shown = facts.word("page").replace("{pages}", "&N").replace("{page}", "&P")
    # At most 255 characters go into a header.
    page.HeaderFooter.oddHeader.left.text = title  # type: ignore[union-attr]
    page.HeaderFooter.oddFooter.center.text = shown  # type: ignore[union-attr]


def _head(facts: Facts) -> dict[str, str]:
    return {
        "session": facts.session.id,
        "title": facts.scenario.title,
        "start": f"{facts.start:%Y-%m-%d %H:%M}",
        "end": f"{facts.end:%Y-%m-%d %H:%M}",
        "venue": facts.venue,
    }


def _rows(facts: Facts, sheet: Sheet) -> Iterable[Row]:
    """What is known already of a sheet's rows."""
    match sheet.key:
        case "attendance":
            return _attendance(facts, sheet.columns)
        case "ratings":
            return _ratings(facts)
        case "injects":
            return _injects(facts)
        case "follow_up":
            return [{"action": o.id, "text": o.action.text} for o in facts.earlier]
    return ()


def _attendance(facts: Facts, columns: Sequence[Column]) -> Iterable[Row]:
    planned = next(c.choices for c in columns if c.key == "planned") or {}
    for member, position, standby in facts.people:
        yield {
            "member": member,
            "name": facts.name(member),
            "team": facts.team_of(member),
            "position": position,
            "planned": planned["standby" if standby else "assigned"][facts.language],
        }


def _ratings(facts: Facts) -> Iterable[Row]:
    for objective in facts.scenario.objectives:
        for task in ("", *objective.critical_tasks):
            yield {
                "objective": objective.id,
                "capability": objective.capability or "",
                "task": task,
            }


def _injects(facts: Facts) -> Iterable[Row]:
    for number, event in facts.events():
        yield {"number": number, **event}
