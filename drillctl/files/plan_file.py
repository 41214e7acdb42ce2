"""``kind: plan`` documents as drillctl reads them; `plan_text` writes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.limited import read_yaml
from drillctl.files.nodes import (
    Node,
    Source,
    choice,
    fields,
    harmless,
    identifier,
    mapping,
    number,
    sequence,
    text,
    what,
    whole,
)
from drillctl.files.pins import read_pin, seated_people, session_id
from drillctl.files.plan_findings import read_finding
from drillctl.files.plan_shape import (
    ANSWER,
    AWAY,
    CANCELLED,
    EMPTY,
    GOAL,
    HUGE,
    MADE,
    NOT_HELD,
    PLAN,
    SESSION,
)
from drillctl.files.system_errors import system_error
from drillctl.files.values import instant, local_time
from drillctl.language import tr
from drillctl.language.visible import visible
from drillctl.model.clock_rules import by_rules_of_now
from drillctl.model.plan import (
    Absence,
    Answer,
    Cancelled,
    EmptySeats,
    GoalValue,
    Made,
    NotHeld,
    ParticipationStatus,
    Plan,
    PlannedSession,
)
from drillctl.model.policy import Goal


def read_plan(
    path: Path | str, *, as_written: bool = False
) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan in a YAML or JSON file (``-``: standard input), or what is wrong with it.

    Its local times are read by what its zone's rules are now; `as_written`: by its own offsets.
    """
    plan, _, problems = read_plan_and_bytes(path, as_written=as_written)
    return plan, problems


def read_plan_and_bytes(
    path: Path | str, *, as_written: bool = False
) -> tuple[Plan | None, bytes, tuple[Diagnostic, ...]]:
    """Likewise, with the bytes that were read; none where the file can't be."""
    shown = "<stdin>" if str(path) == "-" else str(path)
    try:
        data = read_yaml(path)
    except OSError as error:
        problem = Diagnostic(shown, 0, 0, "F001", system_error(error))
        return None, b"", (problem,)
    plan, problems = parsed_plan(shown, data)
    if plan is not None and not as_written:
        plan = by_rules_of_now(plan)
    return plan, data, problems


