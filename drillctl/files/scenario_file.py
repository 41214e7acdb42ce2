"""``kind: scenario`` documents."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from drillctl.files.expect_file import read_expectations
from drillctl.files.nodes import (
    Node,
    Source,
    boolean,
    choice,
    fields,
    identifier,
    items,
    mapping,
    referring,
    sequence,
    text,
    what,
    whole,
)
from drillctl.files.values import clock, duration, lag, local_time, minutes, weekdays, window
from drillctl.model.duration import Duration
from drillctl.model.roster import Kind
from drillctl.model.scenario import (
    After,
    ExerciseType,
    Inject,
    Joint,
    Objective,
    Position,
    Scenario,
    Schedule,
    VenueWish,
)

_KEYS = (
    "kind",
    "version",
    "id",
    "title",
    "hazard",
    "exercise",
    "priority",
    "capabilities",
    "duration",
    "schedule",
    "venue",
    "equipment",
    "positions",
    "joint",
    "objectives",
    "injects",
    "expect",
    "purpose",
    "narrative",
    "safety",
)
_SCHEDULE = ("sessions", "window", "days", "hours", "spacing", "fixed", "after")
_POSITION = ("id", "title", "count", "min", "needs", "kind", "lead", "standby")
# So many to each seat at most stand by where their number is `auto`.
_MOST_STANDBYS = 3


@dataclass
class ScenarioParts:
    """All scenarios, and where each and its parts stand, for later checks."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    places: dict[tuple[str, ...], tuple[Source, Node]] = field(default_factory=dict)

    def place(self, *key: str) -> tuple[Source, Node]:
        """Where the named part stands: the part itself, else the scenario."""
        return self.places.get(key) or self.places[key[:1]]

    def note(self, source: Source, node: Node | None, *key: str) -> None:
        """Notes where each entry of a mapping stands."""
        if isinstance(node, yaml.MappingNode):
            for name, _ in node.value:
                self.places[(*key, str(name.value))] = (source, name)


def read_scenario(source: Source, root: Node, parts: ScenarioParts) -> None:
    """Adds one scenario document to `parts`."""
    found = fields(source, root, _KEYS, ("id", "exercise", "duration", "positions"))
    if found is None:
        return
    name = identifier(source, found["id"]) if "id" in found else None
    key = name or f"?{len(parts.places)}"
    if (key,) in parts.places:
        first, at = parts.places[(key,)]
        hint = f"first defined at {first.path}:{at.start_mark.line + 1}"
        source.problem(found["id"], "R002", f"scenario {key!r} is defined twice", hint)
        return
    parts.places[(key,)] = (source, found.get("id", root))
    for part in ("schedule", "venue", "equipment", "joint", "duration"):
        if part in found:
            parts.places[key, part] = (source, found[part])
    for part in ("venue", "equipment", "joint"):
        parts.note(source, found.get(part), key, part)
    scenario = Scenario(
        id=key,
        title=_text(source, found, "title") or key,
        hazard=_text(source, found, "hazard") or "",
        exercise=(choice(source, found["exercise"], ExerciseType) if "exercise" in found else None)
        or ExerciseType.DRILL,
        duration=(minutes(source, found["duration"], 1) if "duration" in found else None) or 60,
        positions=_positions(source, found, key, parts),
        priority=_whole(source, found, "priority", 5, 1, 10),
        capabilities=_list(source, found, "capabilities", identifier),
        schedule=_schedule(source, found["schedule"], key, parts)
        if "schedule" in found
        else Schedule(),
        venue=_venue(source, found["venue"]) if "venue" in found else None,
        equipment=_equipment(source, found["equipment"]) if "equipment" in found else {},
        joint=_joint(source, found["joint"]) if "joint" in found else Joint(),
        objectives=_list(source, found, "objectives", _objective),
        injects=_injects(source, found, key, parts),
        expect=read_expectations(source, found["expect"], key) if "expect" in found else (),
        purpose=_text(source, found, "purpose", lines=True) or "",
        narrative=_text(source, found, "narrative", lines=True) or "",
        safety=_list(source, found, "safety", text),
    )
    if name is not None:
        parts.scenarios[name] = scenario


def _text(source: Source, found: dict[str, Node], key: str, *, lines: bool = False) -> str | None:
    return text(source, found[key], lines=lines) if key in found else None


def _whole(
    source: Source, found: dict[str, Node], key: str, default: int, low: int, high: int
) -> int:
    value = whole(source, found[key], low, high) if key in found else None
    return default if value is None else value


def _list(source: Source, found: dict[str, Node], key: str, read: Any) -> tuple[Any, ...]:
    return sequence(source, found[key], read) if key in found else ()


def _positions(
    source: Source, found: dict[str, Node], key: str, parts: ScenarioParts
) -> tuple[Position, ...]:
    if "positions" not in found:
        return ()
    positions: dict[str, Position] = {}
    nodes = items(source, found["positions"])
    for node in nodes:
        position = _position(source, node)
        if position is None:
            continue
        if position.id in positions:
            source.problem(node, "R002", f"position {position.id!r} is given twice")
            continue
        positions[position.id] = position
        parts.places[key, "position", position.id] = (source, node)
        parts.note(source, node, key, "position", position.id)
    if not nodes:
        source.problem(found["positions"], "S002", "a scenario needs at least one position")
    return tuple(positions.values())


