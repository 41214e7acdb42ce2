"""``kind: record`` documents: one file for each session, filled in by people.

What is left empty is not known yet, and no problem here: `drillctl aar check` lists such gaps.
Members who have left the roster stay in the records of what they did.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from drillctl.files.nodes import (
    Node,
    Source,
    boolean,
    choice,
    fields,
    identifier,
    is_null,
    items,
    mapping,
    number,
    text,
    what,
    whole,
)
from drillctl.files.pins import session_id
from drillctl.files.record_shape import (
    ACTION,
    AREA,
    ATTENDED,
    ENTRY,
    FINDING,
    FOLLOW_UP,
    GUEST,
    INJECT,
    OBJECTIVE,
    RECORD,
    RETEST,
    TASK,
    UNREAD,
)
from drillctl.files.shapes import Fields
from drillctl.files.values import day, local_time, minutes
from drillctl.model.action import (
    ActionState,
    CorrectiveAction,
    Element,
    Entry,
    FollowUp,
    Retest,
    owed_actions,
)
from drillctl.model.record import (
    Area,
    Attendance,
    Attended,
    Finding,
    Guest,
    InjectRun,
    ObjectiveRating,
    Rating,
    Record,
    TaskRating,
    Unread,
)
from drillctl.model.scenario import Scenario

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
Found = dict[str, Node]

_LONGEST = 14 * 24


def read_record(source: Source, root: Node) -> Record | None:
    """One record; None where its session or start can't be read."""
    found = _filled(source, root, RECORD)
    session = session_id(source, found["session"]) if "session" in found else None
    start = local_time(source, found["start"]) if "start" in found else None
    end = local_time(source, found["end"]) if "end" in found else None
    if start is not None and end is not None and end <= start:
        hint = "the end comes after the start"
        source.problem(found["end"], "C002", f"the session ends {end:%Y-%m-%dT%H:%M}", hint)
        end = None
    areas = _each(source, found, "areas", _area)
    ratings = _ratings(source, found)
    actions = tuple(
        replace(action, capability=action.capability or _weak(action, areas, ratings))
        for action in _each(source, found, "actions", _action)
    )
    for action in actions:
        if action.retest and action.retest.scenario is None and action.capability is None:
            hint = "name its capability, or retest: {by: 2027-09-30, scenario: river-flood}"
            message = f"nothing says what a retest of action {action.id!r} practises"
            source.problem(found["actions"], "S002", message, hint)
    _distinct(source, found, "areas", [a.id for a in areas])
    _distinct(source, found, "actions", [a.id for a in actions])
    if session is None or start is None:
        return None
    return Record(
        session=session,
        start=start,
        end=end,
        title=_text(source, found, "title"),
        venue=_id(source, found, "venue"),
        hazard=_text(source, found, "hazard"),
        exercise=_text(source, found, "exercise"),
        held=_held(source, found),
        capabilities=_each(source, found, "capabilities", identifier),
        attendance=_attendance(source, found),
        guests=_each(source, found, "guests", _guest),
        ratings=ratings,
        injects=_each(source, found, "injects", _inject),
        observations=_each(source, found, "observations", _finding),
        strengths=_each(source, found, "strengths", _finding),
        areas=areas,
        actions=actions,
        follow_up=_each(source, found, "follow_up", _follow_up),
        notes=_text(source, found, "notes"),
        unread=_each(source, found, "unread", _unread),
    )


def completed(record: Record, scenarios: Mapping[str, Scenario]) -> Record:
    """The record with what it leaves out and its scenario says: hazard, what objectives rate."""
    scenario = scenarios.get(record.scenario)
    if scenario is None:
        return record
    rates = {objective.id: objective.capability for objective in scenario.objectives}
    ratings = {
        name: replace(rating, capability=rating.capability or rates.get(name))
        for name, rating in record.ratings.items()
    }
    return replace(record, hazard=record.hazard or scenario.hazard, ratings=ratings)


def check_records(records: Iterable[tuple[Record, Source, Node]]) -> None:
    """What can only be seen with all records read: two actions of one name, unknown follow-ups."""
    known = list(records)
    owed = {action.id for action in owed_actions(record for record, _, _ in known)}
    seen: dict[str, str] = {}
    for record, source, root in known:
        place = f"{source.path}:{root.start_mark.line + 1}"
        for action in record.actions:
            name = f"{record.session}/{action.id}"
            if name in seen:
                hint = f"the other is in the record at {seen[name]}"
                source.problem(root, "R002", f"action {name!r} is recorded twice", hint)
            seen[name] = place
        for follow in record.follow_up:
            if follow.state is not None and follow.action not in owed:
                message = f"follow_up of {follow.action!r}, which no record raises"
                hint = "name it SESSION/ID, and give the folder of earlier records too"
                source.problem(root, "R001", message, hint)


