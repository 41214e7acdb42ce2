"""Columns of text as terminals show it: most East Asian characters take two cells.

For lines that are set by hand; tables of Rich count likewise.
"""

from rich.cells import cell_len, set_cell_size

from drillctl.language.catalogue import in_language


def width_of(text: str) -> int:
    """Cells of a terminal that `text` takes, in the language in use."""
    return cell_len(in_language(text))


def padded(text: str, width: int, *, right: bool = False) -> str:
    """`text` in the language in use, with spaces up to `width` cells: after it, else before."""
    shown = in_language(text)
    blanks = " " * (width - cell_len(shown))
    return blanks + shown if right else shown + blanks


def shortened(text: str, width: int) -> str:
    """`text`, in the language in use, cut to `width` cells with an ellipsis where it is longer."""
    shown = in_language(text)
    return shown if cell_len(shown) <= width else set_cell_size(shown, width - 1).rstrip() + "…"
