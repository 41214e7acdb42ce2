"""Workbooks as readable text: parts behind lines ``--- name``, packed before they are read.

A fuzzer that changed the packed bytes would only ever break the archive's checksums.
"""

import io
import re
import zipfile

_PART = re.compile(rb"^--- (\S+)\n", re.MULTILINE)


def packed(data: bytes) -> bytes:
    """The archive; what is no such text stays as it is."""
    pieces = _PART.split(data)
    if len(pieces) < 3:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        seen = set()
        for name, content in zip(pieces[1::2], pieces[2::2], strict=False):
            shown = name.decode("latin-1")
            if shown not in seen:
                seen.add(shown)
                archive.writestr(zipfile.ZipInfo(shown), content)
    return out.getvalue()


def unpacked(archive: bytes) -> bytes:
    """The text of a workbook."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return b"".join(
            b"--- " + name.encode() + b"\n" + opened.read(name) + b"\n"
            for name in opened.namelist()
            if not name.startswith("docProps")
        )
