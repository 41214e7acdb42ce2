"""A message is its English text that remembers what it was made of.

To every part of the program it is a plain ``str`` in English, so that plan files, hashes and
sorting never depend on anyone's language; `catalogue.in_language` makes it anew, from the
translated template, where a person reads it.
"""

from collections.abc import Iterable
from typing import Any


class Message(str):
    """English text with its template.

    `template`: with ``{name}`` placeholders. `plural`, `number`: the template for a number other
    than one, and that number. `values`: by placeholder, messages among them. `parts`: of a text
    put together from several, in place of a template.
    """

    template: str
    plural: str | None
    number: int
    values: dict[str, Any]
    parts: tuple[str, ...]

    def __str__(self) -> str:
        # So that it is still a message after str(), as in str(error).
        return self

    def lower(self) -> "Message":
        """In lower case where that means something: in English."""
        made = Message(super().lower())
        made.__dict__.update(self.__dict__)
        return made

    def __add__(self, other: str) -> "Message":
        return _together((self, other))

    def __radd__(self, other: str) -> "Message":
        return _together((other, self))


def tr(template: str, /, **values: Any) -> Message:
    """A message: ``tr("no member {name!r} in {where}", name=name, where=where)``.

    Without values the template is taken as it is; with values, braces of its own are doubled.
    """
    made = Message(template.format(**values) if values else template)
    made.template, made.plural, made.number = template, None, 1
    made.values, made.parts = values, ()
    return made


def trn(one: str, many: str, number: int, /, **values: Any) -> Message:
    """A message about a number of things, ``trn("{n} seat", "{n} seats", seats)``; `n` is given."""
    values = {"n": number, **values}
    made = Message((one if number == 1 else many).format(**values))
    made.template, made.plural, made.number = one, many, number
    made.values, made.parts = values, ()
    return made


def joined(separator: str, texts: Iterable[str]) -> Message:
    """``separator.join(texts)`` whose parts are still messages."""
    parts: list[str] = []
    for text in texts:
        parts += [separator, text] if parts else [text]
    return _together(tuple(parts))


def _together(parts: tuple[str, ...]) -> Message:
    made = Message("".join(parts))
    made.template, made.plural, made.number, made.values = "", None, 1, {}
    made.parts = parts or ("",)
    return made