def _position(source: Source, node: Node) -> Position | None:
    found = fields(source, node, _POSITION, ("id",))
    if found is None or "id" not in found:
        return None
    name = identifier(source, found["id"])
    count = _whole(source, found, "count", 1, 1, 10_000)
    minimum = _whole(source, found, "min", count, 0, 10_000)
    if minimum > count:
        message = f"min {minimum} is larger than count {count}"
        source.problem(found["min"], "C006", message, "lower min or raise count")
    if name is None:
        return None
    standby = found.get("standby")
    auto = isinstance(standby, yaml.ScalarNode) and standby.value == "auto"
    return Position(
        id=name,
        title=_text(source, found, "title") or name,
        count=count,
        minimum=minimum,
        needs=_list(source, found, "needs", referring("certification")),
        kind=choice(source, found["kind"], Kind) if "kind" in found else None,
        lead=bool(boolean(source, found["lead"])) if "lead" in found else False,
        standby=_MOST_STANDBYS * count if auto else _whole(source, found, "standby", 0, 0, 10_000),
        standby_auto=auto,
    )


def _schedule(source: Source, node: Node, key: str, parts: ScenarioParts) -> Schedule:
    found = fields(source, node, _SCHEDULE) or {}
    for part in found:
        parts.places[key, "schedule", part] = (source, found[part])
    return Schedule(
        sessions=_whole(source, found, "sessions", 1, 1, 10_000),
        window=window(source, found["window"]) if "window" in found else None,
        weekdays=weekdays(source, found["days"]) if "days" in found else None,
        hours=_hours(source, found["hours"]) if "hours" in found else None,
        spacing=(lag(source, found["spacing"]) if "spacing" in found else None) or Duration(),
        fixed=_list(source, found, "fixed", local_time),
        after=_list(source, found, "after", _after),
    )


def _hours(source: Source, node: Node) -> tuple[int, int] | None:
    found = fields(source, node, ("from", "to"), ("from", "to")) or {}
    if len(found) < 2:
        return None
    start, end = clock(source, found["from"]), clock(source, found["to"])
    if start is None or end is None:
        return None
    if start >= end:
        message = f"the hours end {found['to'].value} before they begin {found['from'].value}"
        source.problem(node, "C002", message, "a session with hours lies on one day")
        return None
    return start, end


def _after(source: Source, node: Node) -> After | None:
    if isinstance(node, yaml.ScalarNode):
        name = identifier(source, node)
        source.refer(node, "scenario", name)
        return After(name) if name else None
    found = fields(source, node, ("scenario", "gap"), ("scenario",)) or {}
    if "scenario" not in found:
        return None
    name = identifier(source, found["scenario"])
    source.refer(found["scenario"], "scenario", name)
    gap = lag(source, found["gap"]) if "gap" in found else None
    return After(name, gap or Duration()) if name else None


def _venue(source: Source, node: Node) -> VenueWish | None:
    found = fields(source, node, ("id", "features"))
    if found is None:
        return None
    name = identifier(source, found["id"]) if "id" in found else None
    source.refer(found.get("id", node), "venue", name)
    return VenueWish(name, frozenset(_list(source, found, "features", identifier)))


def _equipment(source: Source, node: Node) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, key, value in mapping(source, node):
        source.refer(key, "equipment", name)
        count = whole(source, value, 1)
        if count is not None:
            found[name] = count
    return dict(sorted(found.items()))


def _joint(source: Source, node: Node) -> Joint:
    keys = ("professional", "volunteer", "teams", "per_professional", "meet")
    found = fields(source, node, keys) or {}

    def minimum(key: str) -> int:
        block = fields(source, found[key], ("min",), ("min",)) if key in found else None
        return _whole(source, block, "min", 0, 0, 10_000) if block else 0

    meet: list[tuple[str, str]] = []
    for pair in items(source, found["meet"]) if "meet" in found else ():
        teams = sequence(source, pair, referring("team"))
        if len(teams) == 2:
            meet.append((teams[0], teams[1]))
        elif isinstance(pair, yaml.SequenceNode) and len(pair.value) != 2:
            source.problem(pair, "S003", "a pair of two teams is expected here")
    ratio = whole(source, found["per_professional"], 0) if "per_professional" in found else None
    return Joint(
        minimum("professional"), minimum("volunteer"), minimum("teams"), ratio, tuple(meet)
    )


def _objective(source: Source, node: Node) -> Objective | None:
    keys = ("id", "text", "capability", "critical_tasks")
    found = fields(source, node, keys, ("id", "text")) or {}
    if "id" not in found:
        return None
    name = identifier(source, found["id"])
    capability = identifier(source, found["capability"]) if "capability" in found else None
    tasks = _list(source, found, "critical_tasks", text)
    return Objective(name or "", _text(source, found, "text", lines=True) or "", capability, tasks)


def _injects(
    source: Source, found: dict[str, Node], key: str, parts: ScenarioParts
) -> tuple[Inject, ...]:
    injects: list[Inject] = []
    for index, node in enumerate(items(source, found["injects"]) if "injects" in found else ()):
        keys = ("at", "from", "to", "text", "expect", "objective")
        entry = fields(source, node, keys, ("at", "text")) or {}
        at = duration(source, entry["at"]) if "at" in entry else None
        if at is not None and at.months:
            source.problem(entry["at"], "V002", f"{what(entry['at'])} has months or years")
            at = None
        parts.places[key, "inject", str(index)] = (source, node)
        injects.append(
            Inject(
                at=at.elapsed_minutes if at else 0,
                text=_text(source, entry, "text", lines=True) or "",
                sender=_text(source, entry, "from") or "",
                recipient=_text(source, entry, "to") or "",
                expect=_text(source, entry, "expect", lines=True) or "",
                objective=identifier(source, entry["objective"]) if "objective" in entry else None,
            )
        )
    return tuple(injects)
