"""A record in YAML, filled in or collected, as what it says: nothing typed in it gets lost.

What the record's own reader would refuse is read leniently, or kept as a stray.
"""

import yaml

from drillctl.files.diagnostics import did_you_mean
from drillctl.files.filled import blank
from drillctl.files.form_values import UnreadableError, read_typed
from drillctl.files.nodes import (
    Node,
    Source,
    boolean,
    choice,
    identifier,
    text,
    what,
    whole,
)
from drillctl.files.pins import session_id
from drillctl.files.record_file import attended_minutes
from drillctl.files.record_shape import RECORD, UNREAD
from drillctl.files.said import At, Form, Row, Stray, Value, Where, Written, kept_unread
from drillctl.files.shapes import Constant, Fields, ListOf, MapOf, Scalar, Shape, Sort
from drillctl.files.typed_names import Names, sort_shown
from drillctl.files.typed_values import a_session, clean
from drillctl.files.values import day, local_time
from drillctl.language import tr

_LETTERS = {"areas": "a", "actions": "c"}


def session_of(root: Node) -> str:
    """The session that a record's document names, or ""."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "session" and isinstance(value, yaml.ScalarNode):
            return a_session(value.value) or ""
    return ""


def read_yaml_form(path: str, file_text: str, root: Node, names: Names) -> Form:
    """All that a document says; `names` those of the roster and of its scenario."""
    reading = _Reading(path, file_text, root, names)
    reading.walk(RECORD, root, ())
    reading.form.session = session_of(root)
    return reading.form


class _Reading:
    """One document being read."""

    def __init__(self, path: str, file_text: str, root: Node, names: Names) -> None:
        self.written = Written(file_text, root)
        self.form = Form(path, _at(path, root), yaml=self.written)
        self.path = path
        self.names = names
        self.seen: set[int] = set()

    def walk(
        self, shape: Shape, node: Node, where: Where, *, flow: bool = False, column: int = 0
    ) -> None:
        """Takes in one value or what holds several."""
        if id(node) in self.seen and not blank(node):
            hint = tr("write it out")
            message = tr("an anchor stands for several values here")
            self.form.stray(self.at(node), self.raw(node), "A014", message, hint)
            return
        self.seen.add(id(node))
        self.written.nodes[where] = node
        self.written.columns[where] = column
        if flow:
            self.written.flow.add(where)
        within = flow or bool(getattr(node, "flow_style", False))
        match shape:
            case Constant():
                pass
            case Scalar():
                self._scalar(shape, node, where)
            case Fields() if isinstance(node, yaml.MappingNode):
                self._fields(shape, node, where, within)
            case Fields() if shape.short and isinstance(node, yaml.ScalarNode):
                short = shape.keys[shape.short]
                assert isinstance(short, Scalar)
                self.written.nodes[*where, shape.short] = node
                self._scalar(short, node, (*where, shape.short))
            case MapOf() if isinstance(node, yaml.MappingNode):
                self._map(shape, node, where, within)
            case ListOf() if isinstance(node, yaml.SequenceNode):
                self._list(shape, node, where, within)
            case _ if blank(node):
                self.form.say(where, None, self.at(node))
            case _:
                place = where[-1] if where else tr("a record")
                message = tr("{value} can't be read as {place}", value=what(node), place=place)
                self._unreadable(node, where, message)

    def _scalar(self, shape: Scalar, node: Node, where: Where) -> None:
        if blank(node):
            self.form.say(where, None, self.at(node))
            return
        if not isinstance(node, yaml.ScalarNode):
            message = tr(
                "{value} can't be read as one {sort}", value=what(node), sort=sort_shown(shape.sort)
            )
            self._unreadable(node, where, message)
            return
        strict = _strict(shape, node)
        try:
            value: Value = read_typed(shape, node.value, self.names)
        except UnreadableError as error:
            if not strict:
                place = where[-1]
                message = tr("{value} can't be read as {place}", value=what(node), place=place)
                self._unreadable(node, where, message, str(error))
                return
            value = node.value
        if value == "":
            self.form.say(where, None, self.at(node))
            self.written.amend.add(where)
            return
        if not strict:
            self.written.amend.add(where)
        self.form.say(where, value, self.at(node), node.value)

    def _unreadable(self, node: Node, where: Where, message: str, hint: str = "") -> None:
        if blank(node) or node.value:
            self.form.stray(self.at(node), self.raw(node), "A014", message, hint)
        self.form.say(where, None, self.at(node))
        self.written.amend.add(where)

    def _fields(self, shape: Fields, node: yaml.MappingNode, where: Where, flow: bool) -> None:
        found: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is not None and name in shape.keys and name not in found:
                found.add(name)
                if shape is RECORD and name == "unread":
                    self._unread(value, (name,), flow, key.start_mark.column)
                else:
                    column = key.start_mark.column
                    self.walk(shape.keys[name], value, (*where, name), flow=flow, column=column)
            elif blank(value) and name is None:
                message = tr("{value} can't be a key", value=what(key))
                self._take_out(node, key, value, message, "")
            elif name in found:
                message = tr("key {name!r} is given twice", name=name)
                self._take_out(node, key, value, message, tr("keep one of them"))
            else:
                hint = did_you_mean(str(name), shape.keys)
                message = tr("unknown key {key}", key=what(key))
                self._take_out(node, key, value, message, hint)

    def _take_out(
        self, holder: Node, key: Node | None, value: Node, message: str, hint: str
    ) -> None:
        first = key if key is not None else value
        whole, end = self.written.text, content_end(self.written.text, value)
        if not getattr(holder, "flow_style", False) and key is not None:
            end = whole.find("\n", end) if "\n" in whole[end:] else len(whole)
        text_ = whole[first.start_mark.index : end]
        at = self.at(first)
        self.form.stray(at, clean(text_).strip(), "A015", kept_unread(message), hint)
        self.written.out.append((holder, key, value))

    def _map(self, shape: MapOf, node: yaml.MappingNode, where: Where, flow: bool) -> None:
        found: set[str] = set()
        for key, value in node.value:
            typed = key.value if isinstance(key, yaml.ScalarNode) else ""
            probe = Source("", [])
            name = identifier(probe, key) or self.names.find(shape.of, typed)
            if name is None or name in found:
                if name is not None:
                    message = tr("{value} is given twice", value=what(key))
                elif shape.of == "member":
                    message = tr("nobody is called {name}", name=what(key))
                else:
                    sort = sort_shown(shape.of)
                    message = tr("no {sort} is called {name}", sort=sort, name=what(key))
                self._take_out(node, key, value, message, self.names.near(shape.of, typed))
                continue
            found.add(name)
            if probe.diagnostics:
                self.written.rename.append((key, name))
            column = key.start_mark.column
            self.walk(shape.value, value, (*where, name), flow=flow, column=column)

    def _list(self, shape: ListOf, node: yaml.SequenceNode, where: Where, flow: bool) -> None:
        item = shape.item
        if isinstance(item, Scalar):
            self._scalars(item, node, where)
            return
        assert isinstance(item, Fields)
        taken = {name for row in node.value for name in [self._identity(item, row)] if name}
        found: set[str] = set()
        for row in node.value:
            name = self._identity(item, row)
            if _unwritten(row):
                self.written.blank_rows.setdefault(where, []).append(row)
                continue
            if item.identity == "id" and isinstance(row, yaml.MappingNode):
                if name is None or name in found:
                    name = free_id(_LETTERS[where[-1]], taken)
                    self.form.loose.add((*where, name))
                    self.form.say((*where, name, "id"), name, self.at(row))
                taken.add(name)
            if name is None or (name in found and item.identity):
                message = tr("a row of {key} without {part}", key=where[-1], part=item.identity)
                if name is not None:
                    message = tr("{name!r} is given twice in {key}", name=name, key=where[-1])
                self._take_out(node, None, row, message, "")
                continue
            found.add(name)
            column = max(0, row.start_mark.column - 2)
            self.walk(item, row, (*where, name), flow=flow, column=column)

    def _identity(self, item: Fields, row: Node) -> str | None:
        """What tells the row from others: its identity, or all of it where it has none."""
        if not item.identity:
            entries = row.value if isinstance(row, yaml.MappingNode) else []
            parts = [f"{k.value}={self.raw(v)}" for k, v in entries if not blank(v)]
            return " ".join(sorted(parts)) or self.raw(row)
        node: Node | None = row if item.short == item.identity else None
        if isinstance(row, yaml.MappingNode):
            node = next((value for key, value in row.value if key.value == item.identity), None)
        if node is None or not isinstance(node, yaml.ScalarNode) or blank(node):
            return None
        shape = item.keys[item.identity]
        assert isinstance(shape, Scalar)
        try:
            return str(read_typed(shape, node.value, self.names)) or None
        except UnreadableError:
            return None

    def _scalars(self, item: Scalar, node: yaml.SequenceNode, where: Where) -> None:
        values: list[str] = []
        for one in node.value:
            if blank(one):
                continue
            try:
                value = str(read_typed(item, getattr(one, "value", ""), self.names))
            except (UnreadableError, AttributeError, TypeError):
                message = tr("{value} can't be read", value=what(one))
                self._take_out(node, None, one, message, "")
                continue
            values.append(value)
            if not _strict(item, one):
                self.written.rename.append((one, value))
        self.form.say(where, tuple(values) or None, self.at(node))

    def _unread(self, node: Node, where: Where, flow: bool, column: int) -> None:
        """What earlier collecting kept; a row of another make is kept as it is."""
        self.written.nodes[where] = node
        self.written.columns[where] = column
        if flow:
            self.written.flow.add(where)
        if not isinstance(node, yaml.SequenceNode):
            if not blank(node):
                message = tr("{value} can't be read as {place}", value=what(node), place="unread")
                self._unreadable(node, where, message)
            return
        for row in node.value:
            cells = (
                {key.value: value for key, value in row.value if key.value.__class__ is str}
                if isinstance(row, yaml.MappingNode)
                else {}
            )
            readable = cells and cells.keys() <= UNREAD.keys.keys() and len(cells) == len(row.value)
            if readable and all(isinstance(value, yaml.ScalarNode) for value in cells.values()):
                file, place, kept = (
                    str(cells[key].value) if key in cells else ""
                    for key in ("file", "place", "text")
                )
                if kept.strip():
                    self.written.unread.append(Row(file, place, kept, row))
                    continue
            if not _unwritten(row):
                message = tr("{value} is no line of unread", value=what(row))
                self._take_out(node, None, row, message, "")

    def at(self, node: Node) -> At:
        """Where a node stands."""
        return _at(self.path, node)

    def raw(self, node: Node) -> str:
        """A node as it was typed."""
        if isinstance(node, yaml.ScalarNode):
            return clean(str(node.value)).strip()
        begin = node.start_mark.index
        return clean(self.written.text[begin : content_end(self.written.text, node)]).strip()


def strays_of(form: Form) -> list[Stray]:
    """The form's strays, and what earlier collecting kept in it under its own file and place."""
    kept = form.yaml.unread if form.yaml is not None else []
    earlier = [Stray(At(f"{row.file}!{row.place}"), row.text) for row in kept]
    return [*earlier, *form.strays]


