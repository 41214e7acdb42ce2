"""What all Word files share: styles, fonts, language, relations; and text as XML."""

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from drillctl.exports.documents.archive import unpack

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DARK = "1F3A5F"
_OWN = ("Note", "TableText", "TableHead")


def run(text: str) -> str:
    """`text` in one run."""
    if not text:
        return ""
    return f'<w:r><w:t xml:space="preserve">{escape(_NOT_XML.sub("", text))}</w:t></w:r>'


def text_runs(text: str) -> str:
    """`text` with its line breaks."""
    return "<w:r><w:br/></w:r>".join(run(line) for line in text.splitlines())


@cache
def parts() -> Mapping[str, bytes]:
    """Every member of a Word file but body, header and footer."""
    from docx import Document
    from lxml import etree

    buffer = BytesIO()
    Document().save(buffer)
    members = unpack(buffer.getvalue())
    for name in ("docProps/thumbnail.jpeg", "word/document.xml"):
        members.pop(name, None)
    styles = etree.fromstring(members["word/styles.xml"])
    _restyle(styles)
    members["word/styles.xml"] = etree.tostring(
        styles, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    members["word/settings.xml"] = _modern(members["word/settings.xml"])
    _relate(members)
    return members


def _modern(settings: bytes) -> bytes:
    """Settings by which Word opens the file as one of its present format."""
    from lxml import etree

    root = etree.fromstring(settings)
    for spoken in root.findall(f"{_W}themeFontLang"):
        spoken.set(f"{_W}val", "en-GB")
        spoken.set(f"{_W}eastAsia", "zh-CN")
    compat = root.find(f"{_W}compat")
    if compat is None:
        compat = etree.SubElement(root, f"{_W}compat")
    for old in compat.findall(f"{_W}compatSetting"):
        compat.remove(old)
    mode = etree.SubElement(compat, f"{_W}compatSetting")
    mode.set(f"{_W}name", "compatibilityMode")
    mode.set(f"{_W}uri", "http://schemas.microsoft.com/office/word")
    mode.set(f"{_W}val", "15")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relate(members: dict[str, bytes]) -> None:
    """Names header and footer in the package, and drops its thumbnail."""
    from lxml import etree

    packages = etree.fromstring(members["_rels/.rels"])
    for relation in list(packages):
        if relation.get("Target", "").endswith("thumbnail.jpeg"):
            packages.remove(relation)
    members["_rels/.rels"] = etree.tostring(packages, xml_declaration=True, encoding="UTF-8")
    relations = etree.fromstring(members["word/_rels/document.xml.rels"])
    types = etree.fromstring(members["[Content_Types].xml"])
    for part in ("header", "footer"):
        etree.SubElement(
            relations,
            f"{{{relations.nsmap[None]}}}Relationship",
            Id=f"rId{part.title()}",
            Type=f"{_RELATION}/{part}",
            Target=f"{part}1.xml",
        )
        etree.SubElement(
            types,
            f"{{{types.nsmap[None]}}}Override",
            PartName=f"/word/{part}1.xml",
            ContentType=f"{_CONTENT}.{part}+xml",
        )
    members["word/_rels/document.xml.rels"] = etree.tostring(
        relations, xml_declaration=True, encoding="UTF-8"
    )
    members["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8")


def _restyle(styles: Any) -> None:
    """Fonts and languages of both scripts everywhere, and our own few styles."""
    from lxml import etree

    for fonts in styles.iter(f"{_W}rFonts"):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(f"{_W}{script}", _LATIN)
        fonts.set(f"{_W}eastAsia", _CHINESE)
    for spoken in styles.iter(f"{_W}lang"):
        # `val` is the language of Latin text, in Chinese documents too: it rules where words break.
        spoken.set(f"{_W}val", "en-GB")
        spoken.set(f"{_W}eastAsia", "zh-CN")
    changed = etree.fromstring(f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>")
    for style in changed:
        name = style.get(f"{_W}styleId")
        for old in styles.findall(f"{_W}style"):
            link = old.find(f"{_W}link")
            if name in (old.get(f"{_W}styleId"), link.get(f"{_W}val") if link is not None else ""):
                styles.remove(old)
        styles.append(style)


def _style(
    name: str,
    title: str,
    paragraph: str = "",
    text: str = "",
    *,
    based: str = "Normal",
    following: str = "",
) -> str:
    after = f'<w:next w:val="{following}"/>' if following else ""
    own = ' w:customStyle="1"' if name in _OWN else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{based}"/>{after}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def _spacing(before: int, after: int, line: int = 264) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int, *, bold: bool = False, colour: str = "") -> str:
    return (
        ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _heading(level: int, half_points: int, before: int) -> str:
    keep = f'<w:keepNext/><w:keepLines/>{_spacing(before, 100)}<w:outlineLvl w:val="{level - 1}"/>'
    look = _size(half_points, bold=True, colour=_DARK)
    return _style(f"Heading{level}", f"heading {level}", keep, look, following="BodyText")


_RULE = 'w:val="single" w:sz="6" w:space="4" w:color="8A94A0"'
_STYLES = "".join(
    (
        _style("Title", "Title", _spacing(0, 80), _size(40, bold=True, colour=_DARK)),
        _style("Subtitle", "Subtitle", _spacing(0, 40), _size(22, colour="44546A")),
        _heading(1, 28, 280),
        _heading(2, 24, 200),
        _heading(3, 21, 160),
        _style("BodyText", "Body Text", _spacing(0, 120), _size(21)),
        _style("Note", "Note", _spacing(0, 40, 240), _size(16, colour="44546A")),
        _style("TableText", "Table Text", _spacing(30, 30, 240), _size(18)),
        _style("TableHead", "Table Head", _spacing(30, 30, 240), _size(18, bold=True)),
        _style(
            "TOCHeading",
            "TOC Heading",
            f"<w:keepNext/>{_spacing(280, 80)}",
            _size(24, bold=True, colour=_DARK),
        ),
        _style("TOC1", "toc 1", _spacing(0, 40), _size(20)),
        _style(
            "Header",
            "header",
            f"<w:pBdr><w:bottom {_RULE}/></w:pBdr>{_spacing(0, 120, 240)}",
            _size(17, colour="44546A"),
        ),
        _style(
            "Footer",
            "footer",
            f'{_spacing(0, 0, 240)}<w:jc w:val="center"/>',
            _size(17, colour="44546A"),
        ),
    )
)
