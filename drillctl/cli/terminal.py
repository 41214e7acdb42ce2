"""The one place through which commands speak: results on stdout, everything else on stderr.

What comes from outside (names of files, texts of a plan) reaches the terminal through here, and
nothing in it is obeyed there.
"""

import os
import sys
from typing import TYPE_CHECKING

from drillctl.files.url_passwords import without_password
from drillctl.language import in_language
from drillctl.language.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 120
"""Columns of a table that goes to a file or a pipe, where COLUMNS says nothing else."""


def say(text: str = "", end: str = "\n") -> None:
    """Prints a result on stdout, in the reader's language."""
    print(visible(in_language(text)), end=end)


def note(text: str = "", end: str = "\n") -> None:
    """Prints what is not the result, such as an error or progress, on stderr.

    A URL that somebody gave with a password in it is shown without, wherever it was given.
    """
    shown = visible(without_password(in_language(text)))
    print(shown, end=end, file=sys.stderr, flush=bool(end) is False)


def table_console() -> "Console":
    """For tables on stdout: as wide as the terminal; elsewhere as COLUMNS says, else `WIDE`.

    Colours are for a terminal alone, and not for one of which NO_COLOR is set.
    """
    console = result_console()
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return result_console(int(columns))
    if not console.is_terminal:
        return result_console(WIDE)
    if console.is_dumb_terminal:
        # Rich takes 80 columns for granted there.
        return result_console(os.get_terminal_size(sys.stdout.fileno()).columns)
    return console


def result_console(width: int | None = None) -> "Console":
    """A console on stdout of this width; a reader who has gone is left to `main`, as everywhere."""
    from rich.console import Console

    class Results(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Results(highlight=False, width=width)
