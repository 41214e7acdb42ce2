"""Documents as Word files: real styles, a table of contents, headers, page numbers.

The parts that all documents share come from `word_parts`; the body is written here.
"""

from collections.abc import Iterator, Sequence

from drillctl.exports.documents.archive import pack
from drillctl.exports.documents.blocks import (
    Block,
    Bullets,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
)
from drillctl.exports.documents.word_parts import NAMESPACES, parts, run, text_runs

# Twentieths of a point, A4 with margins of 2 cm.
_SHORT, _LONG, _MARGIN = 11906, 16838, 1134
_LINE = 454
# Tables of so many rows stay on one page.
_TOGETHER = 6
_HEAD_FILL, _LABEL_FILL = "D9E2EC", "F0F3F6"


def word(document: Document) -> bytes:
    """The document as the bytes of a .docx file; equal documents give equal bytes."""
    members = dict(parts())
    members["word/document.xml"] = _whole(document).encode()
    members["word/header1.xml"] = _header(document.running).encode()
    members["word/footer1.xml"] = _footer(document.pages).encode()
    return pack(members, document.title, document.language)


def _whole(document: Document) -> str:
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    wide = bool(headings) and headings[0].landscape
    body = [_paragraph(document.title, "Title")]
    body += [_paragraph(line, "Subtitle") for line in document.subtitle.splitlines()]
    if document.contents:
        body += _contents(document.contents, headings)
    mark = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            if block.level == 1 and block.landscape != wide:
                if body[-1] == _GAP:
                    body.pop()
                body.append(_section_end(wide))
                wide = block.landscape
            mark += 1
            body.append(_heading(block, mark))
        else:
            body += _block(block, wide)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACES}>'
        f"<w:body>{''.join(body)}{_section(wide)}</w:body></w:document>"
    )


def _block(block: Block, wide: bool) -> Iterator[str]:
    match block:
        case Paragraph():
            for line in block.text.splitlines():
                yield _paragraph(line, "Note" if block.note else "BodyText")
        case Bullets():
            yield from (_paragraph(item, "ListBullet") for item in block.items)
        case Table():
            yield _table(block, wide)
            yield _GAP
        case Lines():
            yield _lines(block.count, wide)
            yield _GAP


_GAP = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr>'
    "</w:p>"
)


def _paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text_runs(text)}</w:p>'


def _heading(block: Heading, mark: int) -> str:
    name = f"_Toc{mark:06d}"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading{block.level}"/></w:pPr>'
        f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>{text_runs(block.text)}'
        f'<w:bookmarkEnd w:id="{mark}"/></w:p>'
    )


def _contents(title: str, headings: Sequence[Heading]) -> Iterator[str]:
    """A table of contents that shows without being brought up to date: its entries are here.

    Page numbers are only known to who lays the pages out, so it has none until it is updated.
    """
    shown = [(n, h) for n, h in enumerate(headings, 1) if h.level == 1]
    yield _paragraph(title, "TOCHeading")
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, (number, heading) in enumerate(shown):
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{begin if place == 0 else ""}'
            f'<w:hyperlink w:anchor="_Toc{number:06d}" w:history="1">{text_runs(heading.text)}'
            f"</w:hyperlink>{end if place == len(shown) - 1 else ''}</w:p>"
        )


def _width(wide: bool) -> int:
    return (_LONG if wide else _SHORT) - 2 * _MARGIN


def _table(block: Table, wide: bool) -> str:
    columns = len(block.heads) or max(len(row) for row in block.rows)
    shares = list(block.widths) or [1] * columns
    total = _width(wide)
    widths = [total * share // sum(shares) for share in shares]
    widths[-1] += total - sum(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(block.heads, widths, head=True)] if block.heads else []
    short = len(block.rows) <= _TOGETHER
    rows += [
        _row(
            row,
            widths,
            lines=block.lines,
            label=block.labels,
            keep=short and number < len(block.rows),
        )
        for number, row in enumerate(block.rows, 1)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    *,
    head: bool = False,
    lines: int = 0,
    label: bool = False,
    keep: bool = False,
) -> str:
    height = f'<w:trHeight w:val="{_LINE * lines}" w:hRule="atLeast"/>' if lines else ""
    repeat = "<w:tblHeader/>" if head else ""
    shown = [
        _cell(cell, width, head=head, label=label and place == 0, keep=head or keep)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeat}</w:trPr>{''.join(shown)}</w:tr>"


def _cell(text: str, width: int, *, head: bool, label: bool, keep: bool) -> str:
    fill = _HEAD_FILL if head else _LABEL_FILL
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if head or label else ""
    style = "TableHead" if head or label else "TableText"
    stay = "<w:keepNext/>" if keep else ""
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{stay}</w:pPr>{text_runs(line)}</w:p>'
        for line in text.splitlines() or [""]
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{lines}</w:tc>'


def _lines(count: int, wide: bool) -> str:
    """Ruled lines: a table that shows the lower edge of its rows only."""
    edge = 'w:val="single" w:sz="4" w:space="0" w:color="8A94A0"'
    none = 'w:val="nil"'
    width = _width(wide)
    row = (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_LINE}" w:hRule="atLeast"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p></w:tc></w:tr>'
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>'
        f"<w:top {none}/><w:left {none}/><w:bottom {edge}/><w:right {none}/>"
        f'<w:insideH {edge}/><w:insideV {none}/></w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{row * count}</w:tbl>'
    )


def _section(wide: bool) -> str:
    width, height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    turned = ' w:orient="landscape"' if wide else ""
    edges = " ".join(f'w:{edge}="{_MARGIN}"' for edge in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {edges} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _section_end(wide: bool) -> str:
    """The paragraph that ends a section; as good as without height."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f"{_section(wide)}</w:pPr></w:p>"
    )


def _header(running: str) -> str:
    return _part("hdr", f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{text_runs(running)}</w:p>')


def _footer(pages: str) -> str:
    before, _, rest = pages.partition("{page}")
    between, _, after = rest.partition("{pages}")
    inside = run(before) + _field("PAGE") + run(between) + _field("NUMPAGES") + run(after)
    return _part("ftr", f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{inside}</w:p>')


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _part(tag: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {NAMESPACES}>'
        f"{inside}</w:{tag}>"
    )
