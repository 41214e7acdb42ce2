"""The spreadsheets to fill in, laid out as `files.forms` says, so that they can be read back."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

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

if TYPE_CHECKING:
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
Row = Mapping[str, str | int]


def workbook(facts: Facts, kind: str) -> bytes:
    """The bytes of the .xlsx of that kind; equal facts give equal bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in WORKBOOKS[kind]:
        _fill(book.create_sheet(sheet.title[facts.language]), sheet, facts)
    buffer = BytesIO()
    book.save(buffer)
    title = facts.doctrine.documents[kind].title[facts.language]
    return pack(unpack(buffer.getvalue()), f"{title} {facts.session.id}", facts.language)


def _fill(page: "Worksheet", sheet: Sheet, facts: Facts) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    language = facts.language
    top = Alignment(wrap_text=True, vertical="top", horizontal="left")
    bold = Font(name="Calibri", size=11, bold=True)
    edge = Side(style="thin", color="8A94A0")
    box = Border(left=edge, right=edge, top=edge, bottom=edge)
    dark, light = PatternFill("solid", fgColor="D9E2EC"), PatternFill("solid", fgColor="F0F3F6")
    for place, (key, value) in enumerate(_head(facts).items(), 1):
        _put(page, place, 1, HEAD[key][language])
        page.cell(place, 1).font = bold
        _put(page, place, 2, value)
        page.cell(place, 2).quotePrefix = _like_formula(value)
    for place, column in enumerate(sheet.columns, 1):
        _put(page, _HEADING, place, column.heading[language])
        cell = page.cell(_HEADING, place)
        cell.font, cell.fill, cell.border, cell.alignment = bold, dark, box, top
        page.column_dimensions[get_column_letter(place)].width = column.width
    rows = list(_rows(facts, sheet))
    last = _HEADING + len(rows) + EMPTY_ROWS
    looks: dict[tuple[str, bool, bool], Any] = {}
    for number, row in enumerate([*rows, *[{}] * EMPTY_ROWS], _HEADING + 1):
        for place, column in enumerate(sheet.columns, 1):
            value, known = row.get(column.key, ""), column.filled and bool(row)
            cell = page.cell(number, place)
            # A cell's style takes long to set piece by piece: equal cells share one.
            look = (_format(column), known, _like_formula(value))
            if look not in looks:
                cell.border, cell.alignment, cell.number_format = box, top, look[0]
                cell.quotePrefix = look[2]
                if known:
                    cell.fill = light
                looks[look] = cell._style
            cell._style = copy(looks[look])
            _put(page, number, place, value)
        page.row_dimensions[number].height = _height(row, sheet.columns)
    page.row_dimensions[_HEADING].height = _height(
        {column.key: column.heading[language] for column in sheet.columns}, sheet.columns
    )
    page.print_area = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    for place, column in enumerate(sheet.columns, 1):
        if column.choices:
            _offer(page, column, language, f"{get_column_letter(place)}{_HEADING + 1}", last)
    _set_up(page, facts)


def _put(page: "Worksheet", row: int, column: int, value: str | int) -> None:
    """Writes a value; text stays text, whatever it begins with."""
    if value == "":
        return
    cell = page.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"


def _like_formula(value: str | int) -> bool:
    """Whether a program could take a text for a formula: such cells are marked as text."""
    return isinstance(value, str) and value.startswith(("=", "+", "-", "@"))


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Points that a row needs for its longest cell; programs don't all find that out themselves."""
    lines = 1
    for column in columns:
        value = str(row.get(column.key, ""))
        # A word may go to the next line whole: a fifth of each line is taken to be lost so.
        wide = sum(2 if east_asian_width(c) in "WF" else 1 for c in value)
        lines = max(lines, ceil(1.2 * wide / column.width))
    return min(15.0 * lines + 5, 400.0)


def _format(column: Column) -> str:
    if column.key in _DATES:
        return "yyyy-mm-dd"
    return "General" if column.key in _NUMBERS else "@"


def _offer(page: "Worksheet", column: Column, language: str, first: str, last: int) -> None:
    """A list of the words that a column takes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(words[language] for words in (column.choices or {}).values())
    rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    rule.add(f"{first}:{first.rstrip('0123456789')}{last}")
    page.add_data_validation(rule)


def _set_up(page: "Worksheet", facts: Facts) -> None:
    page.freeze_panes = f"A{_HEADING + 1}"
    page.print_title_rows = f"{_HEADING}:{_HEADING}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    title = f"{facts.scenario.title} {facts.session.id}".replace("&", "&&")
    page.oddHeader.left.text = title[:200]
    shown = facts.word("page").replace("{pages}", "&N").replace("{page}", "&P")
    page.oddFooter.center.text = shown


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
    for number, inject in facts.injects():
        yield {
            "number": number,
            "time": facts.clock(inject),
            "from": inject.sender,
            "to": inject.recipient,
            "text": inject.text,
            "expect": inject.expect,
            "objective": inject.objective or "",
        }
