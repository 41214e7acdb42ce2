"""Adding a line to the history of a corrective action, in the very file that raised it.

The line is put into the text where the history ends; every other byte of the file stays as it is,
comments and all, so that what two coordinators add merges as text does.
"""

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.loading import files_below
from drillctl.model.action import Entry


class HistoryError(Exception):
    """The line can't be added; the message says why, for the person who wrote it."""


def action_file(paths: Sequence[str | Path], action: str) -> Path:
    """The file below `paths` whose record raised the action ``SESSION/ID``.

    Raises
    ------
    HistoryError
        There is none, or it was read from standard input.
    """
    session, _, name = action.rpartition("/")
    for path in files_below(paths):
        for root in _records(path.read_bytes(), session):
            if _action(root, name) is not None:
                return path
    raise HistoryError(f"no record raises action {action!r}")


def with_entry(data: bytes, action: str, entry: Entry) -> bytes:
    """The file's bytes with one more line in the history of the action ``SESSION/ID``.

    Raises
    ------
    HistoryError
        The file does not raise the action, or has a form in which no line can be added.
    """
    session, _, name = action.rpartition("/")
    text = data.decode("utf-8-sig")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    node = next((a for r in _records(data, session) if (a := _action(r, name))), None)
    if node is None:
        raise HistoryError(f"no record raises action {action!r}")
    line = _in_one_line(entry)
    key, history = _value(node, "history")
    if history is None or key is None:
        changed = _with_history(text, node, line)
    elif isinstance(history, yaml.SequenceNode) and history.value and not history.flow_style:
        indent = " " * history.start_mark.column
        changed = _after(text, _last_line(history), f"{indent}- {line}")
    elif isinstance(history, yaml.SequenceNode):
        at = history.end_mark.index - 1
        changed = text[:at] + (", " if history.value else "") + line + text[at:]
    elif isinstance(history, yaml.ScalarNode) and not history.value:
        at = history.start_mark.index
        changed = text[:at] + f" [{line}]" + text[at:]
    else:
        raise HistoryError(f"the history of {action!r} is no list")
    again = next((a for r in _records(changed.encode(), session) if (a := _action(r, name))), None)
    _, grown = _value(again, "history") if again is not None else (None, None)
    before = len(history.value) if isinstance(history, yaml.SequenceNode) else 0
    if not isinstance(grown, yaml.SequenceNode) or len(grown.value) != before + 1:
        raise HistoryError(f"a line can't be added to {action!r} as it is written: add it by hand")
    return mark + changed.encode()


def _with_history(text: str, node: yaml.MappingNode, line: str) -> str:
    """The text with a first line of history for an action that has none."""
    if node.flow_style:
        at = node.end_mark.index - 1
        return text[:at].rstrip(", ") + f", history: [{line}]" + text[at:]
    indent = " " * node.value[0][0].start_mark.column
    return _after(text, _last_line(node), f"{indent}history:\n{indent}  - {line}")


def _after(text: str, line: int, more: str) -> str:
    """The text with `more` after its `line` (from 0)."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    if not lines[line].endswith("\n"):
        lines[line] += end
    lines.insert(line + 1, more.replace("\n", end) + end)
    return "".join(lines)


def _last_line(node: yaml.Node) -> int:
    """The line on which the last of the node stands; a block itself ends where the next begins."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(mark.line) - 1 if block else int(mark.line)


def _in_one_line(entry: Entry) -> str:
    parts = {
        "on": entry.on,
        "by": entry.by,
        "state": entry.state.value if entry.state else None,
        "session": entry.session,
        "due": entry.due,
        "owner": entry.owner,
        "note": entry.note or None,
    }
    data = {key: value for key, value in parts.items() if value is not None}
    said = yaml.safe_dump(
        data, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    # `on` needs no quotes here: keys are read as they are written.
    return str(said).strip().replace("{'on':", "{on:", 1)


def _records(data: bytes, session: str) -> Iterator[yaml.MappingNode]:
    for document in documents("", data):
        if isinstance(document, yaml.MappingNode) and not isinstance(document, Diagnostic):
            said = {k.value: v.value for k, v in document.value}
            if said.get("kind") == "record" and said.get("session") == session:
                yield document


def _action(root: yaml.MappingNode, name: str) -> yaml.MappingNode | None:
    _, actions = _value(root, "actions")
    for node in actions.value if isinstance(actions, yaml.SequenceNode) else ():
        if isinstance(node, yaml.MappingNode):
            _, found = _value(node, "id")
            if found is not None and found.value == name:
                return node
    return None


def _value(node: yaml.MappingNode, name: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key of that name and its value; None where there is none."""
    return next(((key, value) for key, value in node.value if key.value == name), (None, None))
