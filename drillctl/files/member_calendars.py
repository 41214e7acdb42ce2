"""From ``busy_calendar:`` in the roster to busy time of members; each file once in the inputs."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from drillctl.files.busy_calendar import CalendarReader
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.limited import read_limited
from drillctl.files.nodes import Node, Source
from drillctl.files.system_errors import system_error
from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.scenario import Window
from drillctl.model.uids import known_uids

_ANY = Window(date(2000, 1, 1), date(2000, 1, 1))
"""Where there is no period yet, calendars are still checked."""


class Noted(Protocol):
    """Where a reading notes what it found."""

    diagnostics: list[Diagnostic]
    inputs: dict[str, str]
    files: dict[str, Path]
    texts: dict[str, str]


def with_busy_calendars(
    problem: Problem,
    named: Mapping[str, tuple[Source, Sequence[Node]]],
    plans: Sequence[Plan],
    noted: Noted,
) -> Problem:
    """With every member busy as the calendars say that the roster names for them.

    `named`: member id to where the roster names files or folders, relative to that roster.
    What is wrong with any of them is noted, and the hash of each in the inputs.
    """
    try:
        period = problem.period
    except ValueError:
        period = _ANY
    members = dict(problem.roster.members)
    reader = CalendarReader(
        ZoneInfo(problem.roster.timezone),
        period.first,
        period.last,
        known_uids(problem.roster, plans),
    )
    for member, source, node in (
        (member, source, node)
        for member, (source, nodes) in named.items()
        if member in members
        for node in nodes
    ):
        for shown, data in _files(source, node):
            digest = f"sha256:{sha256(data).hexdigest()}"
            key = _input_name(source.path, node.value, shown)
            noted_as = key if noted.inputs.get(key, digest) == digest else shown
            noted.inputs[noted_as] = digest
            noted.files[noted_as] = Path(shown)
            spans, problems = reader.busy(shown, data, members[member].email)
            noted.diagnostics += problems
            if problems:
                noted.texts[shown] = data.decode("utf-8", "replace")
            who = members[member]
            members[member] = replace(who, busy=(*who.busy, *spans))
    return replace(problem, roster=replace(problem.roster, members=members))


def places_named(named: Mapping[str, tuple[Source, Sequence[Node]]]) -> tuple[Path, ...]:
    """The files and folders that `named` names, each once, there or not."""
    places = (_place(source, node) for source, nodes in named.values() for node in nodes)
    return tuple(dict.fromkeys(places))


def calendar_files(place: Path) -> list[Path]:
    """The ``.ics`` files of a folder and the folders in it, or the one file; none if there is none.

    Hidden ones are left out, as everywhere.
    """
    if not place.is_dir():
        return [place] if place.exists() else []
    return sorted(
        file
        for file in place.rglob("*")
        if file.suffix.lower() == ".ics"
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(place).parts)
    )


def _place(source: Source, node: Node) -> Path:
    roster = Path() if source.path == "<stdin>" else Path(source.path).parent
    return Path(os.path.normpath(roster / node.value))


def _files(source: Source, node: Node) -> list[tuple[str, bytes]]:
    """(name for messages, bytes) of each calendar; a problem at `node` where there is none."""
    place = _place(source, node)
    found: list[tuple[str, bytes]] = []
    try:
        found += [(file.as_posix(), read_limited(file)) for file in calendar_files(place)]
    except (OSError, ValueError) as error:
        reason = system_error(error) if isinstance(error, OSError) else str(error)
        message = tr("{path} can't be read: {reason}", path=place.as_posix(), reason=reason)
        source.problem(node, "F001", message)
        return found
    if not found:
        message = tr("no such file or folder: {path}", path=place.as_posix())
        if place.is_dir():
            message = tr("no .ics file in {path}", path=place.as_posix())
        hint = tr("the path is relative to this roster file")
        source.problem(node, "F001", message, hint)
    return found


def _input_name(roster: str, given: str, shown: str) -> str:
    """The calendar's name in a plan's inputs: as the roster gives it, with the file of a folder."""
    place = Path(os.path.normpath(Path(roster).parent / given)).as_posix()
    inside = shown.removeprefix(place).lstrip("/") if shown != place else ""
    return f"{given.rstrip('/')}/{inside}" if inside else given
