"""Passwords that people type into URLs, kept out of what is printed."""

import re

_PASSWORD = re.compile(r"(://[^\s:/@]*:)(?!\d*(?:[/\s]|$))[^\s@]*(@)")


def without_password(text: str) -> str:
    """The text with ``***`` for the password of each URL (RFC 3986, 3.2.1, deprecates them)."""
    return _PASSWORD.sub(r"\1***\2", text) if "://" in text else text
