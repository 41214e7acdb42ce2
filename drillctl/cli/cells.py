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
