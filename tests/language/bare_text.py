"""Finds, in source, what is said to people and can't be translated.

Bare is a text of words (letters and a blank) that reaches a call which speaks without `tr` or
`trn` around it: as its argument, through a name of the same function, or glued to a message.
Within the values of a message it is found too, since an f-string there loses its parts.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

SPEAKS = frozenset({
    "print", "echo", "say", "note",                                     # a terminal
    "Diagnostic", "problem", "wrong", "stray", "stray_row", "kept_unread", "withdraw",
    "Breach", "Finding", "Table", "Column", "words", "numbers", "add_column", "add_row",
    "WorkbookError", "HistoryError", "UnreadableError", "UnboundedError", "TemplateError",
    "no_such", "terminal_cell", "markdown_cell", "in_language",
})  # fmt: skip
"""Calls whose texts people read; of methods, the last name."""
TRANSLATES = {"tr": 1, "trn": 2}
"""So many of their first arguments are templates."""
_WORDS = re.compile(r"[A-Za-z]{2,}")
_MARKUP = re.compile(r"\[/?\w*\]")

Assigned = dict[str, list[ast.expr]]


class Bare(NamedTuple):
    """A text that nobody can translate; `line` counts from 1."""

    line: int
    text: str


def bare_texts(source: str) -> list[Bare]:
    """All bare texts of a module, by line."""
    return sorted(set(_in_scope(ast.parse(source))))


def _in_scope(scope: ast.AST) -> Iterator[Bare]:
    assigned: Assigned = {}
    for node in _own(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _assign(target, node.value, assigned)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
            _assign(node.target, node.value, assigned)
    for node in _own(scope):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            yield from _in_scope(node)
        elif isinstance(node, ast.Call):
            for argument in _spoken(node):
                yield from _bare(argument, assigned, set())


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions within it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            yield from _own(node)


def _assign(target: ast.expr, value: ast.expr, assigned: Assigned) -> None:
    if isinstance(target, ast.Name):
        assigned.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            _assign(one, other, assigned)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _spoken(call: ast.Call) -> list[ast.expr]:
    """The arguments that people read."""
    name = _called(call)
    keywords = [keyword.value for keyword in call.keywords]
    if name in TRANSLATES:
        templates = [a for a in call.args[: TRANSLATES[name]] if isinstance(a, ast.JoinedStr)]
        return [*templates, *call.args[TRANSLATES[name] :], *keywords]
    return [*call.args, *keywords] if name in SPEAKS else []


def _bare(node: ast.expr, assigned: Assigned, seen: set[str]) -> Iterator[Bare]:
    match node:
        case ast.Constant(value=str(text)):
            if _is_worded(text):
                yield Bare(node.lineno, text)
        case ast.JoinedStr():
            text = "".join(_literal(part) for part in node.values)
            if _is_worded(text):
                yield Bare(node.lineno, text)
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _bare(part.value, assigned, seen)
        case ast.Name(id=name) if name not in seen:
            for value in assigned.get(name, ()):
                yield from _bare(value, assigned, {*seen, name})
        case ast.BinOp(left=left, right=right):
            yield from _bare(left, assigned, seen)
            yield from _bare(right, assigned, seen)
        case ast.IfExp(body=first, orelse=second):
            yield from _bare(first, assigned, seen)
            yield from _bare(second, assigned, seen)
        case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
            for value in values:
                yield from _bare(value, assigned, seen)
        case ast.Starred(value=value):
            yield from _bare(value, assigned, seen)
        case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
            yield from _bare(element, assigned, seen)
        case ast.Call() if _called(node) in ("join", "joined", "escape", "rstrip", "strip", "str"):
            for argument in node.args:
                yield from _bare(argument, assigned, seen)


def _literal(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) else "{}"


def _is_worded(text: str) -> bool:
    plain = _MARKUP.sub("", text).replace("{}", "\0").strip()
    return " " in plain and _WORDS.search(plain) is not None
