"""Snapshots: what people see of a plan (sessions, times, venues, people), kept beside scenarios.

A snapshot is ``snapshots/NAME.snapshot`` in the folder of the file whose check names it: YAML, but
not named so, since it is no input and no folder that is read takes it for one. Times are local, so
that a person can read it and git can show what changed.
"""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from drillctl.files.atomic import write_text
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.limited import read_yaml
from drillctl.files.nodes import Node, Source, fields, identifier, sequence, what
from drillctl.files.pins import seated_people, session_id
from drillctl.files.staging import remove_stale
from drillctl.files.system_errors import system_error
from drillctl.files.values import local_time
from drillctl.language import tr
from drillctl.model.plan import Made, NotHeld, Plan, PlannedSession

FOLDER, SUFFIX = "snapshots", ".snapshot"
_HEAD = (
    "# What the check `snapshot: {name}` compares with; `drillctl test --update` writes it anew.\n"
)
_KEYS = ("kind", "version", "sessions", "not_held")
_SESSION = ("id", "start", "end", "venue", "assigned", "standby")


def snapshot_path(file: str, name: str) -> Path:
    """Where the snapshot of that name is, for a check written in `file`."""
    return Path(file).parent / FOLDER / f"{name}{SUFFIX}"


def reduced(plan: Plan, sessions: set[str], zone: ZoneInfo) -> Plan:
    """Of these sessions what a snapshot keeps; start and end are naive local times."""

    def local(moment: datetime) -> datetime:
        return moment.astimezone(zone).replace(tzinfo=None)

    return Plan(
        Made("", 0),
        sessions=tuple(
            PlannedSession(
                session.id,
                "",
                0,
                local(session.start),
                local(session.end),
                session.venue,
                {p: tuple(sorted(who)) for p, who in session.assigned.items() if who},
                {p: tuple(sorted(who)) for p, who in session.standby.items() if who},
            )
            for session in plan.sessions
            if session.id in sessions
        ),
        not_held=tuple(NotHeld(entry.id) for entry in plan.not_held if entry.id in sessions),
    )


def write_snapshot(path: Path, name: str, plan: Plan) -> bool:
    """Writes a reduced plan; False where the file holds just that already.

    Raises
    ------
    OSError
        The folder or the file can't be written; an earlier file is untouched.
    """
    text = _HEAD.format(name=name) + _text(plan)
    data = text.encode()
    if path.exists() and path.stat().st_size == len(data) and path.read_bytes() == data:
        remove_stale(path.parent)
        return False
    path.parent.mkdir(exist_ok=True)
    write_text(path, text)
    return True


def read_snapshot(path: Path) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The reduced plan in a file, or what is wrong with it."""
    found: list[Diagnostic] = []
    shown = path.as_posix()
    try:
        data = read_yaml(path)
    except OSError as error:
        return None, (Diagnostic(shown, 0, 0, "F001", system_error(error)),)
    plan: Plan | None = None
    for document in documents(shown, data):
        if isinstance(document, Diagnostic):
            found.append(document)
        elif plan is None:
            plan = _plan(Source(shown, found), document)
    if plan is None and not found:
        found.append(Diagnostic(shown, 1, 1, "F003", tr("the file holds no snapshot")))
    return (None if found else plan), tuple(sorted(found))


def _plan(source: Source, root: Node) -> Plan | None:
    found = fields(source, root, _KEYS, ("kind", "sessions"))
    if found is None:
        return None
    if "kind" in found and found["kind"].value != "snapshot":
        message = tr("not a snapshot but {kind}", kind=what(found["kind"]))
        source.problem(found["kind"], "S008", message)
        return None

    def absent(source: Source, node: Node) -> NotHeld | None:
        name = session_id(source, node)
        return NotHeld(name) if name else None

    return Plan(
        Made("", 0),
        sessions=sequence(source, found["sessions"], _session) if "sessions" in found else (),
        not_held=sequence(source, found["not_held"], absent) if "not_held" in found else (),
    )


def _session(source: Source, node: Node) -> PlannedSession | None:
    found = fields(source, node, _SESSION, ("id", "start", "end")) or {}
    if not {"id", "start", "end"} <= found.keys():
        return None
    name = session_id(source, found["id"])
    start, end = local_time(source, found["start"]), local_time(source, found["end"])
    if name is None or start is None or end is None:
        return None
    return PlannedSession(
        name,
        "",
        0,
        start,
        end,
        identifier(source, found["venue"]) if "venue" in found else None,
        seated_people(source, found["assigned"]) if "assigned" in found else {},
        seated_people(source, found["standby"]) if "standby" in found else {},
    )


class _Dumper(yaml.SafeDumper):
    """Block style, with each list of ids on one line."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.SequenceNode:
    flat = all(isinstance(item, str) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flat)


_Dumper.add_representer(list, _represent_list)


def _text(plan: Plan) -> str:
    sessions = []
    for session in plan.sessions:
        data: dict[str, Any] = {
            "id": session.id,
            "start": session.start.isoformat(timespec="minutes"),
            "end": session.end.isoformat(timespec="minutes"),
        }
        if session.venue is not None:
            data["venue"] = session.venue
        data["assigned"] = {position: list(who) for position, who in session.assigned.items()}
        if session.standby:
            data["standby"] = {position: list(who) for position, who in session.standby.items()}
        sessions.append(data)
    whole = {
        "kind": "snapshot",
        "version": 1,
        "sessions": sessions,
        "not_held": [entry.id for entry in plan.not_held],
    }
    return str(yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
