"""Guards against YAML that is small to write and huge or bottomless to read.

libyaml's binding composes nodes by recursion in C, which no limit of Python's stops: text that
nests deep enough ends the process. Aliases let a kilobyte stand for millions of values, or lead
back into themselves.
"""

import re
from typing import Any

import yaml

DEEPEST = 200
"""Levels that a document may nest."""
MOST_BY_ALIASES = 100_000
"""Values that the aliases of a document may stand for together."""

_DEEP_BLOCK = re.compile(rb"^[ ?:-]{%d}" % DEEPEST, re.MULTILINE)
# Closing brackets within what is quoted, or a comment, count for nothing. A quote that follows one
# of these begins a quoted scalar; any other at which one may begin makes the count doubtful.
_TOKEN = re.compile(
    rb"""([,\[{]|:[ ])\s*(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')"""
    rb"""|[\[\]{}]|(?<!\S)\#[^\n]*|(?<![^\s,\[\]{}:])["']""",
    re.VERBOSE,
)


def nests_too_deep(data: bytes, loader: Any) -> bool:
    """Whether the text nests more than `DEEPEST` levels.

    Brackets are counted where that is sure, which is fast; else `loader`, PyYAML's for the text,
    says event by event, without recursion. It is used up then.
    """
    doubtful = _DEEP_BLOCK.search(data) is not None
    if not doubtful and data.count(b"[") + data.count(b"{") > DEEPEST:
        depth = 0
        for token in _TOKEN.finditer(data):
            text = token[0]
            if text in b"]}":
                depth = max(0, depth - 1)
            else:
                # Those in what looks quoted count too: it may be plain text, and they real.
                depth += text.count(b"[") + text.count(b"{")
            if depth > DEEPEST or text in b"\"'":
                doubtful = True
                break
    return doubtful and _deep_by_events(loader)


def _deep_by_events(loader: Any) -> bool:
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        # It is said where the text is composed; what comes after it is not read.
        pass
    return False


def alias_problem(root: yaml.Node) -> tuple[yaml.Node, bool] | None:
    """The node whose aliases lead back into it (True), or stand for too much (False)."""
    sizes: dict[int, int] = {}
    within: set[int] = set()
    steps: list[tuple[yaml.Node, bool]] = [(root, False)]
    while steps:
        node, done = steps.pop()
        if isinstance(node, yaml.ScalarNode) or (id(node) in sizes and not done):
            continue
        below = _below(node)
        if done:
            within.discard(id(node))
            sizes[id(node)] = size = 1 + sum(sizes.get(id(child), 1) for child in below)
            if size - len(sizes) > MOST_BY_ALIASES and size > 2 * _written(node):
                return node, False
            continue
        if id(node) in within:
            return node, True
        within.add(id(node))
        steps.append((node, True))
        for child in below:
            if id(child) in within:
                return child, True
            steps.append((child, False))
    return None


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for entry in node.value for part in entry]
    return list(node.value)


def _written(root: yaml.Node) -> int:
    """How many nodes the text itself has, each once."""
    seen: set[int] = set()
    left = [root]
    while left:
        node = left.pop()
        if id(node) not in seen:
            seen.add(id(node))
            if not isinstance(node, yaml.ScalarNode):
                left += _below(node)
    return len(seen)