def blank(node: Node) -> bool:
    """True for what nobody has filled in: nothing, or an empty text."""
    return is_null(node) or (isinstance(node, yaml.ScalarNode) and not node.value.strip())


def _empty_row(node: Node) -> bool:
    """A line of a form that nobody has written on; its number alone says nothing."""
    if isinstance(node, yaml.MappingNode):
        return all(key.value == "id" or _empty_row(value) for key, value in node.value)
    return not node.value if isinstance(node, yaml.SequenceNode) else blank(node)


def _filled(source: Source, node: Node, shape: Fields) -> Found:
    """The entries of a mapping that are filled in."""
    found = fields(source, node, shape.keys) or {}
    filled = {key: value for key, value in found.items() if not blank(value)}
    if isinstance(node, yaml.MappingNode):
        for name in shape.required:
            if name not in filled:
                source.problem(node, "S002", f"key {name!r} is missing")
    return filled


def _each(
    source: Source, found: Found, key: str, read: Callable[[Source, Node], T | None]
) -> tuple[T, ...]:
    """A list's items that are filled in."""
    if key not in found:
        return ()
    values = (read(source, item) for item in items(source, found[key]) if not _empty_row(item))
    return tuple(value for value in values if value is not None)


def _text(source: Source, found: Found, key: str) -> str:
    return (text(source, found[key], lines=True) if key in found else None) or ""


def _id(source: Source, found: Found, key: str) -> str | None:
    return identifier(source, found[key]) if key in found else None


def _day(source: Source, found: Found, key: str) -> date | None:
    return day(source, found[key]) if key in found else None


def _choice(source: Source, found: Found, key: str, words: type[E]) -> E | None:
    return choice(source, found[key], words) if key in found else None


def _held(source: Source, found: Found) -> bool:
    held = boolean(source, found["held"]) if "held" in found else None
    return True if held is None else held


def _hours(source: Source, found: Found) -> int | None:
    return attended_minutes(source, found["hours"]) if "hours" in found else None


def attended_minutes(source: Source, node: Node) -> int | None:
    """Hours as a number or a duration, in minutes."""
    if isinstance(node, yaml.ScalarNode) and node.value.replace(".", "", 1).isdigit():
        hours = number(source, node, 0, _LONGEST)
        return None if hours is None else round(hours * 60)
    return minutes(source, node, 0)


def _attendance(source: Source, found: Found) -> dict[str, Attended]:
    attendance: dict[str, Attended] = {}
    for name, _, node in mapping(source, found["attendance"]) if "attendance" in found else ():
        if blank(node):
            attendance[name] = Attended()
        elif isinstance(node, yaml.ScalarNode):
            attendance[name] = Attended(choice(source, node, Attendance))
        else:
            entry = _filled(source, node, ATTENDED)
            attendance[name] = Attended(
                status=_choice(source, entry, "status", Attendance),
                minutes=_hours(source, entry),
                position=_id(source, entry, "position"),
                instead_of=_id(source, entry, "for"),
                note=_text(source, entry, "note"),
            )
    return attendance


def _guest(source: Source, node: Node) -> Guest | None:
    found = _filled(source, node, GUEST)
    organisation, note = _text(source, found, "organisation"), _text(source, found, "note")
    name = _text(source, found, "name")
    return Guest(name, organisation, _hours(source, found), note) if name else None


def _ratings(source: Source, found: Found) -> dict[str, ObjectiveRating]:
    ratings: dict[str, ObjectiveRating] = {}
    for name, _, node in mapping(source, found["ratings"]) if "ratings" in found else ():
        if blank(node):
            ratings[name] = ObjectiveRating()
        elif isinstance(node, yaml.ScalarNode):
            ratings[name] = ObjectiveRating(choice(source, node, Rating))
        else:
            entry = _filled(source, node, OBJECTIVE)
            ratings[name] = ObjectiveRating(
                rating=_choice(source, entry, "rating", Rating),
                capability=_id(source, entry, "capability"),
                evaluator=_text(source, entry, "evaluator"),
                note=_text(source, entry, "note"),
                tasks=_each(source, entry, "tasks", _task),
            )
    return ratings


def _task(source: Source, node: Node) -> TaskRating | None:
    found = _filled(source, node, TASK)
    rating = _choice(source, found, "rating", Rating)
    task = _text(source, found, "task")
    return TaskRating(task, rating, _text(source, found, "observed")) if task else None


def _inject(source: Source, node: Node) -> InjectRun | None:
    found = _filled(source, node, INJECT)
    number_ = whole(source, found["number"], 1) if "number" in found else None
    done = boolean(source, found["done"]) if "done" in found else None
    if number_ is None:
        return None
    return InjectRun(number_, done, _text(source, found, "at"), _text(source, found, "note"))


