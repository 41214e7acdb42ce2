"""``kind: record`` documents: one file for each session, filled in by people.

What is left empty is not known yet, and no problem here: `drillctl aar check` lists such gaps.
Members who have left the roster stay in the records of what they did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import yaml

from drillctl.files.action_file import read_action, read_follow_up
from drillctl.files.filled import Found, blank, choice_of, each, filled, id_of, text_of
from drillctl.files.nodes import (
    Node,
    Source,
    boolean,
    choice,
    identifier,
    mapping,
    number,
    text,
    whole,
)
from drillctl.files.pins import session_id
from drillctl.files.record_shape import (
    AREA,
    ATTENDED,
    FINDING,
    GUEST,
    INJECT,
    OBJECTIVE,
    RECORD,
    TASK,
    UNREAD,
)
from drillctl.files.values import local_time, minutes
from drillctl.language import tr
from drillctl.model.action import (
    CorrectiveAction,
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

_LONGEST = 14 * 24


def read_record(source: Source, root: Node) -> Record | None:
    """One record; None where its session or start can't be read."""
    found = filled(source, root, RECORD)
    session = session_id(source, found["session"]) if "session" in found else None
    start = local_time(source, found["start"]) if "start" in found else None
    end = local_time(source, found["end"]) if "end" in found else None
    if start is not None and end is not None and end <= start:
        hint = tr("the end comes after the start")
        message = tr("the session ends {end:%Y-%m-%dT%H:%M}", end=end)
        source.problem(found["end"], "C002", message, hint)
        end = None
    areas = each(source, found, "areas", _area)
    ratings = _ratings(source, found)
    actions = tuple(
        replace(action, capability=action.capability or _weak(action, areas, ratings))
        for action in each(source, found, "actions", read_action)
    )
    for action in actions:
        if action.retest and action.retest.scenario is None and action.capability is None:
            hint = tr("name its capability, or retest: {by: 2027-09-30, scenario: river-flood}")
            message = tr(
                "nothing says what a retest of action {action!r} practises", action=action.id
            )
            source.problem(found["actions"], "S002", message, hint)
    _distinct(source, found, "areas", [a.id for a in areas])
    _distinct(source, found, "actions", [a.id for a in actions])
    if session is None or start is None:
        return None
    return Record(
        session=session,
        start=start,
        end=end,
        title=text_of(source, found, "title"),
        venue=id_of(source, found, "venue"),
        hazard=text_of(source, found, "hazard"),
        exercise=text_of(source, found, "exercise"),
        held=_held(source, found),
        capabilities=each(source, found, "capabilities", identifier),
        attendance=_attendance(source, found),
        guests=each(source, found, "guests", _guest),
        ratings=ratings,
        injects=each(source, found, "injects", _inject),
        observations=each(source, found, "observations", _finding),
        strengths=each(source, found, "strengths", _finding),
        areas=areas,
        actions=actions,
        follow_up=each(source, found, "follow_up", read_follow_up),
        notes=text_of(source, found, "notes"),
        unread=each(source, found, "unread", _unread),
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
                hint = tr("the other is in the record at {place}", place=seen[name])
                message = tr("action {name!r} is recorded twice", name=name)
                source.problem(root, "R002", message, hint)
            seen[name] = place
        for follow in record.follow_up:
            if follow.state is not None and follow.action not in owed:
                message = tr(
                    "follow_up of {action!r}, which no record raises", action=follow.action
                )
                hint = tr("name it SESSION/ID, and give the folder of earlier records too")
                source.problem(root, "R001", message, hint)


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
            entry = filled(source, node, ATTENDED)
            attendance[name] = Attended(
                status=choice_of(source, entry, "status", Attendance),
                minutes=_hours(source, entry),
                position=id_of(source, entry, "position"),
                instead_of=id_of(source, entry, "for"),
                note=text_of(source, entry, "note"),
            )
    return attendance


def _guest(source: Source, node: Node) -> Guest | None:
    found = filled(source, node, GUEST)
    organisation, note = text_of(source, found, "organisation"), text_of(source, found, "note")
    name = text_of(source, found, "name")
    return Guest(name, organisation, _hours(source, found), note) if name else None


def _ratings(source: Source, found: Found) -> dict[str, ObjectiveRating]:
    ratings: dict[str, ObjectiveRating] = {}
    for name, _, node in mapping(source, found["ratings"]) if "ratings" in found else ():
        if blank(node):
            ratings[name] = ObjectiveRating()
        elif isinstance(node, yaml.ScalarNode):
            ratings[name] = ObjectiveRating(choice(source, node, Rating))
        else:
            entry = filled(source, node, OBJECTIVE)
            ratings[name] = ObjectiveRating(
                rating=choice_of(source, entry, "rating", Rating),
                capability=id_of(source, entry, "capability"),
                evaluator=text_of(source, entry, "evaluator"),
                note=text_of(source, entry, "note"),
                tasks=each(source, entry, "tasks", _task),
            )
    return ratings


def _task(source: Source, node: Node) -> TaskRating | None:
    found = filled(source, node, TASK)
    rating = choice_of(source, found, "rating", Rating)
    task = text_of(source, found, "task")
    return TaskRating(task, rating, text_of(source, found, "observed")) if task else None


def _inject(source: Source, node: Node) -> InjectRun | None:
    found = filled(source, node, INJECT)
    number_ = whole(source, found["number"], 1) if "number" in found else None
    done = boolean(source, found["done"]) if "done" in found else None
    if number_ is None:
        return None
    return InjectRun(number_, done, text_of(source, found, "at"), text_of(source, found, "note"))


def _finding(source: Source, node: Node) -> Finding | None:
    if isinstance(node, yaml.ScalarNode):
        value = text(source, node, lines=True)
        return Finding(value) if value else None
    found = filled(source, node, FINDING)
    value = text_of(source, found, "text")
    objective, capability = id_of(source, found, "objective"), id_of(source, found, "capability")
    return Finding(value, objective, capability, text_of(source, found, "by")) if value else None


def _area(source: Source, node: Node) -> Area | None:
    found = filled(source, node, AREA)
    name = id_of(source, found, "id")
    if name is None:
        return None
    return Area(
        id=name,
        text=text_of(source, found, "text"),
        objective=id_of(source, found, "objective"),
        capability=id_of(source, found, "capability"),
        reference=text_of(source, found, "reference"),
        analysis=text_of(source, found, "analysis"),
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


def _unread(source: Source, node: Node) -> Unread | None:
    found = filled(source, node, UNREAD)
    value = text_of(source, found, "text")
    file, place = text_of(source, found, "file"), text_of(source, found, "place")
    return Unread(file, place, value) if value else None


def _distinct(source: Source, found: Found, key: str, ids: list[str]) -> None:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        message = tr("{name!r} is given twice in {key}", name=name, key=key)
        source.problem(found[key], "R002", message, tr("keep one of them"))
