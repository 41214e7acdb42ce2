"""The one place through which commands speak: results on stdout, everything else on stderr."""

import sys

from drillctl.language import in_language


def say(text: str = "", end: str = "\n") -> None:
    """Prints a result on stdout, in the reader's language."""
    print(in_language(text), end=end)


def note(text: str = "", end: str = "\n") -> None:
    """Prints what is not the result, such as an error or progress, on stderr."""
    print(in_language(text), end=end, file=sys.stderr, flush=bool(end) is False)
