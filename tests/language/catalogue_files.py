"""The Chinese catalogue's two files: read, written so that equal content is equal bytes.

Babel reads and writes them. Dates and versions of programs, which it puts into the header, would
change with every run and are left out.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from source_messages import ROOT, Found

PO = ROOT / "drillctl/language/locales/zh/LC_MESSAGES/drillctl.po"
MO = PO.with_suffix(".mo")
_COMMENT = "# Chinese messages of drillctl. Written by tests/language/update_catalogue.py."
_HEADER = [
    ("Project-Id-Version", "drillctl"),
    ("Language", "zh"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit\n"),
]


class _Steady(Catalog):
    """A catalogue whose header is the same whenever it is made."""

    mime_headers = property(lambda self: list(_HEADER), lambda self, value: None)


def read_catalogue(text: str) -> tuple[dict[str, str], set[str], set[str]]:
    """Translation by id, the ids that are fuzzy, and those that are obsolete."""
    read = read_po(io.BytesIO(text.encode()), locale="zh", abort_invalid=True)
    said: dict[str, str] = {}
    fuzzy: set[str] = set()
    for message in read:
        if message.id:
            name = message.id[0] if isinstance(message.id, tuple | list) else message.id
            string = message.string
            said[name] = (string[0] if isinstance(string, tuple | list) else string) or ""
            if message.fuzzy:
                fuzzy.add(name)
    return said, fuzzy, {str(name) for name in read.obsolete}


def po_text(found: dict[str, Found], said: dict[str, str]) -> str:
    """The catalogue of `found` with its translations, sorted by id, without lines of files."""
    written = io.BytesIO()
    write_po(written, _catalogue(found, said), sort_output=True, include_lineno=False, width=100)
    return written.getvalue().decode()


def mo_bytes(text: str) -> bytes:
    """What a catalogue compiles to; what is not translated is not in it."""
    catalogue = _Steady(locale="zh", fuzzy=False)
    for message in read_po(io.BytesIO(text.encode()), locale="zh", abort_invalid=True):
        if message.id and message.string and not message.fuzzy:
            catalogue.add(message.id, message.string)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _catalogue(found: dict[str, Found], said: dict[str, str]) -> Catalog:
    catalogue = _Steady(locale="zh", header_comment=_COMMENT, fuzzy=False)
    for message in found.values():
        translated = said.get(message.id, "")
        places = [(file, 0) for file in sorted(message.where)]
        if message.plural is None:
            catalogue.add(message.id, translated, locations=places)
        else:
            catalogue.add((message.id, message.plural), (translated,), locations=places)
    return catalogue


def write_both(text: str, po: Path = PO, mo: Path = MO) -> None:
    """Writes the catalogue and what it compiles to."""
    from drillctl.files.atomic import write_all

    write_all([(po, text.encode()), (mo, mo_bytes(text))])
