"""``kind: subscriptions`` documents: read, and written for drillctl itself to read again."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import yaml

from drillctl.files.atomic import write_bytes
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.limited import read_yaml
from drillctl.files.nodes import Node, Source, fields, identifier, scalar, sequence, what
from drillctl.files.patterns import HASH, HINT_HASH
from drillctl.files.subscription_shape import SUBSCRIPTION, SUBSCRIPTIONS
from drillctl.files.system_errors import system_error
from drillctl.files.values import instant
from drillctl.language import tr
from drillctl.model.subscription import Subject, Subscription

OWNER_ONLY = 0o600
_HASH = re.compile(HASH)
_HEAD = """\
# Written by `drillctl subscriptions`. Addresses are not kept, only hashes of their secrets.
kind: subscriptions
version: 1
"""


def read_subscription_file(
    path: Path,
) -> tuple[tuple[Subscription, ...], tuple[Diagnostic, ...]]:
    """What the file holds, and what is wrong with it; nothing where there is no file."""
    try:
        data = read_yaml(path)
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (Diagnostic(str(path), 0, 0, "F001", system_error(error)),)
    found: list[Diagnostic] = []
    source = Source(str(path), found)
    read: list[Subscription] = []
    for document in documents(str(path), data):
        if isinstance(document, Diagnostic):
            found.append(document)
        elif document is not None:
            read += read_subscriptions(source, document)
    return tuple(read), tuple(sorted(found))


def read_subscriptions(source: Source, root: Node) -> tuple[Subscription, ...]:
    """The subscriptions of one document, in its order."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "kind" and value.value != "subscriptions":
            message = tr("not subscriptions but {value}", value=what(value))
            source.problem(value, "S008", message)
            return ()
    found = fields(source, root, SUBSCRIPTIONS.keys, ("kind", *SUBSCRIPTIONS.required)) or {}
    if "subscriptions" not in found:
        return ()
    read = sequence(source, found["subscriptions"], _subscription)
    nodes = found["subscriptions"].value
    seen: set[str] = set()
    for one, node in zip(read, nodes, strict=False):
        if one.id in seen:
            message = tr("{sort} {name!r} is given twice", sort=tr("subscription"), name=one.id)
            source.problem(node, "R002", message)
        seen.add(one.id)
    return read


def _subscription(source: Source, node: Node) -> Subscription | None:
    found = fields(source, node, SUBSCRIPTION.keys, SUBSCRIPTION.required)
    if found is None:
        return None
    subjects = [subject for subject in Subject if subject in found]
    if not subjects:
        source.problem(node, "S002", tr("key {name!r} is missing", name="team"),
                       tr("or `member`: whose calendar it is"))  # fmt: skip
    elif len(subjects) > 1:
        message = tr("a calendar is a team's or a member's, not both's")
        source.problem(found["member"], "S001", message)
    name = identifier(source, found[subjects[0]]) if subjects else None
    number = identifier(source, found["id"]) if "id" in found else None
    digest = _hash(source, found["hash"]) if "hash" in found else None
    created = instant(source, found["created"]) if "created" in found else None
    revoked = instant(source, found["revoked"]) if "revoked" in found else None
    if len(subjects) != 1 or not number or not name or not digest or not created:
        return None
    if "revoked" in found and revoked is None:
        return None
    return Subscription(number, subjects[0], name, digest, created, revoked)


def _hash(source: Source, node: Node) -> str | None:
    value = scalar(source, node)
    if value is None or _HASH.fullmatch(value):
        return value
    source.problem(node, "S003", tr("{value} is not a hash", value=what(node)), HINT_HASH)
    return None


def subscription_text(subscriptions: Iterable[Subscription]) -> str:
    """The document that holds them."""
    lines = [f"  - {{{_entry(one)}}}\n" for one in subscriptions]
    return f"{_HEAD}subscriptions:{'' if lines else ' []'}\n{''.join(lines)}"


def _entry(one: Subscription) -> str:
    parts = {
        "id": f'"{one.id}"',
        one.subject.value: f'"{one.name}"',
        "hash": f'"{one.hash}"',
        "created": time_text(one.created),
    }
    if one.revoked is not None:
        parts["revoked"] = time_text(one.revoked)
    return ", ".join(f"{key}: {value}" for key, value in parts.items())


def time_text(at: datetime) -> str:
    """An instant to the second, ``2027-01-02T09:00:00Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def write_subscription_file(path: Path, subscriptions: Iterable[Subscription]) -> None:
    """Writes the file anew, for its owner only (mode 0600).

    Raises
    ------
    OSError
        It can't be written; the old one is left as it was.
    """
    write_bytes(path, subscription_text(subscriptions).encode(), mode=OWNER_ONLY)
