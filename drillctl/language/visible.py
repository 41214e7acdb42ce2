"""Text from outside made harmless to whoever shows it: what would move a cursor, colour a line or
turn letters round (CVE-2021-42574, "Trojan Source") is written out as its number instead.

The number is written as JSON and YAML escape it, so that it means the same where a program reads
what was printed.
"""

import re

BIDI = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9), for a class of a
regular expression. Right-to-left letters need none of them, and are no matter."""
_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{BIDI}\ud800-\udfff]")


def visible(text: str) -> str:
    """`text` with control characters (but line ends and tabs), bidirectional controls and lone
    surrogates as ``\\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """Likewise, on one line: so that what somebody wrote can't look like a line of its own."""
    return visible(" ".join(text.split()))
