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
from drillctl.files.roster_parts import SORTS
from drillctl.files.scenario_shape import (
    AUTO,
    INJECT,
    JOINT,
    OBJECTIVE,
    POSITION,
    SCENARIO,
    STANDBYS,
    VENUE_WISH,
)
from drillctl.files.schedule_file import read_schedule
from drillctl.files.shapes import Fields
from drillctl.files.shared_shapes import default_of
from drillctl.files.values import duration, minutes
from drillctl.language import tr
from drillctl.model.roster import Kind
from drillctl.model.scenario import (
    ExerciseType,
    Inject,
    Joint,
    Objective,
    Position,
    Scenario,
    Schedule,
    VenueWish,
)

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
    found = fields(source, root, SCENARIO.keys, SCENARIO.required)
    if found is None:
        return
    name = identifier(source, found["id"]) if "id" in found else None
    key = name or f"?{len(parts.places)}"
    if (key,) in parts.places:
        first, at = parts.places[(key,)]
        line = at.start_mark.line + 1
        hint = tr("first defined at {path}:{line}", path=first.path, line=line)
        message = tr("{sort} {name!r} is defined twice", sort=SORTS["scenario"], name=key)
        source.problem(found["id"], "R002", message, hint)
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
        duration=_duration(source, found) or 60,
        positions=_positions(source, found, key, parts),
        priority=_whole(source, found, "priority", SCENARIO, default_of(Scenario, "priority")),
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


def _duration(source: Source, found: dict[str, Node]) -> int | None:
    if "duration" not in found:
        return None
    return minutes(source, found["duration"], *SCENARIO.range("duration"))


def _whole(source: Source, found: dict[str, Node], key: str, shape: Fields, default: int) -> int:
    value = whole(source, found[key], *shape.range(key)) if key in found else None
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
            message = tr("position {name!r} is given twice", name=position.id)
            source.problem(node, "R002", message)
            continue
        positions[position.id] = position
        parts.places[key, "position", position.id] = (source, node)
        parts.note(source, node, key, "position", position.id)
    if not nodes:
        message = tr("a scenario needs at least one position")
        source.problem(found["positions"], "S002", message)
    return tuple(positions.values())


def _position(source: Source, node: Node) -> Position | None:
    found = fields(source, node, POSITION.keys, POSITION.required)
    if found is None or "id" not in found:
        return None
    name = identifier(source, found["id"])
    count = _whole(source, found, "count", POSITION, 1)
    minimum = _whole(source, found, "min", POSITION, count)
    if minimum > count:
        message = tr("min {min} is larger than count {count}", min=minimum, count=count)
        source.problem(found["min"], "C006", message, tr("lower min or raise count"))
    if name is None:
        return None
    standby = found.get("standby")
    auto = isinstance(standby, yaml.ScalarNode) and standby.value == AUTO
    return Position(
        id=name,
        title=_text(source, found, "title") or name,
        count=count,
        minimum=minimum,
        needs=_list(source, found, "needs", referring("certification")),
        kind=choice(source, found["kind"], Kind) if "kind" in found else None,
        lead=bool(boolean(source, found["lead"])) if "lead" in found else False,
        standby=_MOST_STANDBYS * count if auto else _standbys(source, standby),
        standby_auto=auto,
    )


def _standbys(source: Source, node: Node | None) -> int:
    return (whole(source, node, *STANDBYS.range) if node is not None else None) or 0


def _schedule(source: Source, node: Node, key: str, parts: ScenarioParts) -> Schedule:
    for part, value in node.value if isinstance(node, yaml.MappingNode) else ():
        parts.places.setdefault((key, "schedule", str(part.value)), (source, value))
    return read_schedule(source, node)


def _venue(source: Source, node: Node) -> VenueWish | None:
    found = fields(source, node, VENUE_WISH.keys)
    if found is None:
        return None
    name = identifier(source, found["id"]) if "id" in found else None
    source.refer(found.get("id", node), "venue", name)
    return VenueWish(name, frozenset(_list(source, found, "features", identifier)))


def _equipment(source: Source, node: Node) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, key, value in mapping(source, node):
        source.refer(key, "equipment", name)
        count = whole(source, value, *SCENARIO.range("equipment"))
        if count is not None:
            found[name] = count
    return dict(sorted(found.items()))


def _joint(source: Source, node: Node) -> Joint:
    found = fields(source, node, JOINT.keys) or {}

    def minimum(key: str) -> int:
        shape = JOINT.keys[key]
        assert isinstance(shape, Fields)
        block = fields(source, found[key], shape.keys, shape.required) if key in found else None
        return _whole(source, block, "min", shape, 0) if block else 0

    meet: list[tuple[str, str]] = []
    for pair in items(source, found["meet"]) if "meet" in found else ():
        teams = sequence(source, pair, referring("team"))
        if len(teams) == 2:
            meet.append((teams[0], teams[1]))
        elif isinstance(pair, yaml.SequenceNode) and len(pair.value) != 2:
            source.problem(pair, "S003", tr("a pair of two teams is expected here"))
    ratio: int | None = None
    if "per_professional" in found:
        ratio = whole(source, found["per_professional"], *JOINT.range("per_professional"))
    return Joint(
        minimum("professional"), minimum("volunteer"), minimum("teams"), ratio, tuple(meet)
    )


def _objective(source: Source, node: Node) -> Objective | None:
    found = fields(source, node, OBJECTIVE.keys, OBJECTIVE.required) or {}
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
        entry = fields(source, node, INJECT.keys, INJECT.required) or {}
        at = duration(source, entry["at"]) if "at" in entry else None
        if at is not None and at.months:
            message = tr("{value} has months or years", value=what(entry["at"]))
            source.problem(entry["at"], "V002", message)
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
