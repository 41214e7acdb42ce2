"""Tables as text (RFC 4180): commas, CRLF, and no cell that is a formula."""

import csv
from io import StringIO

from drillctl.exports.spreadsheet_cells import neutral
from drillctl.exports.tables.table import Table, as_text
from drillctl.language import in_language


def text_table(table: Table, encoding: str = "utf-8-sig") -> bytes:
    """The bytes. Spreadsheets take ``utf-8-sig`` for what it is, by its mark.

    Raises
    ------
    LookupError, UnicodeEncodeError
        The encoding is unknown, or has no such characters.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(in_language(column.heading) for column in table.columns)
    for row in table.rows:
        writer.writerow(
            neutral(as_text(value, column.sort))
            if isinstance(value, str)
            else as_text(value, column.sort)
            for value, column in zip(row, table.columns, strict=True)
        )
    return out.getvalue().encode(encoding)
