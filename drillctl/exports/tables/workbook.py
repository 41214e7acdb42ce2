"""Tables as one workbook: a sheet each, ready to filter, to read and to print."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from drillctl.exports.documents.archive import pack, unpack
from drillctl.exports.tables.table import Sort, Table, Value
from drillctl.language import current, in_language, tr
from drillctl.language.cells import cells

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS = {
    Sort.TIME: "yyyy-mm-dd hh:mm",
    Sort.DATE: "yyyy-mm-dd",
    Sort.WHOLE: "0",
    Sort.HOURS: "0.0#",
    Sort.TEXT: "@",
    Sort.LONG: "@",
}
_WIDTHS = {Sort.TIME: 17, Sort.DATE: 12}
_WIDEST, _NARROWEST, _LONG = 42, 6, 70
_FORMULA = ("=", "+", "-", "@")
_LONGEST = 32767
"""Characters that a cell can hold."""


def table_workbook(tables: Sequence[Table], title: str) -> bytes:
    """The bytes of the .xlsx; equal tables give equal bytes, whenever they are written."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    looks = _looks(book)
    for table in tables:
        _fill(book.create_sheet(in_language(table.title)), table, title, looks)
    buffer = BytesIO()
    book.save(buffer)
    return pack(unpack(buffer.getvalue()), title, current())


def _looks(book: Any) -> dict[Sort | str, str]:
    """The looks of cells, by name: setting each cell's piece by piece takes long."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    edge = Side(style="thin", color="C3CAD3")
    box = Border(left=edge, right=edge, top=edge, bottom=edge)
    font = Font(name="Calibri", size=11)
    names: dict[Sort | str, str] = {}
    for sort, code in _FORMATS.items():
        side = "left" if sort in (Sort.TIME, Sort.DATE) else None
        wrap = Alignment(wrap_text=sort in (Sort.TEXT, Sort.LONG), vertical="top", horizontal=side)
        style = NamedStyle(
            f"Table {sort}", font=font, number_format=code, border=box, alignment=wrap
        )
        book.add_named_style(style)
        names[sort] = style.name
    head = NamedStyle(
        "Table heading",
        font=Font(name="Calibri", size=11, bold=True),
        fill=PatternFill("solid", fgColor="D9E2EC"),
        border=box,
        alignment=Alignment(wrap_text=True, vertical="center"),
    )
    book.add_named_style(head)
    names["heading"] = head.name
    return names


def _fill(page: "Worksheet", table: Table, title: str, looks: dict[Sort | str, str]) -> None:
    from openpyxl.utils import get_column_letter

    widths = [_width(table, place) for place in range(len(table.columns))]
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True), 1):
        _put(page, 1, place, in_language(column.heading), looks["heading"])
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            _put(page, number, place, value, looks[column.sort])
        lines = max((_lines(v, w) for v, w in zip(row, widths, strict=True)), default=1)
        if lines > 1:
            page.row_dimensions[number].height = min(15.0 * lines + 2, 400.0)
    last = f"{get_column_letter(len(table.columns))}{max(len(table.rows) + 1, 1)}"
    page.auto_filter.ref = f"A1:{last}"
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{last}"
    _mark_gaps(page, table)
    _set_up(page, in_language(table.title), title)


def _put(page: "Worksheet", row: int, column: int, value: Value, look: str) -> None:
    """Writes a value; text stays text, whatever it begins with."""
    cell = page.cell(row, column)
    cell.style = look
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = in_language(value)[:_LONGEST]
    cell.data_type = "s"
    if value.startswith(_FORMULA):
        cell.quotePrefix = True


def _width(table: Table, place: int) -> float:
    column = table.columns[place]
    # Beside the heading stands the filter's button.
    heading = cells(in_language(column.heading)) + 4
    if column.sort in _WIDTHS:
        return max(_WIDTHS[column.sort], heading)
    if column.sort is Sort.LONG:
        return _LONG
    longest = max(
        (cells(str(row[place])) for row in table.rows if row[place] is not None), default=0
    )
    return min(max(longest + 2, heading, _NARROWEST), _WIDEST)


def _lines(value: Value, width: float) -> int:
    """Lines that a text takes in a column; programs don't all find the height themselves."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(cells(line) / width) for line in in_language(value).split("\n"))


def _mark_gaps(page: "Worksheet", table: Table) -> None:
    """Rows with a gap in them stand out, also after sorting and editing."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.utils import get_column_letter

    keys = [column.key for column in table.columns]
    last = get_column_letter(len(keys))
    for key in table.warns:
        letter = get_column_letter(keys.index(key) + 1)
        fill = PatternFill(bgColor="FCE1DC")
        look = DifferentialStyle(fill=fill)
        rule = Rule("expression", dxf=look, formula=[f"N(${letter}2)>0"])
        page.conditional_formatting.add(f"A2:{last}{max(len(table.rows) + 1, 2)}", rule)


def _set_up(page: "Worksheet", table: str, title: str) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    pages = in_language(tr("page {page} of {pages}", page="&P", pages="&N"))
    # At most 255 characters go into a header.
    page.HeaderFooter.oddHeader.left.text = title[:120].replace("&", "&&")  # type: ignore[union-attr]
    page.HeaderFooter.oddHeader.right.text = table.replace("&", "&&")  # type: ignore[union-attr]
    page.HeaderFooter.oddFooter.center.text = pages  # type: ignore[union-attr]
