"""Workbooks as readable text: parts behind lines ``--- name``, packed before they are read.

A fuzzer that changed the packed bytes would only ever break the archive's checksums. What every
workbook has around its sheets need not be written: it is added, so that changes go where the data
is.
"""

import io
import re
import zipfile
from xml.sax.saxutils import quoteattr

_PART = re.compile(rb"^--- (\S+)\n", re.MULTILINE)
_SHEETS = "xl/worksheets/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'


def packed(data: bytes) -> bytes:
    """The archive; what is no such text stays as it is."""
    pieces = _PART.split(data)
    if len(pieces) < 3:
        return data
    parts: dict[str, bytes] = {}
    for name, content in zip(pieces[1::2], pieces[2::2], strict=False):
        parts.setdefault(name.decode("latin-1"), content)
    if not parts.keys() & {"[Content_Types].xml", "xl/workbook.xml"}:
        parts |= _around([name for name in parts if name.startswith(_SHEETS)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _around(sheets: list[str]) -> dict[str, bytes]:
    """The parts that name these sheets; a sheet's file is called as it."""
    listed, related, types = "", "", ""
    for number, name in enumerate(sheets, 1):
        title = quoteattr(name.removeprefix(_SHEETS).removesuffix(".xml").replace("_", " "))
        listed += f'<sheet name={title} sheetId="{number}" r:id="r{number}"/>'
        target = f"Target={quoteattr('/' + name)}"
        related += f'<Relationship Type="{_OFFICE}/worksheet" {target} Id="r{number}"/>'
        part = f"PartName={quoteattr('/' + name)}"
        types += f'<Override {part} ContentType="{_TYPE}.worksheet+xml"/>'
    book = f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    first = f'<Relationship Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml" Id="r1"/>'
    made = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{book}{types}</Types>',
        "_rels/.rels": _RELATIONS.format(first),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(related),
    }
    return {name: text.encode() for name, text in made.items()}


def unpacked(archive: bytes) -> bytes:
    """The text of a workbook."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return b"".join(
            b"--- " + name.encode() + b"\n" + opened.read(name) + b"\n"
            for name in opened.namelist()
            if not name.startswith("docProps")
        )
