"""From bytes to YAML nodes that know their lines; nothing here knows what they mean."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from drillctl.files.aliases import MOST_BY_ALIASES, alias_problem
from drillctl.files.diagnostics import Diagnostic
from drillctl.language import tr

DEEPEST = 200
"""Levels that a document may nest."""
MOST_VALUES = 750_000
"""Keys, values and lists of one file, nearly twice those of a roster of 10,000 people. Each takes
some 300 bytes and two microseconds."""
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_SAID = {
    str(said): said
    for said in (
        tr("mapping values are not allowed in this context"),
        tr("found character that cannot start any token"),
        tr("found unexpected end of stream"),
        tr("could not find expected ':'"),
        tr("did not find expected key"),
        tr("did not find expected node content"),
        tr("did not find expected '-' indicator"),
        tr("did not find expected ',' or ']'"),
        tr("did not find expected ',' or '}'"),
        tr("did not find expected <document start>"),
        tr("did not find expected alphabetic or numeric character"),
        tr("did not find expected hexdecimal number"),
        tr("found unknown escape character"),
        tr("found undefined alias"),
        tr("found duplicate anchor"),
        tr("found undefined tag handle"),
        tr("block sequence entries are not allowed in this context"),
        tr("mapping keys are not allowed in this context"),
        tr("found a tab character that violates indentation"),
        tr("while parsing a block mapping"),
        tr("while parsing a block collection"),
        tr("while parsing a flow mapping"),
        tr("while parsing a flow sequence"),
        tr("while parsing a block node"),
        tr("while parsing a flow node"),
        tr("while parsing a node"),
        tr("while parsing a quoted scalar"),
        tr("while scanning for the next token"),
        tr("while scanning a simple key"),
        tr("while scanning a quoted scalar"),
        tr("while scanning a block scalar"),
        tr("while scanning a plain scalar"),
        tr("while scanning an alias"),
        tr("while scanning an anchor"),
        tr("while scanning a tag"),
        tr("while scanning a directive"),
    )
}
"""What libyaml says of broken text, as messages."""
_ALIAS = re.compile(rb"(?<![^\s,\[{:?-])\*[^\s,\]}]")


@lru_cache(maxsize=65536)
def _implicit_tag(value: str) -> str:
    """What YAML takes a plain scalar for (YAML 1.1, as PyYAML resolves it)."""
    for tag, pattern in _BASE.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            return str(tag)
    return _STRING


class _TooManyError(yaml.YAMLError):
    """There are more values than are read."""


class _TooDeepError(yaml.YAMLError):
    """A value, which starts at `mark`, holds others on too many levels."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.mark = mark


class Loader(_BASE):  # type: ignore[misc]
    """PyYAML's loader without the resolvers by path, which drillctl has none of.

    Half the time of composing a large roster went into them. As they are called before and after
    each value is made, they bound how many there are, and how deep: libyaml's binding composes by
    recursion in C, which no limit of Python's stops.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.values = 0
        self.depth = 0

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The tag of a node that has none written."""
        if kind is yaml.ScalarNode:
            return _implicit_tag(value or "") if implicit[0] else _STRING
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        """Before a value is made."""
        self.values += 1
        self.depth += 1
        if self.depth > DEEPEST and parent is not None:
            raise _TooDeepError(parent.start_mark)
        if self.values > MOST_VALUES:
            raise _TooManyError

    def ascend_resolver(self) -> None:
        """After a value was made."""
        self.depth -= 1


def documents(path: str, data: bytes) -> Iterator[yaml.Node | Diagnostic]:
    """The documents of a file, up to the first syntax error, which comes last."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = tr("the file is UTF-16, not UTF-8")
        yield Diagnostic(path, 1, 1, "F002", message, tr("save the file as UTF-8"))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = tr("byte {byte} is not UTF-8", byte=f"0x{data[error.start]:02x}")
        yield Diagnostic(path, line, 1, "F002", message, tr("save the file as UTF-8"))
        return
    aliases = _ALIAS.search(data) is not None
    loader = Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            wrong = alias_problem(node) if aliases and node is not None else None
            if wrong is not None:
                yield _by_aliases(path, *wrong)
                return
            if node is not None:
                yield node
    except _TooDeepError as error:
        mark = error.mark
        message = tr("nested more than {n} levels deep", n=DEEPEST)
        hint = tr("no drillctl file needs this")
        yield Diagnostic(path, mark.line + 1, mark.column + 1, "Y003", message, hint)
    except _TooManyError:
        message = tr("more than {n:,} values", n=MOST_VALUES)
        yield Diagnostic(path, 1, 1, "F001", message, tr("split it into several files"))
    except yaml.MarkedYAMLError as error:
        yield _syntax(path, text, error)
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0) or 0
        line = text.count("\n", 0, at) + 1
        code = getattr(error, "character", None)
        character = f"U+{ord(code) if isinstance(code, str) else code or 0:04X}"
        message = tr("character {character} is not allowed in YAML", character=character)
        yield Diagnostic(path, line, 1, "Y001", message, tr("remove it"))
    finally:
        loader.dispose()


def _by_aliases(path: str, node: yaml.Node, circle: bool) -> Diagnostic:
    mark = node.start_mark
    message = tr("aliases (*name) stand for more than {n:,} values", n=MOST_BY_ALIASES)
    if circle:
        message = tr("an alias (*name) leads back into what it stands in")
    return Diagnostic(path, mark.line + 1, mark.column + 1, "Y005", message, tr("write it out"))


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    hint = ""
    if "\t" in source[: max(column, 1)]:
        hint = tr("YAML does not allow tabs for indentation: use spaces")
    elif "mapping values are not allowed" in (error.problem or ""):
        hint = tr("put text that contains ': ' in quotes, or check the indentation")
    message = _SAID.get(error.problem or "", error.problem) or tr("not YAML")
    if error.context:
        context = _SAID.get(error.context, error.context)
        message = tr("{problem}, {context}", problem=message, context=context)
    return Diagnostic(path, line, column, "Y001", message, hint)
