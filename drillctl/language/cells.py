"""Cells that text takes where every letter has the same width, without the weight of Rich."""

import unicodedata


def cells(text: str) -> int:
    """Columns of a terminal that the text takes, without tabs.

    Wide and full-width characters take two (Unicode Standard Annex 11), combining marks and
    format characters none.
    """
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if " " <= character <= "~":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if is_wide(character) else 1


def is_wide(character: str) -> bool:
    """Whether it is wide or full-width (Unicode Standard Annex 11)."""
    return unicodedata.east_asian_width(character) in "WF"
