"""The ids in the files at hand, for a shell to complete; nothing is checked.

Only YAML nodes are made, not a problem, so that four hundred members take a fraction of a second.
What can't be read is passed over: completion says nothing of errors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.limited import read_limited
from drillctl.files.loading import files_below

LARGEST = 2_000_000
"""Bytes of a file that is still read: a larger one would keep the person waiting."""


@dataclass(frozen=True)
class Names:
    """Ids of each sort, with what people call them. `sessions`: ``SCENARIO#N``. `positions`: by
    scenario. `actions`: ``SESSION/ID``. `planned`: the sessions that the plan holds."""

    members: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    venues: dict[str, str] = field(default_factory=dict)
    equipment: dict[str, str] = field(default_factory=dict)
    certifications: dict[str, str] = field(default_factory=dict)
    scenarios: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    positions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    planned: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)


def names_at_hand(paths: Iterable[str], plan: str | None = None) -> Names:
    """The names in the files below `paths`, and in the plan."""
    names = Names()
    below = files_below([path for path in paths if path != "-"])
    files = chain(below, [Path(plan)] if plan is not None else [])
    for file in dict.fromkeys(files):
        try:
            data = read_limited(file, LARGEST)
        except OSError:
            continue
        for document in documents(str(file), data):
            if isinstance(document, yaml.MappingNode) and not isinstance(document, Diagnostic):
                _take(dict(_entries(document)), names)
    return names


def _take(found: dict[str, yaml.Node], names: Names) -> None:
    match _text(found.get("kind")):
        case "roster":
            for sort in ("members", "teams", "venues", "equipment"):
                getattr(names, sort).update(_listed(found.get(sort), ("name", "title")))
            for name, node in _entries(found.get("certifications")):
                names.certifications[name] = _text(dict(_entries(node)).get("title"))
        case "scenario":
            _take_scenario(found, names)
        case "plan":
            names.planned.update(_listed(found.get("sessions"), ("start",)))
            names.planned.update(dict.fromkeys(_listed(found.get("not_held"), ()), ""))
        case "record":
            session = _text(found.get("session"))
            for name, text in _listed(found.get("actions"), ("text",)).items():
                names.actions[f"{session}/{name}"] = text


def _take_scenario(found: dict[str, yaml.Node], names: Names) -> None:
    name, title = _text(found.get("id")), _text(found.get("title"))
    if not name:
        return
    number = _text(dict(_entries(found.get("schedule"))).get("sessions"))
    names.scenarios[name] = title
    for n in range(1, min(int(number) if number.isdigit() else 1, 400) + 1):
        names.sessions[f"{name}#{n}"] = title
    names.positions[name] = tuple(_listed(found.get("positions"), ()))


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _listed(node: yaml.Node | None, called: tuple[str, ...]) -> dict[str, str]:
    """Id to what it is called, of each entry of a list."""
    found: dict[str, str] = {}
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        entry = dict(_entries(item))
        name = _text(entry.get("id"))
        if name:
            found[name] = next((text for key in called if (text := _text(entry.get(key)))), "")
    return found
