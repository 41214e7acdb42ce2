"""Office files as the same bytes for the same content, and whether a person has changed a file.

Every file carries a fingerprint of its own content, which no program that saves it anew keeps
true: Office files as an identifier in their core properties, text files in a last comment.
"""

import re
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from math import inf
from xml.sax.saxutils import escape

from drillctl.files.limited import MOST, TooLargeError
from drillctl.language import tr

CORE = "docProps/core.xml"
_FIRST = "[Content_Types].xml"
_COMMENTS = {".md": ("<!-- ", " -->"), ".yaml": ("# ", "")}
_MARK = "drillctl:sha256:"
_FOUND = re.compile(_MARK.encode() + rb"([0-9a-f]{64})")


def pack(members: Mapping[str, bytes], title: str, language: str) -> bytes:
    """A zip archive of an Office file; its core properties are written here, without any time."""
    named = {name: data for name, data in members.items() if name != CORE}
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties xmlns:cp="
        '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>drillctl</dc:creator>"
        f"<dc:identifier>{_MARK}{_digest(named)}</dc:identifier>"
        f"<dc:language>{'zh-CN' if language == 'zh' else 'en-GB'}</dc:language>"
        "</cp:coreProperties>"
    )
    named[CORE] = core.encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(named, key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, named[name])
    return out.getvalue()


def unpack(data: bytes, most: float = inf) -> dict[str, bytes]:
    """The members of an Office file, of so many bytes together.

    Raises
    ------
    zipfile.BadZipFile
        It is none.
    TooLargeError
        They are more.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > most:
            raise TooLargeError("", tr("unpacked larger than {n} MB", n=int(most) >> 20))
        return {name: archive.read(name) for name in archive.namelist()}


def signed(text: str, suffix: str) -> bytes:
    """UTF-8 `text` with its fingerprint as a last comment; `suffix`: ``.md`` or ``.yaml``."""
    before, after = _COMMENTS[suffix]
    digest = sha256(text.encode()).hexdigest()
    return f"{text}{before}{_MARK}{digest}{after}\n".encode()


def untouched(data: bytes, suffix: str) -> bool:
    """Whether a file is as it was written here: nothing in it would be lost."""
    if suffix in _COMMENTS:
        body, _, last = data.rstrip(b"\n").rpartition(b"\n")
        found = _FOUND.search(last)
        return found is not None and found[1].decode() == sha256(body + b"\n").hexdigest()
    try:
        members = unpack(data, MOST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return False
    found = _FOUND.search(members.pop(CORE, b""))
    return found is not None and found[1].decode() == _digest(members)


def _digest(members: Mapping[str, bytes]) -> str:
    whole = sha256()
    for name in sorted(members):
        whole.update(f"{name}\0{len(members[name])}\0".encode())
        whole.update(members[name])
    return whole.hexdigest()