def content_end(file_text: str, node: Node) -> int:
    """Index after the last character of a node, without the blank lines and comments after it."""
    flow = not isinstance(node, yaml.CollectionNode) or node.flow_style
    if flow or not node.value:
        end: int = node.end_mark.index
        if node.start_mark.index < end:
            while file_text[end - 1] in " \t\r\n":
                end -= 1
        return end
    last = node.value[-1]
    return content_end(file_text, last[1] if isinstance(last, tuple) else last)


def _unwritten(node: Node) -> bool:
    """Whether nothing at all is typed in it."""
    match node:
        case yaml.MappingNode():
            return all(_unwritten(value) for _, value in node.value)
        case yaml.SequenceNode():
            return all(_unwritten(item) for item in node.value)
    return blank(node)


def free_id(letter: str, taken: set[str]) -> str:
    """The first of a1, a2, ... that nothing has."""
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def _at(path: str, node: Node) -> At:
    mark = node.start_mark
    return At(path, mark.line + 1, mark.column + 1)


def _strict(shape: Scalar, node: Node) -> bool:
    """Whether the record's reader takes the value as it stands."""
    probe = Source("", [])
    match shape.sort:
        case Sort.TEXT | Sort.PERSON:
            text(probe, node, lines=True)
        case Sort.ID:
            identifier(probe, node)
        case Sort.SESSION:
            session_id(probe, node)
        case Sort.DAY:
            value = node.value.removeprefix(shape.prefix).strip()
            day(probe, yaml.ScalarNode(node.tag, value, node.start_mark, node.end_mark))
        case Sort.LOCAL_TIME:
            local_time(probe, node)
        case Sort.HOURS:
            attended_minutes(probe, node)
        case Sort.YES_NO:
            boolean(probe, node)
        case Sort.WHOLE:
            whole(probe, node, 1)
        case Sort.WORD:
            assert shape.words is not None
            choice(probe, node, shape.words)
    return not probe.diagnostics
