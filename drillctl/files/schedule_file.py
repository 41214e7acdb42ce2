"""``schedule:`` of a scenario: when its sessions may be held."""

import yaml

from drillctl.files.nodes import Node, Source, fields, identifier, sequence, whole
from drillctl.files.scenario_shape import AFTER, HOURS, SCHEDULE
from drillctl.files.values import clock, lag, local_time, weekdays, window
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.scenario import After, Schedule


def read_schedule(source: Source, node: Node) -> Schedule:
    """What the schedule says; each part that can't be read is left out."""
    found = fields(source, node, SCHEDULE.keys) or {}
    sessions: int | None = None
    if "sessions" in found:
        sessions = whole(source, found["sessions"], *SCHEDULE.range("sessions"))
    return Schedule(
        sessions=Schedule().sessions if sessions is None else sessions,
        window=window(source, found["window"]) if "window" in found else None,
        weekdays=weekdays(source, found["days"]) if "days" in found else None,
        hours=_hours(source, found["hours"]) if "hours" in found else None,
        spacing=(lag(source, found["spacing"]) if "spacing" in found else None) or Duration(),
        fixed=sequence(source, found["fixed"], local_time) if "fixed" in found else (),
        after=sequence(source, found["after"], _after) if "after" in found else (),
    )


def _hours(source: Source, node: Node) -> tuple[int, int] | None:
    found = fields(source, node, HOURS.keys, HOURS.required) or {}
    if len(found) < 2:
        return None
    start, end = clock(source, found["from"]), clock(source, found["to"])
    if start is None or end is None:
        return None
    if start >= end:
        begin, finish = found["from"].value, found["to"].value
        message = tr("the hours end {end} before they begin {begin}", end=finish, begin=begin)
        source.problem(node, "C002", message, tr("a session with hours lies on one day"))
        return None
    return start, end


def _after(source: Source, node: Node) -> After | None:
    if isinstance(node, yaml.ScalarNode):
        name = identifier(source, node)
        source.refer(node, "scenario", name)
        return After(name) if name else None
    found = fields(source, node, AFTER.keys, AFTER.required) or {}
    if "scenario" not in found:
        return None
    name = identifier(source, found["scenario"])
    source.refer(found["scenario"], "scenario", name)
    gap = lag(source, found["gap"]) if "gap" in found else None
    return After(name, gap or Duration()) if name else None
