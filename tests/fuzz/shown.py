"""Diagnostics in every format, as a terminal, a log or a program gets them."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from xml.etree.ElementTree import fromstring

from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import Diagnostic

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must reach no terminal: control characters, bidirectional controls, half characters."""
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


class RawCharacterError(AssertionError):
    """A character that a terminal obeys, or can't show, was printed."""


def show(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Prints them in every format and looks at what came out."""
    from drillctl.cli.check import shown_as

    findings = Findings(tuple(found), texts)
    for name in FORMATS:
        module = import_module(f"drillctl.exports.diagnostics.as_{name}")
        getattr(module, f"as_{name}")(findings)
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
