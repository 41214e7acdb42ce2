"""A person out of all files at hand: who they are in them, and every file's text without them."""

import codecs
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.forget_mentions import Person
from drillctl.files.forget_text import (
    Forgotten,
    UnwritableError,
    forgotten,
    line_of,
    value_at,
    word_at,
)
from drillctl.files.limited import read_yaml
from drillctl.files.loading import files_below
from drillctl.files.nodes import Node
from drillctl.files.snapshot_file import FOLDER, SUFFIX
from drillctl.files.source_lines import lines_of
from drillctl.files.system_errors import system_error
from drillctl.language import tr

SUBSCRIPTIONS = "subscriptions.yaml"
"""Where `drillctl serve` keeps them, beside the plan."""
_LIMITS = ("hours_per_7d", "hours_per_28d", "sessions_per_7d", "sessions_per_28d")


@dataclass
class Text:
    """One file. `data`: its bytes as they are; `text` without a byte order mark."""

    path: Path
    data: bytes
    text: str
    roots: list[Node]

    def encoded(self, text: str) -> bytes:
        """Bytes of another text of the file, with the mark that it has."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return mark + text.encode()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, from 1."""

    path: Path
    line: int
    text: str


@dataclass
class Outcome:
    """What forgetting does. `files`: what is to be written; `places`: how many changed in each.

    `changed`: lines of free text that changed, as they are now; `open`: lines that may still speak
    of the person. `calendars`: their calendar files, which stay. `kept_limits`: own limits that
    stay, since the plans need them.
    """

    person: Person
    files: list[tuple[Path, bytes]] = field(default_factory=list)
    places: dict[Path, int] = field(default_factory=dict)
    changed: list[Line] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    calendars: list[Path] = field(default_factory=list)
    kept_limits: bool = False
    in_roster: bool = True


class ForgetError(Exception):
    """It can't be done; the message says why, to the person who asked."""


def read_texts(paths: Sequence[str], plans: Sequence[str]) -> tuple[list[Text], list[Diagnostic]]:
    """Every YAML file below `paths`, the snapshots beside them, the plans, and the subscriptions
    beside these; and what of them can't be read, within which nobody could be found."""
    found: list[Path] = []
    problems: list[Diagnostic] = []
    for given in (*paths, *plans):
        if not Path(given).exists():
            message, hint = tr("no such file or folder"), tr("check the spelling")
            problems.append(Diagnostic(given, 0, 0, "F001", message, hint))
    for path in files_below([*paths, *plans]):
        found += [path, *sorted((path.parent / FOLDER).glob(f"*{SUFFIX}"))]
    found += [near for plan in plans if (near := Path(plan).parent / SUBSCRIPTIONS).is_file()]
    texts: list[Text] = []
    seen: set[Path] = set()
    for path in found:
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        try:
            data = read_yaml(path)
        except OSError as error:
            problems.append(Diagnostic(path.as_posix(), 0, 0, "F001", system_error(error)))
            continue
        roots = list(documents(path.as_posix(), data))
        problems += [root for root in roots if isinstance(root, Diagnostic)]
        nodes = [root for root in roots if not isinstance(root, Diagnostic)]
        texts.append(Text(path, data, data.decode("utf-8-sig", "replace"), nodes))
    return texts, problems


def members_in(texts: Iterable[Text]) -> Iterator[tuple[Text, yaml.MappingNode]]:
    """The entries of members in all rosters."""
    for text in texts:
        for root in text.roots:
            listed = value_at(root, "members")
            if word_at(root, "kind") == "roster" and isinstance(listed, yaml.SequenceNode):
                yield from ((text, n) for n in listed.value if isinstance(n, yaml.MappingNode))


def person_of(texts: Sequence[Text], member: str, pseudonym: str | None) -> Person:
    """The person of this id, or of this name where only one has it.

    Who is in no roster is known by id alone.

    Raises
    ------
    ForgetError
        Several have the name, or the pseudonym is somebody's.
    """
    entries = [entry for _, entry in members_in(texts)]
    named = [word_at(e, "id") for e in entries if word_at(e, "name") == member]
    ids = {word_at(e, "id") for e in entries}
    if member not in ids and len(named) > 1:
        raise ForgetError(
            tr(
                "{n} members are named {name!r}: give the id of one of {ids}",
                n=len(named),
                name=member,
                ids=", ".join(named),
            )
        )
    name_id = member if member in ids or not named else named[0]
    own = next((e for e in entries if word_at(e, "id") == name_id), None)
    if pseudonym is not None and pseudonym in ids and own is not None:
        raise ForgetError(tr("{name} is somebody in the roster: choose another", name=pseudonym))
    free = pseudonym or _free(texts)
    number = re.fullmatch(r"former-(\d+)", free)
    others = [e for e in entries if e is not own]
    return Person(
        name_id,
        name=word_at(own, "name"),
        email=word_at(own, "email"),
        phone=word_at(own, "phone"),
        pseudonym=free,
        pseudonym_name=f"Former member {number[1]}" if number else free,
        others=frozenset(filter(None, [*(word_at(e, "name") for e in others), *_guests(texts)])),
        ids=frozenset(ids - {name_id}),
        others_contacts=frozenset(_contacts(texts, own)),
        ambiguous=_other_ids(texts, name_id),
        calendars=frozenset(_calendars(own) - {c for e in others for c in _calendars(e)}),
    )


