"""What a table's cell may hold where others read it: names and texts come from files.

Here a text leaves as its reader sees it, in their language.
"""

from collections.abc import Iterable

from drillctl.language import in_language


def markdown_cell(text: str) -> str:
    """Safe inside a Markdown table."""
    shown = in_language(text)
    for special in "\\|`*_<>[]":
        shown = shown.replace(special, f"\\{special}")
    return shown.replace("\n", " ")


def markdown_row(cells: Iterable[str]) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(markdown_cell(cell) for cell in cells) + " |"


def terminal_cell(text: str) -> str:
    """As it is among Rich's markup."""
    from rich.markup import escape

    return escape(in_language(text))


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text with blanks to fill `width` columns of a terminal; a wide character takes two."""
    shown = in_language(text)
    blanks = " " * (width - width_shown(text))
    return blanks + shown if right else shown + blanks


def width_shown(text: str) -> int:
    """How many columns of a terminal the text takes."""
    from rich.cells import cell_len

    return cell_len(in_language(text))
