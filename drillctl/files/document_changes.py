"""What has changed between two states of the files: by what they say, not by their bytes.

Members, scenarios and the like are compared wherever they stand, key by key; spacing, comments,
quotes and order don't count. Values that are private are never repeated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents

LISTS = {
    "members": "member",
    "teams": "team",
    "venues": "venue",
    "equipment": "equipment",
    "certifications": "certification",
    "availability": "availability",
}
PRIVATE = frozenset({"email", "phone", "name", "why", "busy", "free", "note", "notes", "text"})
"""Keys whose values are not repeated, and what is below them neither."""
WITHOUT_EFFECT = frozenset(
    {"email", "phone", "name", "title", "why", "injects", "expect", "remind", "organizer"}
)
"""Keys that no plan depends on."""
_LONGEST = 80
"""Characters of a value that is still repeated."""
_DEEPEST = 50
_LARGEST = 1_000_000
"""Values of one file that are looked at: aliases can make more of them than any memory holds."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One difference. `sort` and `id`: of what; `key`: of which key, "" of all of it.

    `was` and `now`: the values as text; None: there is none. `hidden`: they are private or of
    many parts, and left out. `matters`: whether a plan may depend on it.
    """

    sort: str
    id: str
    key: str = ""
    was: str | None = None
    now: str | None = None
    hidden: bool = False
    matters: bool = True


Thing = tuple[str, str]


def things(files: Iterable[bytes]) -> dict[Thing, Any]:
    """All that the files define, by sort and id; what can't be read is passed over."""
    found: dict[Thing, Any] = {}
    for data in files:
        for document in documents("", data):
            if isinstance(document, Diagnostic) or not isinstance(document, yaml.MappingNode):
                continue
            left = [_LARGEST]
            said = _plain(document, left)
            if left[0] > 0 and isinstance(said, dict):
                found.update(_defined(said))
    return found


def document_changes(
    before: Mapping[Thing, Any], after: Mapping[Thing, Any]
) -> list[DocumentChange]:
    """What was added, removed and changed, in order of sort, id and key."""
    found: list[DocumentChange] = []
    for sort, id in sorted({*before, *after}):
        was, now = before.get((sort, id)), after.get((sort, id))
        if was is None or now is None:
            found.append(
                DocumentChange(
                    sort,
                    id,
                    was=None if was is None else id,
                    now=None if now is None else id,
                )
            )
        else:
            found += _compared(sort, id, "", was, now, False, True)
    return found


def _defined(said: dict[str, Any]) -> Iterator[tuple[Thing, Any]]:
    kind = said.get("kind")
    rest = {key: value for key, value in said.items() if key not in ("kind", "version")}
    match kind:
        case "roster":
            for key, sort in LISTS.items():
                for id, value in _by_id(rest.pop(key, None)).items():
                    yield (sort, id), value
            if rest:
                yield ("roster", ""), rest
        case "scenario":
            yield ("scenario", str(rest.pop("id", ""))), rest
        case "policy":
            yield ("policy", ""), rest
        case "record":
            yield ("record", str(rest.pop("session", ""))), rest


def _by_id(value: Any) -> dict[str, Any]:
    """A list of things with an id, or of ids, as a mapping; a mapping as it is; else empty."""
    if isinstance(value, dict):
        return value
    found = {}
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            found[item["id"]] = {k: v for k, v in item.items() if k != "id"}
        elif isinstance(item, str):
            found[item] = {}
    return found


def _compared(
    sort: str, id: str, key: str, was: Any, now: Any, hidden: bool, matters: bool
) -> Iterator[DocumentChange]:
    if was == now:
        return
    if hidden or not (_has_parts(was) and _has_parts(now)):
        texts = [_text(value) for value in (was, now)]
        if hidden or None in texts:
            yield DocumentChange(sort, id, key, hidden=True, matters=matters)
        else:
            then, current = (text or None for text in texts)
            yield DocumentChange(sort, id, key, then, current, matters=matters)
        return
    before, after = _by_id(was), _by_id(now)
    for name in sorted({*before, *after}):
        yield from _compared(
            sort,
            id,
            f"{key}/{name}" if key else name,
            before.get(name),
            after.get(name),
            hidden or name in PRIVATE,
            matters and name not in WITHOUT_EFFECT,
        )


def _has_parts(value: Any) -> bool:
    """Whether its parts can be compared one by one: a mapping, or a list of things with ids."""
    return isinstance(value, dict) or (isinstance(value, list) and len(_by_id(value)) == len(value))


def _text(value: Any) -> str | None:
    """A value on one short line, "" where there is none; None where it is too long, or private."""
    match value:
        case None:
            return ""
        case str():
            text = value or "''"
        case list() if all(isinstance(item, str) for item in value):
            text = f"[{', '.join(value)}]"
        case dict() if all(isinstance(item, str) for item in value.values()):
            if not PRIVATE.isdisjoint(value):
                return None
            text = f"{{{', '.join(f'{k}: {v}' for k, v in value.items())}}}"
        case _:
            return None
    return text if len(text) <= _LONGEST else None


def _plain(node: yaml.Node, left: list[int], depth: int = 0) -> Any:
    """A node as mappings, lists and texts; `left` counts down, and what is beyond it is left out.

    So is what lies deep, since by an alias a node can be in itself.
    """
    left[0] -= 1
    if left[0] <= 0 or depth > _DEEPEST:
        return None
    if isinstance(node, yaml.MappingNode):
        return {_key(k): _plain(v, left, depth + 1) for k, v in node.value if left[0] > 0}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, left, depth + 1) for item in node.value if left[0] > 0]
    return node.value


def _key(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
