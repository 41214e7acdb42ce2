"""A folder of calendars to ``busy_calendar:`` entries of a roster, whose text stays as it is."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from drillctl.files.busy_calendar import CalendarReader, address
from drillctl.files.content_lines import CalendarComponent, read_calendars
from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.documents import documents
from drillctl.files.limited import read_limited
from drillctl.files.member_calendars import calendar_files
from drillctl.files.nodes import Node, Source
from drillctl.files.roster_file import RosterParts, read_roster
from drillctl.language import joined, tr

_KEY = "busy_calendar"


@dataclass
class Person:
    """A member as the roster's text has them; `node` is their entry, None for somebody new."""

    id: str
    name: str = ""
    email: str = ""
    node: yaml.MappingNode | None = None
    has: tuple[str, ...] = ()


@dataclass
class Found:
    """What became of each entry of the folder, so that none is lost without a word.

    `entered`: person's id to the paths of their calendars. `left`: path to why it was not
    entered. `problems`: what is wrong in the calendars, those entered included.
    """

    entered: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    left: dict[Path, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def people_of(path: Path, data: bytes) -> tuple[list[Person], list[Diagnostic]]:
    """The members that a roster file lists, or all that is wrong with it."""
    problems: list[Diagnostic] = []
    source, parts = Source(str(path), problems), RosterParts()
    for document in documents(str(path), data):
        if isinstance(document, Diagnostic):
            problems.append(document)
        elif isinstance(document, yaml.MappingNode) and _scalars(document).get("kind") == "roster":
            read_roster(source, document, parts)
    if not parts.member_nodes and not problems:
        problems.append(Diagnostic(str(path), 1, 1, "F003", tr("the file lists no member")))
    people = []
    for _, node in parts.member_nodes:
        if isinstance(node, yaml.MappingNode) and "id" in (known := _scalars(node)):
            people.append(
                Person(known["id"], known.get("name", ""), known.get("email", ""), node, _has(node))
            )
    return people, problems


def matched(folder: Path, people: Sequence[Person] | None, reader: CalendarReader) -> Found:
    """Reads every calendar in the folder and finds whose it is; None: each is somebody new.

    An entry of the folder is a file or a folder, named by a member's id, name or e-mail; else
    the calendar itself may name its owner (X-WR-CALNAME, or ORGANIZER of free time).
    """
    found = Found()
    names = _names(people or ())
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        files = calendar_files(entry) if entry.is_dir() or entry.suffix.lower() == ".ics" else []
        if not files:
            found.left[entry] = tr("no calendar (.ics)")
            continue
        texts = {file: read_limited(file) for file in files}
        called = entry.name if entry.is_dir() else entry.stem
        who: Person | None = Person(_identifier(called, found.entered), called)
        if people is not None:
            who, why = _whose(called, texts.values(), names)
            if who is None:
                found.left[entry] = why
        email = who.email if who is not None else ""
        for file, data in texts.items():
            found.problems += reader.busy(file.as_posix(), data, email or None)[1]
        if who is not None:
            found.entered[who.id].append(entry)
    return found


def _whose(
    called: str, texts: Iterable[bytes], names: Mapping[str, Sequence[Person]]
) -> tuple[Person | None, str]:
    """The one person whom the entry's name means, else its calendars'; else why there is none."""
    by_name = names.get(_plain(called), ())
    if len(by_name) == 1:
        return by_name[0], ""
    owners = [called, *(owner for data in texts for owner in _owners(data))]
    known = {person.id: person for owner in owners for person in names.get(_plain(owner), ())}
    if len(known) == 1:
        return next(iter(known.values())), ""
    return None, _nobody(owners, list(known), names)


def with_entries(
    data: bytes, people: Sequence[Person], entered: Mapping[str, Sequence[Path]], folder: Path
) -> tuple[str, dict[str, str]]:
    """The roster's text with a ``busy_calendar:`` for each person, relative to `folder`.

    The second is, by person, which calendars the text names already in place of these.
    """
    text = data.decode("utf-8-sig")
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    lines = [*text.splitlines(keepends=True), ""]
    end = "\r\n" if "\r\n" in text else "\n"
    kept: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    for person in people:
        paths = tuple(relative(path, folder) for path in entered.get(person.id, ()))
        if not paths or person.node is None:
            continue
        if person.has:
            if person.has != paths:
                kept[person.id] = ", ".join(person.has)
            continue
        edits.append(_edit(person.node, entry_text(paths), lines, end))
    for line, column, added in sorted(edits, reverse=True):
        lines[line] = lines[line][:column] + added + lines[line][column:]
    return mark + "".join(lines), kept


def new_roster(entered: Mapping[str, Sequence[Path]], folder: Path) -> str:
    """A roster of people known by their calendars alone; the teams are for a person to add."""
    text = "kind: roster\nmembers:\n"
    for person, paths in sorted(entered.items()):
        called = paths[0].stem if paths[0].is_file() else paths[0].name
        text += f"  - id: {person}\n    name: {json.dumps(called, ensure_ascii=False)}\n"
        text += f"    {entry_text([relative(path, folder) for path in paths])}\n"
    return text


def entry_text(paths: Sequence[str]) -> str:
    """``busy_calendar: "a.ics"``, or a list of several."""
    quoted = [json.dumps(path, ensure_ascii=False) for path in paths]
    return f"{_KEY}: {quoted[0] if len(quoted) == 1 else '[' + ', '.join(quoted) + ']'}"


def relative(path: Path, folder: Path) -> str:
    """`path` as a roster file in `folder` names it."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


def _edit(
    node: yaml.MappingNode, entry: str, lines: Sequence[str], end: str
) -> tuple[int, int, str]:
    """(line, column, text to insert) which adds `entry` to a member."""
    if node.flow_style:
        mark = node.end_mark
        nearest = (lines[mark.line][: mark.column - 1], *reversed(lines[: mark.line]))
        before = next((line.rstrip() for line in nearest if line.strip()), "")
        return mark.line, mark.column - 1, f"{'' if before.endswith((',', '{')) else ', '}{entry}"
    key, value = next((k, v) for k, v in node.value if k.value == "id")
    line = value.end_mark.line
    if not lines[line].endswith(("\n", "\r")):
        return line, len(lines[line]), f"{end}{' ' * key.start_mark.column}{entry}"
    return line + 1, 0, f"{' ' * key.start_mark.column}{entry}{end}"


def _scalars(node: yaml.MappingNode) -> dict[str, str]:
    return {
        str(key.value): str(value.value)
        for key, value in node.value
        if isinstance(value, yaml.ScalarNode)
    }


def _has(node: yaml.MappingNode) -> tuple[str, ...]:
    """The calendars that a member's entry names already."""
    given: Node | None = next((v for k, v in node.value if k.value == _KEY), None)
    if given is None:
        return ()
    several = given.value if isinstance(given, yaml.SequenceNode) else [given]
    return tuple(str(one.value) for one in several)


def _names(people: Sequence[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for name in dict.fromkeys((person.id, _plain(person.name), _plain(person.email))):
            if name:
                found[name].append(person)
    return found


def _plain(name: str) -> str:
    return address(name)


def _owners(data: bytes) -> Iterator[str]:
    """Names and addresses by which a calendar says whose it is."""
    for calendar in read_calendars("", data)[0]:
        yield from filter(None, (calendar.text("X-WR-CALNAME"), calendar.text("NAME")))
        parts: list[CalendarComponent] = [
            *calendar.all("VAVAILABILITY"),
            *calendar.all("VFREEBUSY"),
        ]
        for line in filter(None, (part.first("ORGANIZER") for part in parts)):
            yield line.value
            if line.parameter("CN"):
                yield line.parameter("CN") or ""


def _nobody(owners: Sequence[str], known: Sequence[str], names: Mapping[str, object]) -> str:
    if known:
        people = joined(tr(" or "), sorted(known))
        return tr("may be of {people}: rename it to the member's id", people=people)
    called = joined(tr(" or "), (repr(name) for name in dict.fromkeys(owners)))
    hint = did_you_mean(_plain(owners[0]), names)
    if "mean" in hint:
        return tr("nobody in the roster is {names} ({hint})", names=called, hint=hint)
    return tr("nobody in the roster is {names}", names=called)


def _identifier(name: str, taken: Mapping[str, object]) -> str:
    """An id made of a file's name."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:56] or "member"
    number = 1
    while (made := plain if number == 1 else f"{plain}-{number}") in taken:
        number += 1
    return made