def forget(texts: Sequence[Text], person: Person) -> Outcome:
    """Every file without the person.

    Raises
    ------
    ForgetError
        A file is written in a way in which they can't be taken out of it.
    """
    own = next(((t, e) for t, e in members_in(texts) if word_at(e, "id") == person.id), None)
    limits = own is None or not _looser(texts, own[1])
    outcome = Outcome(person, kept_limits=not limits, in_roster=own is not None)
    made: dict[Path, Forgotten] = {}
    for text in texts:
        try:
            made[text.path] = forgotten(text.text, text.roots, person, limits=limits)
        except UnwritableError:
            message = tr("{file} is written in a way in which {member} can't be taken out of it: "
                         "nothing was written", file=text.path, member=person.id)  # fmt: skip
            raise ForgetError(message) from None
    written = _with_hashes(texts, {path: one.text for path, one in made.items()})
    for text in texts:
        one = made[text.path]
        if written[text.path] != text.data:
            outcome.files.append((text.path, written[text.path]))
            outcome.places[text.path] = one.places
        lines = lines_of(one.text)
        outcome.changed += [Line(text.path, n, lines[n - 1]) for n in one.lines]
        still = {*one.remarks, *(line_of(one.text, at) for at in person.traces_in(one.text))}
        outcome.open += [Line(text.path, n, lines[n - 1]) for n in sorted(still)]
    if own is not None:
        near = own[0].path.parent
        outcome.calendars = [near / name for name in sorted(person.calendars)]
    return outcome


def seats_after(texts: Iterable[Text], member: str, now: datetime) -> set[str]:
    """The sessions in the plans that begin after `now`, in which a member has a part."""
    found: set[str] = set()
    for text in texts:
        for root in text.roots:
            listed = value_at(root, "sessions")
            if word_at(root, "kind") != "plan" or not isinstance(listed, yaml.SequenceNode):
                continue
            for session in listed.value:
                start = _instant(word_at(session, "start"))
                if start is not None and start > now and member in _people(session):
                    found.add(word_at(session, "id"))
    return found


def _instant(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None


def _people(session: Node) -> set[str]:
    found: set[str] = set()
    for key in ("assigned", "standby"):
        seats = value_at(session, key)
        for _, members in seats.value if isinstance(seats, yaml.MappingNode) else ():
            found |= {str(member.value) for member in members.value}
    return found


def _with_hashes(texts: Sequence[Text], made: dict[Path, str]) -> dict[Path, bytes]:
    """The bytes of each file; plans name the others by the hashes that these now have.

    A plan that was made around another holds its hash too, which changes once that one's does.
    """
    data = {text.path: text.encoded(made[text.path]) for text in texts}
    for _ in texts:
        hashes = {
            _digest(text.data): _digest(data[text.path])
            for text in texts
            if data[text.path] != text.data
        }
        if not hashes:
            break
        after = {
            text.path: text.encoded(_renamed(made[text.path], hashes))
            if any(word_at(root, "kind") == "plan" for root in text.roots)
            else data[text.path]
            for text in texts
        }
        if after == data:
            break
        data = after
    return data


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return re.sub("|".join(map(re.escape, names)), lambda match: names[match.group()], text)


def _digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def _free(texts: Sequence[Text]) -> str:
    """The first of former-1, former-2, ... that occurs nowhere."""
    taken = {
        int(number)
        for text in texts
        for number in re.findall(r"(?:former-|Former member )(\d{1,9})(?!\d)", text.text)
    }
    return f"former-{next(n for n in range(1, len(taken) + 2) if n not in taken)}"


def _guests(texts: Sequence[Text]) -> Iterator[str]:
    for text in texts:
        for root in text.roots:
            listed = value_at(root, "guests")
            for guest in listed.value if isinstance(listed, yaml.SequenceNode) else ():
                yield word_at(guest, "name")


def _contacts(texts: Sequence[Text], own: Node | None) -> Iterator[str]:
    """Addresses and numbers of everybody else: members, teams, the organizer."""
    for node in (n for text in texts for root in text.roots for n in _mappings(root)):
        if node is not own:
            yield from filter(None, (word_at(node, "email"), word_at(node, "phone")))


def _other_ids(texts: Sequence[Text], name: str) -> bool:
    """Whether something that is no member is called so."""
    for text in texts:
        members = {id(entry) for _, entry in members_in([text])}
        for root in text.roots:
            for node in _mappings(root):
                if id(node) not in members and word_at(node, "id") == name:
                    return True
            for key in ("certifications", "availability"):
                if word_at(root, "kind") == "roster" and value_at(value_at(root, key), name):
                    return True
    return False


def _mappings(node: Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)


def _calendars(entry: Node | None) -> set[str]:
    given = value_at(entry, "busy_calendar")
    nodes = given.value if isinstance(given, yaml.SequenceNode) else [given]
    return {os.fspath(n.value) for n in nodes if isinstance(n, yaml.ScalarNode)}


def _looser(texts: Sequence[Text], entry: Node) -> bool:
    """Whether own limits allow more than the policy's, so that plans may need them."""
    own = value_at(entry, "limits")
    policy = next((r for t in texts for r in t.roots if word_at(r, "kind") == "policy"), None)
    general = value_at(policy, "limits")
    return any(
        _number(word_at(own, key)) > _number(word_at(general, key))
        for key in _LIMITS
        if word_at(own, key) and word_at(general, key)
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
