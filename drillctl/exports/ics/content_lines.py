"""Content lines of iCalendar: the one place at which bytes of a calendar file are made.

Every line passes `line`, which lets no control character through. So no value, wherever it
comes from, can begin a line of its own.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

_LONGEST = 75
_BREAKS = re.compile(r"\r\n|[\n\r\u2028\u2029]")
# Controls, the separators that some parsers take for line ends, lone surrogates (no UTF-8), and
# the two noncharacters that the XML of CalDAV can't carry.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_BARE = re.compile(r"[A-Za-z0-9/_+.-]+")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})
_CARETS = str.maketrans({"^": "^^", '"': "^'"})


def plain(text: str) -> str:
    """`text` with a space in place of each character that has no place in a content line."""
    return _UNFIT.sub(" ", text)


def line(name: str, value: str, parameters: Mapping[str, str] | None = None) -> bytes:
    """One content line, folded, with its line end (RFC 5545, 3.1).

    `value` is in the form of its type already; for text that is `text_line`. Parameters are
    quoted where they must be, a quotation mark in them is written as RFC 6868 has it.
    """
    head = name
    if parameters:
        head += "".join(f";{key}={_parameter(given)}" for key, given in parameters.items())
    return _folded(plain(f"{head}:{value}").encode())


def text_line(name: str, text: str, parameters: Mapping[str, str] | None = None) -> bytes:
    """A line whose value is TEXT (RFC 5545, 3.3.11); its line breaks are kept as ``\\n``."""
    return line(name, escaped(text), parameters)


def escaped(text: str) -> str:
    """`text` as a TEXT value, or as one of a list of them."""
    text = text.translate(_ESCAPES)
    return text if text.isprintable() else _BREAKS.sub(r"\\n", text)


def utc_time(moment: datetime) -> str:
    """A zone-aware moment in form 2 of DATE-TIME: ``20270306T010000Z``."""
    return local_time(moment.astimezone(UTC)) + "Z"


def local_time(moment: datetime) -> str:
    """The wall time of `moment` in form 1 of DATE-TIME: ``20270306T090000``."""
    return f"{moment.year:04}{moment:%m%dT%H%M%S}"


def _parameter(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value.translate(_CARETS)}"'


def _folded(data: bytes) -> bytes:
    """Lines of at most 75 octets; no character is split between two of them."""
    if len(data) <= _LONGEST:
        return data + b"\r\n"
    parts = []
    start, room = 0, _LONGEST
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, room = end, _LONGEST - 1
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"
