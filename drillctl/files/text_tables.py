"""Tables saved as text: which encoding, which separator, and where each field stands."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

from drillctl.language import tr

_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_TRIED = 60
_COMMON = 0.8


class TextTableError(Exception):
    """It can't be read. `line`: where, 0 for the file as a whole; `hint`: how to mend it."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line = message, hint, line


def decoded(data: bytes, encoding: str | None = None) -> str:
    """The text: by its byte order mark, else as UTF-16, UTF-8 or GB18030, each read strictly.

    Raises
    ------
    TextTableError
        It is none of them, or could be two, or not in the `encoding` given.
    """
    if encoding is not None:
        return _given(data, encoding)
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    wide = _without_mark(data)
    if wide is not None:
        return _strict(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    hint = tr("say which with --encoding, or save it as UTF-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = tr("the text is neither UTF-8 nor UTF-16 nor GB18030")
        raise TextTableError(message, hint, line) from None
    if not _chinese(text):
        message = tr("the text could be GB18030 or a Western encoding such as Windows-1252")
        raise TextTableError(message, hint)
    return text


def _given(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        hint = tr("such as utf-8, gb18030, utf-16, cp1252")
        raise TextTableError(tr("unknown encoding {name!r}", name=encoding), hint) from None
    except UnicodeError:
        message = tr("the text is not {encoding}", encoding=encoding)
        raise TextTableError(message, tr("leave --encoding out to have it found")) from None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        message = tr("the text begins as {encoding} and breaks off", encoding=encoding.upper())
        raise TextTableError(message, tr("save it anew as UTF-8")) from None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: a table's separators and line ends are ASCII, half of it zero."""
    if len(data) < 4 or len(data) % 2 or b"\0" not in data:
        return None
    for name, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        low = data[0::2] if name == "utf-16-le" else data[1::2]
        if high.count(0) > low.count(0):
            return name
    return None


def _chinese(text: str) -> bool:
    """Whether text read as GB18030 is meant so: nearly all of it is then in common use (GB 2312).

    Western letters with accents also decode, into rare characters.
    """
    special = [c for c in text if c > "\x7f"]
    common = sum(_in_gb2312(c) for c in special)
    return common >= _COMMON * len(special)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def separator(text: str) -> str:
    """The separator that most evenly divides the first rows; a first line ``sep=;`` says it."""
    said = _SEPARATOR_LINE.match(text)
    if said:
        return said[1]

    def fits(one: str) -> tuple[int, int]:
        try:
            rows = [len(row) for row, _ in zip(_rows(text, one), range(_TRIED), strict=False)]
        except csv.Error:
            return 0, 0
        width, times = (
            Counter(n for n in rows if n > 1).most_common(1)[0]
            if any(n > 1 for n in rows)
            else (0, 0)
        )
        return times, width

    return max(_SEPARATORS, key=fits)


def fields(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows (RFC 4180), each with the line on which it begins, from 1.

    Raises
    ------
    TextTableError
        A quotation mark is never closed.
    """
    one, first = separator(text), 1
    reader = _rows(text, one)
    skip = bool(_SEPARATOR_LINE.match(text))
    try:
        for row in reader:
            if not (skip and first == 1):
                yield first, row
            first = reader.line_num + 1
    except csv.Error as error:
        hint = tr('a field with quotation marks in it is written "like ""this"""')
        message = tr("the table breaks off here: {error}", error=str(error))
        raise TextTableError(message, hint, first) from None


def _rows(text: str, one: str) -> Any:
    return csv.reader(StringIO(text, newline=""), delimiter=one, strict=True)
