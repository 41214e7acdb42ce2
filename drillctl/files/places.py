"""Where everything stands in the files, for those who must say so long after reading them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from drillctl.files.nodes import Node, Source

PolicyPlaces = Mapping[str, tuple[Source, Node]]


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def place_of(source: Source, node: Node) -> Place:
    """Where the node begins."""
    mark = node.start_mark
    return Place(source.path, mark.line + 1, mark.column + 1)


def policy_places(source: Source, root: Node) -> PolicyPlaces:
    """The keys of a policy document."""
    entries = root.value if isinstance(root, yaml.MappingNode) else ()
    return {str(key.value): (source, key) for key, _ in entries}


@dataclass(frozen=True)
class Places:
    """By sort and id in rosters, by scenario id and part in scenarios, by key in the policy.

    `parts`: by member id and key, where that is given.
    """

    roster: Mapping[tuple[str, str], tuple[Source, Node]] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    scenarios: Mapping[tuple[str, ...], tuple[Source, Node]] = field(default_factory=dict)
    policy: PolicyPlaces = field(default_factory=dict)

    def of_scenario(self, *key: str) -> Place | None:
        """The part of a scenario, else the nearest part that holds it, else the scenario."""
        while key:
            if key in self.scenarios:
                return place_of(*self.scenarios[key])
            key = key[:-1]
        return None

    def of_member(self, member: str, key: str) -> Place | None:
        """A key of a member, else the member."""
        return self.parts.get((member, key)) or self.of_roster("member", member)

    def of_roster(self, sort: str, name: str) -> Place | None:
        """What a roster defines."""
        known = self.roster.get((sort, name))
        return place_of(*known) if known else None

    def of_policy(self, key: str) -> Place | None:
        """A key of the policy."""
        known = self.policy.get(key)
        return place_of(*known) if known else None
