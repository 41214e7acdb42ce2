"""Messages found again in text that was written down.

A plan file holds its reasons in English. To show them in the reader's language, the text is matched
against the templates that may have made it; the values between are found again likewise.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from string import Formatter

from drillctl.language.catalogue import current
from drillctl.language.message import Message, joined, tr, trn

Template = tuple[str, str | None]
"""A message's template, and the one for a number other than one where it counts something."""

_SAY_REASONS = (
    "drillctl.planning.reasons",
    "drillctl.planning.findings",
    "drillctl.planning.plan",
)
"""The modules whose messages a plan file holds."""

_LONGEST = 1000
"""Characters of a text that is looked at: a reason is a sentence."""
_DEEPEST = 8
_SEPARATORS = ("; ", ", ")
_MOST_SEPARATORS = 30


class _AsWritten(str):
    """A value that has its format already, whatever the template asks for."""

    def __format__(self, spec: str) -> str:
        return str.__str__(self)

    def __repr__(self) -> str:
        return str.__str__(self)


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a template. `number`: which `trn` takes it for; None: it is no `trn`.

    `shortest`, `longest`: the pattern with each value as short, as long as can be. `formatted`:
    the values that the template formats.
    """

    template: Template
    one: bool
    literal: int
    shortest: re.Pattern[str]
    longest: re.Pattern[str]
    formatted: frozenset[str]


def recognised(text: str, templates: Iterable[Template]) -> str:
    """The message that `text` is the English of, by the one of `templates` that made it.

    The template with the longest text of its own wins; its values may be messages of `templates`
    as well, and the whole a list of them. `text` itself where none fits, or where more than one
    reading does. What is returned is always equal to `text`.
    """
    if isinstance(text, Message) or not 0 < len(text) <= _LONGEST:
        return text
    return _recognised(text, tuple(templates), 0) or text


def reason(text: str) -> str:
    """A reason or note as a plan file holds it, as the message that it was; `text` in English."""
    return text if current() == "en" else reason_message(text)


def reason_message(text: str) -> str:
    """Likewise, whichever language is in use."""
    return recognised(text, templates_of(*_SAY_REASONS))


def templates_of(*modules: str) -> tuple[Template, ...]:
    """Every template that these modules say with `tr` and `trn`, read from their source.

    The modules are not imported. A module without source has none.
    """
    return tuple(dict.fromkeys(found for name in modules for found in _said_in(name)))


@lru_cache(maxsize=64)
def _said_in(module: str) -> tuple[Template, ...]:
    spec = find_spec(module)
    source = getattr(spec and spec.loader, "get_source", lambda _: None)(module)
    return tuple(_calls(ast.parse(source))) if source else ()


def _calls(tree: ast.AST) -> Iterator[Template]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            said = [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
            match node.func.id, said:
                case "tr", [str(one)]:
                    yield one, None
                case "trn", [str(one), str(many)]:
                    yield one, many


@lru_cache(maxsize=4096)
def _recognised(text: str, templates: tuple[Template, ...], depth: int) -> Message | None:
    if depth > _DEEPEST:
        return None
    return _by_template(text, templates, depth) or _as_list(text, templates, depth)


def _by_template(text: str, templates: tuple[Template, ...], depth: int) -> Message | None:
    """The message by the template with the longest text of its own; None: not just one."""
    best: list[_Form] = []
    for form in _forms(templates):
        if best and form.literal < best[0].literal:
            break
        if form.shortest.fullmatch(text):
            best.append(form)
    return _made(text, best[0], templates, depth) if len(best) == 1 else None


def _made(text: str, form: _Form, templates: tuple[Template, ...], depth: int) -> Message | None:
    short, long = form.shortest.fullmatch(text), form.longest.fullmatch(text)
    # Values found the shortest first, and the longest first, differ wherever two readings do.
    if short is None or long is None or short.groups() != long.groups():
        return None
    values: dict[str, object] = {
        name: _AsWritten(found)
        if name in form.formatted
        else _recognised(found, templates, depth + 1) or found
        for name, found in short.groupdict().items()
    }
    one, many = form.template
    if many is None:
        made = tr(one, **values)
    else:
        number = 1 if form.one else 2
        if "n" in values:
            written = str(values["n"])
            written = written.replace(",", "") if "n" in form.formatted else written
            if not written.isascii() or not written.isdigit():
                return None
            number = int(written)
        made = trn(one, many, number, **values)
    return made if made == text else None


def _as_list(text: str, templates: tuple[Template, ...], depth: int) -> Message | None:
    """The text as several messages, each of one template."""
    for separator in _SEPARATORS:
        if not 0 < text.count(separator) <= _MOST_SEPARATORS:
            continue
        at = text.find(separator)
        while at >= 0:
            head = _by_template(text[:at], templates, depth)
            if head is not None:
                rest = text[at + len(separator) :]
                tail = _by_template(rest, templates, depth) or _as_list(rest, templates, depth)
                if tail is not None:
                    return joined(separator, (head, tail))
            at = text.find(separator, at + 1)
    return None


@lru_cache(maxsize=8)
def _forms(templates: tuple[Template, ...]) -> tuple[_Form, ...]:
    """Every form of the templates, that with the longest text of its own first."""
    found = []
    for one, many in dict.fromkeys(templates):
        found.append(_form((one, many), one, True))
        if many is not None and many != one:
            found.append(_form((one, many), many, False))
    return tuple(sorted(filter(None, found), key=lambda form: -form.literal))


def _form(template: Template, said: str, one: bool) -> _Form | None:
    """None for one without text of its own, or with values that can't be found again."""
    fields = _fields(said)
    if fields is None:
        fields = [(said, None, False)]
    literal, patterns, seen = 0, ["", ""], dict[str, bool]()
    for text, name, formatted in fields:
        literal += len(text)
        for place, repeat in enumerate(("+?", "+")):
            patterns[place] += re.escape(text)
            if name is not None:
                group = f"(?P={name})" if name in seen else f"(?P<{name}>.{repeat})"
                patterns[place] += group
        if name is not None and seen.setdefault(name, formatted) != formatted:
            return None
    if not literal:
        return None
    shortest, longest = (re.compile(pattern, re.DOTALL) for pattern in patterns)
    formatted_names = frozenset(name for name, formatted in seen.items() if formatted)
    return _Form(template, one, literal, shortest, longest, formatted_names)


def _fields(said: str) -> list[tuple[str, str | None, bool]] | None:
    """(text before, name, whether it is formatted) of each value; None: it has none.

    A template that takes no values may hold braces of its own, which name nothing.
    """
    try:
        parts = list(Formatter().parse(said))
    except ValueError:
        return None
    names = [name for _, name, _, _ in parts if name is not None]
    if not names or not all(name.isidentifier() for name in names):
        return None
    return [(text, name, bool(spec or conversion)) for text, name, spec, conversion in parts]
