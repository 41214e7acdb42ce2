"""Diagnostics in every format, as a terminal, a log or a program gets them."""

import json
import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import fromstring

from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import Diagnostic

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must reach no terminal: control characters, bidirectional controls, half characters."""
_SEEN: set[Diagnostic] = set()
_MOST_SEEN = 20_000
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


class RawCharacterError(AssertionError):
    """A character that a terminal obeys, or can't show, was printed."""


def show(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Prints them in every format and looks at what came out.

    A terminal gets an excerpt of the text with each, so all are printed for one; the other formats
    say a problem alike wherever it occurs, and get each once.
    """
    from drillctl.cli.check import shown_as

    problems = tuple(found)
    clean(shown_as(Findings(problems, texts), "text"))
    new = tuple(problem for problem in problems if problem not in _SEEN)
    if not new and _SEEN:
        return
    if len(_SEEN) > _MOST_SEEN:
        _SEEN.clear()
    _SEEN.update(new)
    findings = Findings(new, texts)
    for name in FORMATS[1:]:
        text = shown_as(findings, name)
        clean(text)
        if name in ("json", "gitlab", "sarif"):
            json.loads(text)
        elif name == "junit":
            fromstring(text)


def clean(text: str) -> None:
    """Nothing in it moves a cursor or turns letters round."""
    raw = RAW.search(text)
    if raw is not None:
        raise RawCharacterError(f"U+{ord(raw.group()):04X} at {raw.start()} of {text!r:.300}")
