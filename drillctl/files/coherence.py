"""What can only be checked once all files are read: references, circles, time zones."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.nodes import Reference, Source
from drillctl.files.roster_parts import SORTS, RosterParts
from drillctl.files.scenario_file import ScenarioParts
from drillctl.language import tr
from drillctl.model.roster import Roster

_MOST_COMPARED = 300_000
"""Names that are compared with wrong ones, for hints, which takes some seconds."""


def check_references(
    references: Iterable[Reference],
    roster: Roster,
    parts: RosterParts,
    scenarios: ScenarioParts,
    foreign: Iterable[str] = (),
) -> None:
    """Every name that a file uses is defined in some file.

    `foreign`: scenarios that plans elsewhere hold sessions of, known by their ids alone.
    """
    known: dict[str, Collection[str]] = {
        "certification": roster.certifications,
        "team": roster.teams,
        "member": roster.members,
        "venue": roster.venues,
        "equipment": roster.equipment,
        "availability": parts.patterns,
        "scenario": {*scenarios.scenarios, *foreign},
        "capability": {c for s in scenarios.scenarios.values() for c in s.capabilities},
        "position": {p.id for s in scenarios.scenarios.values() for p in s.positions},
    }
    for scenario in scenarios.scenarios.values():
        known[f"position of {scenario.id}"] = {p.id for p in scenario.positions}
    hints: dict[tuple[str, str], str] = {}
    left = _MOST_COMPARED
    for reference in references:
        names = known.get(reference.sort)
        if names is not None and reference.name not in names:
            message = tr(
                "no {sort} {name!r} is defined in any file",
                sort=SORTS.get(reference.sort, reference.sort),
                name=reference.name,
            )
            what = (reference.sort, reference.name)
            if what not in hints and left > 0:
                left -= len(names)
                hints[what] = did_you_mean(reference.name, names)
            reference.source.problem(reference.node, "R001", message, hints.get(what, ""))


def check_circles(parts: RosterParts, scenarios: ScenarioParts) -> None:
    """Neither `includes` nor `after` leads back to where it began."""
    includes = {c.id: c.includes for c in parts.certifications.values()}
    for name, circle in _circles(includes):
        source, node = parts.places["certification", name]
        message = tr("includes itself: {circle}", circle=" -> ".join(circle))
        source.problem(node, "R003", message)
    follows = {
        s.id: tuple(after.scenario for after in s.schedule.after)
        for s in scenarios.scenarios.values()
    }
    for name, circle in _circles(follows):
        source, node = scenarios.place(name, "schedule", "after")
        message = tr("comes after itself: {circle}", circle=" -> ".join(circle))
        source.problem(node, "R004", message)


def _circles(edges: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, list[str]]]:
    """Each circle once, from its first name, as the names along it."""
    done: set[str] = set()
    for first in sorted(edges):
        path: list[str] = [first]
        steps = [iter(edges.get(first, ()))]
        seen = {first}
        while steps:
            step = next(steps[-1], None)
            if step is None:
                steps.pop()
                path.pop()
            elif step == first:
                if first not in done:
                    done.update(path)
                    yield first, [*path, first]
                break
            elif step not in seen:
                seen.add(step)
                path.append(step)
                steps.append(iter(edges.get(step, ())))


def check_zones(
    parts: RosterParts, rosters: Sequence[Source], diagnostics: list[Diagnostic]
) -> None:
    """Some of the rosters says its time zone, and all that do say the same."""
    zones = parts.timezones
    for zone, source, node in zones[1:]:
        if zone != zones[0][0]:
            message = tr("time zone {zone!r} differs from {other!r}", zone=zone, other=zones[0][0])
            path, line = zones[0][1].path, zones[0][2].start_mark.line + 1
            hint = tr("the other is at {path}:{line}", path=path, line=line)
            source.problem(node, "R005", message, hint)
    if not rosters or zones or any(d.code == "V005" for d in diagnostics):
        return
    hint = tr("write timezone: Asia/Shanghai (an IANA name) in one roster file")
    message = tr("no roster says its time zone")
    diagnostics.append(Diagnostic(rosters[0].path, 1, 1, "R005", message, hint))
