"""Adding a line to the history of a corrective action, in the very file that raised it.

Every other byte of the file stays as it is, comments and all, so that what two coordinators add
merges as text does.
"""

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from drillctl.files.documents import documents
from drillctl.files.filled import blank
from drillctl.files.form_yaml import read_yaml_form
from drillctl.files.limited import read_yaml
from drillctl.files.loading import files_below
from drillctl.files.record_text import edited
from drillctl.files.said import Value, Where
from drillctl.files.typed_names import Names
from drillctl.language import tr
from drillctl.model.action import Entry
from drillctl.model.problem import Problem


class HistoryError(Exception):
    """The line can't be added; the message says why, for the person who wrote it."""


def action_file(paths: Sequence[str | Path], action: str) -> Path:
    """The file below `paths` whose record raised the action ``SESSION/ID``.

    Raises
    ------
    HistoryError
        There is none, or it was read from standard input.
    """
    for path in files_below(paths):
        if _raised(read_yaml(path), action) is not None:
            return path
    raise HistoryError(tr("no record raises action {action!r}", action=action))


def with_entry(data: bytes, action: str, entry: Entry, problem: Problem) -> bytes:
    """The file's bytes with one more line in the history of the action ``SESSION/ID``.

    Raises
    ------
    HistoryError
        The file does not raise the action, or has a form in which no line can be added.
    """
    root = _raised(data, action)
    if root is None:
        raise HistoryError(tr("no record raises action {action!r}", action=action))
    form = read_yaml_form("", data.decode("utf-8-sig"), root, Names(problem))
    assert form.yaml is not None
    place = ("actions", action.rpartition("/")[2], "history", "\0")
    said: dict[str, Value | None] = {
        "on": entry.on,
        "by": entry.by,
        "state": entry.state.value if entry.state else None,
        "session": entry.session,
        "due": entry.due,
        "owner": entry.owner,
        "note": entry.note or None,
    }
    more: dict[Where, Value] = {
        (*place, k): value for k, value in said.items() if value is not None
    }
    if place[:-1] in form.yaml.nodes and not _is_list(form.yaml.nodes[place[:-1]]):
        raise HistoryError(
            tr("the history of {action!r} is no list: mend it by hand", action=action)
        )
    changed = edited(form.yaml, more, (), ()).encode()
    if _lines(changed, action) != [
        *_lines(data, action),
        {k: str(v) for (*_, k), v in more.items()},
    ]:
        raise HistoryError(
            tr(
                "a line can't be added to {action!r} as it is written: add it by hand",
                action=action,
            )
        )
    return (codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b"") + changed


def _is_list(node: yaml.Node) -> bool:
    return blank(node) or isinstance(node, yaml.SequenceNode)


def _raised(data: bytes, action: str) -> yaml.MappingNode | None:
    """The record that raises the action."""
    session, _, name = action.rpartition("/")
    for document in documents("", data):
        if isinstance(document, yaml.MappingNode) and _text(document, "kind") == "record":
            named = _text(document, "session") == session
            if named and any(_text(node, "id") == name for node in _rows(document, "actions")):
                return document
    return None


def _lines(data: bytes, action: str) -> list[dict[str, str]]:
    """The action's history as it is written."""
    root, name = _raised(data, action), action.rpartition("/")[2]
    if root is None:
        return []
    node = next(node for node in _rows(root, "actions") if _text(node, "id") == name)
    return [{str(k.value): str(v.value) for k, v in line.value} for line in _rows(node, "history")]


def _rows(node: yaml.MappingNode, key: str) -> Iterator[yaml.MappingNode]:
    for name, value in node.value:
        if name.value == key and isinstance(value, yaml.SequenceNode):
            yield from (row for row in value.value if isinstance(row, yaml.MappingNode))


def _text(node: yaml.MappingNode, key: str) -> str:
    return next((str(value.value) for name, value in node.value if name.value == key), "")
