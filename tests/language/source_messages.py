"""The messages that the source says, by reading it: calls of `tr` and `trn`, and help texts.

The calls are read as syntax, so that one whose template can't be extracted is found as well.
"""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Say again what others say: texts that `help_texts` lists, and templates known of messages.
_LOOKS_UP = ("drillctl/cli/help_page.py", "drillctl/language/recognition.py")
_HELP = "drillctl/cli/help_texts.py"
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass
class Found:
    """A message of the source.

    `plural`: its template for other numbers. `where`: the files that say it. `formatted`: whether
    its placeholders are filled in; without values braces are plain characters.
    """

    id: str
    plural: str | None = None
    where: set[str] = field(default_factory=set)
    formatted: bool = False


def source_messages(root: Path = ROOT) -> tuple[dict[str, Found], list[str]]:
    """All messages by id, and what is wrong with calls, as ``file:line: problem``."""
    found: dict[str, Found] = {}
    problems: list[str] = []
    for path in sorted((root / "drillctl").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            problems += [f"{name}:{call.lineno}: {said}" for said in _take(call, name, found)]
    return found, problems


def with_help_texts(found: dict[str, Found]) -> dict[str, Found]:
    """Besides, the texts that help shows."""
    for text in _help_texts():
        found.setdefault(text, Found(text)).where.add(_HELP)
    return found


def placeholders(template: str, *, formatted: bool) -> list[str]:
    """What a template leaves open, with conversion and format, sorted; else its braces as text.

    Raises
    ------
    ValueError
        The template is none.
    """
    if not formatted:
        return sorted(_BRACES.findall(template))
    return sorted(
        "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
        for _, name, spec, conversion in string.Formatter().parse(template)
        if name is not None
    )


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in ("tr", "trn"):
                yield node


def _take(call: ast.Call, file: str, found: dict[str, Found]) -> Iterator[str]:
    """Adds what a call says; yields what is wrong with it."""
    plural = (getattr(call.func, "id", None) or getattr(call.func, "attr", None)) == "trn"
    if len(call.args) != (3 if plural else 1):
        yield "a template and, of trn, a second and the number are expected"
        return
    first = _literals(call.args[0])
    second = _literals(call.args[1]) if plural else [None]
    if first is None or second is None:
        if file not in _LOOKS_UP:
            yield "the template is not literal text"
        return
    given = {keyword.arg for keyword in call.keywords} | ({"n"} if plural else set())
    for one in first:
        for many in second:
            kept = found.setdefault(one, Found(one, many))
            kept.where.add(file)
            kept.plural = kept.plural or many
            kept.formatted = kept.formatted or bool(given)
            if many is not None and kept.plural != many:
                yield f"{one!r} has another plural elsewhere: {kept.plural!r}"
            if given and None not in given:
                yield from _values(one, many, given)


def _values(one: str, many: str | None, given: set[str | None]) -> Iterator[str]:
    """What is wrong between templates and the values that they are given."""
    used: set[str] = set()
    for template in (one, many):
        if template is None:
            continue
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        except ValueError as error:
            yield f"{template!r} is no template: {error}"
            return
        used |= {re.split(r"[.\[]", name)[0] for name in names}
    for name in sorted(used - given):
        yield f"{one!r} is not given {name!r}"
    for name in sorted(str(name) for name in given - used - {"n"}):
        yield f"{one!r} has no use for {name!r}"


def _literals(node: ast.expr) -> list[str] | None:
    """The texts that an argument may be: one, or two by a condition; None where it is unknown."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        yes, no = _literals(node.body), _literals(node.orelse)
        return None if yes is None or no is None else yes + no
    return None


def _help_texts() -> tuple[str, ...]:
    from drillctl.cli.help_texts import help_texts

    return tuple(help_texts())
