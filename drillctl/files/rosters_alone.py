"""Roster files by themselves, checked as far as a roster goes: no scenario need be there."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from drillctl.files.coherence import check_circles, check_references
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.nodes import Source
from drillctl.files.roster_file import RosterParts, merged, read_roster
from drillctl.files.scenario_file import ScenarioParts
from drillctl.language import tr
from drillctl.model.roster import Roster


@dataclass(frozen=True)
class RosterAlone:
    """What the files say together, and all that is wrong with them."""

    roster: Roster
    parts: RosterParts
    problems: tuple[Diagnostic, ...]

    def file_of(self, member: str) -> str:
        """The file in which a member stands."""
        return self.parts.places["member", member][0].path


def read_rosters(files: Mapping[str, bytes]) -> RosterAlone:
    """The roster documents of files, by path; documents of other kinds are passed over."""
    problems: list[Diagnostic] = []
    parts = RosterParts()
    sources = []
    for path, data in files.items():
        source = Source(path, problems)
        sources.append(source)
        for document in documents(path, data):
            if isinstance(document, Diagnostic):
                problems.append(document)
            elif _is_roster(document):
                read_roster(source, document, parts)
    roster = merged(parts)
    references = [reference for source in sources for reference in source.references]
    check_references(references, roster, parts, ScenarioParts())
    check_circles(parts, ScenarioParts())
    zones = {zone for zone, _, _ in parts.timezones}
    if len(zones) > 1:
        _, source, node = parts.timezones[-1]
        message = tr("the time zones differ: {zones}", zones=", ".join(sorted(zones)))
        source.problem(node, "R005", message)
    return RosterAlone(roster, parts, tuple(sorted(set(problems))))


def _is_roster(document: yaml.Node) -> bool:
    return isinstance(document, yaml.MappingNode) and any(
        key.value == "kind" and value.value == "roster" for key, value in document.value
    )