def parsed_plan(shown: str, data: bytes) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan in the bytes of a file, which messages call `shown`, or what is wrong with it."""
    found: list[Diagnostic] = []
    source = Source(shown, found)
    plan: Plan | None = None
    for document in documents(shown, data):
        if isinstance(document, Diagnostic):
            found.append(document)
        elif document is not None and plan is None:
            plan = read_plan_node(source, document)
    if plan is None and not found:
        found.append(Diagnostic(shown, 1, 1, "F003", tr("the file holds no plan")))
    return (None if found else plan), tuple(sorted(found))


def read_plan_node(source: Source, root: Node) -> Plan | None:
    """The plan of one document."""
    found = fields(source, root, PLAN.keys, ("kind", *PLAN.required))
    if found is None:
        return None
    if "kind" in found and found["kind"].value != "plan":
        hint = tr("name the plan first, then the files")
        message = tr("not a plan but {value}", value=what(found["kind"]))
        source.problem(found["kind"], "S008", message, hint)
        return None

    def each(key: str, read: Callable[[Source, Node], Any]) -> tuple[Any, ...]:
        return sequence(source, found[key], read) if key in found else ()

    _check_uids(source, [node for key in ("sessions", "cancelled") for node in _nodes(found, key)])
    revision = (
        whole(source, found["revision"], *PLAN.range("revision")) if "revision" in found else 1
    )
    return Plan(
        made=_made(source, found["made"]) if "made" in found else Made("", 0),
        revision=revision or 1,
        goals=each("goals", _goal),
        sessions=each("sessions", _session),
        not_held=each("not_held", _not_held),
        cancelled=each("cancelled", _cancelled),
        pins=each("pin", read_pin),
        away=each("away", _away),
        findings=each("findings", read_finding),
    )


def _nodes(found: dict[str, Node], key: str) -> list[Node]:
    node = found.get(key)
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _check_uids(source: Source, sessions: list[Node]) -> None:
    """Two sessions of one uid would be one event in every calendar."""
    seen: set[str] = set()
    for session in sessions:
        for key, value in session.value if isinstance(session, yaml.MappingNode) else ():
            if key.value == "uid" and isinstance(value, yaml.ScalarNode):
                if value.value in seen:
                    message = tr("uid {value} is given twice", value=what(value))
                    source.problem(value, "R002", message, tr("each session has its own"))
                seen.add(value.value)


def _made(source: Source, node: Node) -> Made:
    found = fields(source, node, MADE.keys) or {}

    def hashes(key: str) -> dict[str, str]:
        entry = found.get(key)
        entries = entry.value if isinstance(entry, yaml.MappingNode) else ()
        return {visible(str(k.value)): visible(str(v.value)) for k, v in entries}

    return Made(
        by=(harmless(source, found["by"]) if "by" in found else "") or "",
        seed=(whole(source, found["seed"], *MADE.range("seed")) if "seed" in found else 0) or 0,
        inputs=hashes("inputs"),
        context=hashes("context"),
        libraries=hashes("libraries"),
        whatif=sequence(source, found["whatif"], harmless) if "whatif" in found else (),
        note=(harmless(source, found["note"]) if "note" in found else "") or "",
        effort=(harmless(source, found["effort"]) if "effort" in found else "") or "",
        baseline=(harmless(source, found["baseline"]) if "baseline" in found else "") or "",
        as_of=local_time(source, found["as_of"]) if "as_of" in found else None,
        timezone=(harmless(source, found["timezone"]) if "timezone" in found else "") or "",
        tzdata=(harmless(source, found["tzdata"]) if "tzdata" in found else "") or "",
    )


def _goal(source: Source, node: Node) -> GoalValue | None:
    found = fields(source, node, GOAL.keys, GOAL.required) or {}
    if len(found) < 3:
        return None
    goal = choice(source, found["id"], Goal)
    value = number(source, found["value"], -HUGE, HUGE)
    bound = number(source, found["bound"], -HUGE, HUGE)
    if goal is None or value is None or bound is None:
        return None
    return GoalValue(goal, _whole_if_so(value), _whole_if_so(bound))


def _whole_if_so(value: float) -> float:
    return int(value) if value == int(value) else value


def _session(source: Source, node: Node) -> PlannedSession | None:
    found = fields(source, node, SESSION.keys, SESSION.required) or {}
    if not all(key in found for key in SESSION.required):
        return None
    name, uid = session_id(source, found["id"]), text(source, found["uid"])
    start, end = instant(source, found["start"]), instant(source, found["end"])
    if name is None or uid is None or start is None or end is None:
        return None
    return PlannedSession(
        id=name,
        uid=uid,
        sequence=_sequence(source, found["sequence"]) if "sequence" in found else 0,
        start=start,
        end=end,
        venue=identifier(source, found["venue"]) if "venue" in found else None,
        assigned=seated_people(source, found["assigned"]),
        standby=seated_people(source, found["standby"]) if "standby" in found else {},
        empty=sequence(source, found["empty"], _empty) if "empty" in found else (),
        equipment=_equipment(source, found["equipment"]) if "equipment" in found else {},
        answers=_answers(source, found["answers"]) if "answers" in found else {},
    )


def _sequence(source: Source, node: Node) -> int:
    return whole(source, node, *SESSION.range("sequence")) or 0


def _equipment(source: Source, node: Node) -> dict[str, int]:
    read = {
        name: whole(source, amount, *SESSION.range("equipment"))
        for name, _, amount in mapping(source, node)
    }
    return {name: amount for name, amount in read.items() if amount is not None}


def _answers(source: Source, node: Node) -> dict[str, Answer]:
    """Member ids to ``accepted``, or to ``{status: accepted, at: 2027-02-20T10:00:00+00:00}``."""
    found: dict[str, Answer] = {}
    for member, _, value in mapping(source, node):
        parts = {"status": value}
        if not isinstance(value, yaml.ScalarNode):
            parts = fields(source, value, ANSWER.keys, ANSWER.required) or {}
        if "status" in parts:
            status = choice(source, parts["status"], ParticipationStatus)
            at = instant(source, parts["at"]) if "at" in parts else None
            if status is not None:
                found[member] = Answer(status, at)
    return found


def _why(source: Source, found: dict[str, Node]) -> tuple[str, ...]:
    return sequence(source, found["why"], harmless) if "why" in found else ()


def _empty(source: Source, node: Node) -> EmptySeats | None:
    found = fields(source, node, EMPTY.keys, EMPTY.required) or {}
    if "position" not in found or "seats" not in found:
        return None
    position = identifier(source, found["position"])
    seats = whole(source, found["seats"], *EMPTY.range("seats"))
    if position is None or seats is None:
        return None
    return EmptySeats(position, seats, _why(source, found))


def _not_held(source: Source, node: Node) -> NotHeld | None:
    found = fields(source, node, NOT_HELD.keys, NOT_HELD.required) or {}
    name = session_id(source, found["id"]) if "id" in found else None
    return NotHeld(name, _why(source, found)) if name else None


def _cancelled(source: Source, node: Node) -> Cancelled | None:
    found = fields(source, node, CANCELLED.keys, CANCELLED.required) or {}
    if len(found) < 3:
        return None
    name, uid = session_id(source, found["id"]), text(source, found["uid"])
    sequence_number = whole(source, found["sequence"], *CANCELLED.range("sequence"))
    if name is None or uid is None or sequence_number is None:
        return None
    return Cancelled(name, uid, sequence_number)


def _away(source: Source, node: Node) -> Absence | None:
    found = fields(source, node, AWAY.keys, AWAY.required) or {}
    if not all(key in found for key in AWAY.required):
        return None
    member = identifier(source, found["member"])
    start, end = local_time(source, found["from"]), local_time(source, found["to"])
    if member is None or start is None or end is None:
        return None
    if end <= start:
        source.problem(found["to"], "C002", tr("the absence ends before it begins"))
        return None
    why = text(source, found["why"]) if "why" in found else ""
    return Absence(member, start, end, why or "")