def _finding(source: Source, node: Node) -> Finding | None:
    if isinstance(node, yaml.ScalarNode):
        value = text(source, node, lines=True)
        return Finding(value) if value else None
    found = _filled(source, node, FINDING)
    value = _text(source, found, "text")
    objective, capability = _id(source, found, "objective"), _id(source, found, "capability")
    return Finding(value, objective, capability, _text(source, found, "by")) if value else None


def _area(source: Source, node: Node) -> Area | None:
    found = _filled(source, node, AREA)
    name = _id(source, found, "id")
    if name is None:
        return None
    return Area(
        id=name,
        text=_text(source, found, "text"),
        objective=_id(source, found, "objective"),
        capability=_id(source, found, "capability"),
        reference=_text(source, found, "reference"),
        analysis=_text(source, found, "analysis"),
    )


def _action(source: Source, node: Node) -> CorrectiveAction | None:
    found = _filled(source, node, ACTION)
    name = _id(source, found, "id")
    if name is None:
        return None
    return CorrectiveAction(
        id=name,
        text=_text(source, found, "text"),
        area=_id(source, found, "area"),
        capability=_id(source, found, "capability"),
        element=_choice(source, found, "element", Element),
        owner=_text(source, found, "owner"),
        team=_id(source, found, "team"),
        contact=_text(source, found, "contact"),
        start=_day(source, found, "start"),
        due=_day(source, found, "due"),
        retest=_retest(source, found),
        history=_history(source, found),
    )


def _weak(
    action: CorrectiveAction, areas: Iterable[Area], ratings: Mapping[str, ObjectiveRating]
) -> str | None:
    """The capability of the area that the action is about, or of its objective."""
    for area in areas:
        if area.id == action.area:
            rated = ratings.get(area.objective or "")
            return area.capability or (rated.capability if rated else None)
    return None


def _retest(source: Source, found: Found) -> Retest | None:
    """``by 2027-09-30``, the date alone, or ``{by, scenario}``."""
    node = found.get("retest")
    if isinstance(node, yaml.ScalarNode):
        value = node.value.removeprefix("by").strip()
        by = day(source, yaml.ScalarNode(node.tag, value, node.start_mark, node.end_mark))
        return Retest(by) if by else None
    entry = _filled(source, node, RETEST) if node is not None else {}
    by = _day(source, entry, "by")
    if "scenario" in entry:
        source.refer(entry["scenario"], "scenario", _id(source, entry, "scenario"))
    return Retest(by, _id(source, entry, "scenario")) if by else None


def _history(source: Source, found: Found) -> tuple[Entry, ...]:
    """The lines as they stand; their dates never run backwards, since the history only grows."""
    history: list[Entry] = []
    for node in items(source, found["history"]) if "history" in found else ():
        entry = _filled(source, node, ENTRY)
        on, state = _day(source, entry, "on"), _choice(source, entry, "state", ActionState)
        session = session_id(source, entry["session"]) if "session" in entry else None
        if on is None:
            continue
        if history and on < history[-1].on:
            hint = "add new lines at the end"
            source.problem(node, "C013", f"{on} comes after {history[-1].on}", hint)
        if state is ActionState.CLOSED and "session" not in entry:
            hint = "name the session at which it was seen to work, session: river-flood#2"
            source.problem(node, "S002", "a closing without the session that verified it", hint)
        history.append(
            Entry(
                on=on,
                by=_text(source, entry, "by"),
                state=state,
                session=session,
                due=_day(source, entry, "due"),
                owner=_text(source, entry, "owner") or None,
                note=_text(source, entry, "note"),
            )
        )
    return tuple(history)


def _follow_up(source: Source, node: Node) -> FollowUp | None:
    found = _filled(source, node, FOLLOW_UP)
    state = _choice(source, found, "state", ActionState)
    verified_by, action = _text(source, found, "verified_by"), _text(source, found, "action")
    if state is ActionState.CLOSED and not verified_by:
        hint = "name who saw that it works, verified_by: li-wei"
        source.problem(node, "S002", f"{what(found['state'])} without who verified it", hint)
    return FollowUp(action, state, verified_by, _text(source, found, "note")) if action else None


def _unread(source: Source, node: Node) -> Unread | None:
    found = _filled(source, node, UNREAD)
    value = _text(source, found, "text")
    file, place = _text(source, found, "file"), _text(source, found, "place")
    return Unread(file, place, value) if value else None


def _distinct(source: Source, found: Found, key: str, ids: list[str]) -> None:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        source.problem(found[key], "R002", f"{name!r} is given twice in {key}", "keep one of them")
