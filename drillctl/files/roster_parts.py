"""What all roster documents say, before they are merged into one roster."""

from dataclasses import dataclass, field

from drillctl.files.nodes import Node, Source
from drillctl.files.places import Place
from drillctl.language import tr
from drillctl.model.roster import ALWAYS, Certification, Equipment, Pattern, Team

SORTS = {
    "certification": tr("certification"),
    "team": tr("team"),
    "member": tr("member"),
    "venue": tr("venue"),
    "equipment": tr("equipment"),
    "availability": tr("availability"),
    "scenario": tr("scenario"),
}
"""What files define and refer to, as messages name it."""


@dataclass
class RosterParts:
    """Everything from all roster documents, still as nodes where other parts must be known."""

    timezones: list[tuple[str, Source, Node]] = field(default_factory=list)
    certifications: dict[str, Certification] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=lambda: {"always": ALWAYS})
    teams: dict[str, Team] = field(default_factory=dict)
    equipment: dict[str, Equipment] = field(default_factory=dict)
    team_nodes: list[tuple[Source, dict[str, Node]]] = field(default_factory=list)
    member_nodes: list[tuple[Source, Node]] = field(default_factory=list)
    venue_nodes: list[tuple[Source, Node]] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Source, Node]] = field(default_factory=dict)
    member_places: dict[tuple[str, str], Place] = field(default_factory=dict)
    calendars: dict[str, tuple[Source, tuple[Node, ...]]] = field(default_factory=dict)
    """By member, where the roster names files or folders of their busy time."""

    def define(self, source: Source, sort: str, name: str, node: Node) -> bool:
        """Notes where `name` is defined; False (and a problem) where it is already."""
        known = self.places.setdefault((sort, name), (source, node))
        if known[1] is node:
            return True
        first, line = known[0].path, known[1].start_mark.line + 1
        hint = tr("first defined at {path}:{line}", path=first, line=line)
        message = tr("{sort} {name!r} is defined twice", sort=SORTS[sort], name=name)
        source.problem(node, "R002", message, hint)
        return False
