"""A made-up language in which every letter of a template is another, and values stay as they are.

What is still in plain Latin letters after it was said by no message, or is data.
"""

import gettext
import re

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
# Full-width forms, which also take two cells each.
_LETTERS = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(ord("A"), ord("z") + 1)) if c.isalpha()}
WORD = re.compile(r"[A-Za-z][A-Za-z]+")


def pseudo(template: str) -> str:
    """The template in the made-up language."""
    parts: list[str] = []
    at = 0
    for kept in _PLACEHOLDER.finditer(template):
        parts += [template[at : kept.start()].translate(_LETTERS), kept.group()]
        at = kept.end()
    return "".join([*parts, template[at:].translate(_LETTERS)])


class Pseudo(gettext.NullTranslations):
    """The catalogue of the made-up language."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def untranslated(text: str, known: set[str]) -> list[str]:
    """The lines that hold words, of two letters or more, which are neither said nor `known`."""
    found: list[str] = []
    for line in text.splitlines():
        words = [word for word in WORD.findall(line) if word.lower() not in known]
        if words:
            found.append(f"{', '.join(words)} in: {line.strip()}")
    return found


def words_of(text: str) -> set[str]:
    """The words of data, in lower case."""
    return {word.lower() for word in WORD.findall(text)}
