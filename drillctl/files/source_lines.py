"""Lines of a YAML file as its parser counts them, and how wide text is at a terminal."""

import re

from drillctl.language.cells import cells

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029")
"""What ends a line (YAML 1.1, 5.4)."""
TAB = 8


def lines_of(text: str) -> list[str]:
    """The lines without their ends."""
    return _BREAK.split(text)


def line_starts(text: str) -> list[int]:
    """The index at which each line begins."""
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def without_tabs(text: str) -> str:
    """Each tab as the blanks up to the next stop of a terminal."""
    if "\t" not in text:
        return text
    written: list[str] = []
    at = 0
    for character in text:
        new = " " * (TAB - at % TAB) if character == "\t" else character
        at += cells(new)
        written.append(new)
    return "".join(written)
