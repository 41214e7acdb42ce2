"""From bytes to YAML nodes that know their lines; nothing here knows what they mean."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from drillctl.files.diagnostics import Diagnostic

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_DEEPEST = 200
_DEEP_BLOCK = re.compile(rb"^(?: {800}|(?:[-?:][ ]+){100})", re.MULTILINE)


@lru_cache(maxsize=65536)
def _implicit_tag(value: str) -> str:
    """What YAML takes a plain scalar for (YAML 1.1, as PyYAML resolves it)."""
    for tag, pattern in _BASE.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            return str(tag)
    return _STRING


class Loader(_BASE):  # type: ignore[misc]
    """PyYAML's loader without the resolvers by path, which drillctl has none of.

    Half the time of composing a large roster went into them.
    """

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The tag of a node that has none written."""
        if kind is yaml.ScalarNode:
            return _implicit_tag(value or "") if implicit[0] else _STRING
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing is resolved by path."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved by path."""


def documents(path: str, data: bytes) -> Iterator[yaml.Node | Diagnostic]:
    """The documents of a file, up to the first syntax error, which comes last."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "save the file as UTF-8"
        yield Diagnostic(path, 1, 1, "F002", "the file is UTF-16, not UTF-8", hint)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x} is not UTF-8"
        yield Diagnostic(path, line, 1, "F002", byte, "save the file as UTF-8")
        return
    if _too_deep(data):
        message = f"nested more than {_DEEPEST} levels deep"
        yield Diagnostic(path, 1, 1, "Y003", message, "no drillctl file needs this")
        return
    loader = Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is not None:
                yield node
    except yaml.MarkedYAMLError as error:
        yield _syntax(path, text, error)
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0) or 0
        line = text.count("\n", 0, at) + 1
        code = getattr(error, "character", None)
        what = f"character U+{ord(code) if isinstance(code, str) else code or 0:04X}"
        yield Diagnostic(path, line, 1, "Y001", f"{what} is not allowed in YAML", "remove it")
    finally:
        loader.dispose()


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    hint = ""
    if "\t" in source[: max(column, 1)]:
        hint = "YAML does not allow tabs for indentation: use spaces"
    elif "mapping values are not allowed" in (error.problem or ""):
        hint = "put text that contains ': ' in quotes, or check the indentation"
    message = error.problem or "not YAML"
    if error.context:
        message = f"{message}, {error.context}"
    return Diagnostic(path, line, column, "Y001", message, hint)


def _too_deep(data: bytes) -> bool:
    """Whether brackets or block markers nest so deep that a recursive parser could fail."""
    if _DEEP_BLOCK.search(data):
        return True
    depth = 0
    if data.count(b"[") + data.count(b"{") <= _DEEPEST:
        return False
    for bracket in re.finditer(rb"[\[\]{}]", data):
        depth = depth + 1 if bracket.group() in b"[{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return False
