"""All pictures of a plan, as the bytes of named files."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from drillctl.exports.overview.matrices import capability_matrix, joint_matrix, workload
from drillctl.exports.overview.rows import Axis, Row, timeline_rows
from drillctl.exports.overview.sessions import sessions_shown
from drillctl.exports.pictures import capabilities, joint, load, timeline
from drillctl.exports.pictures.fonts import Lettering, lettering
from drillctl.exports.pictures.parts import Paper, numbered
from drillctl.exports.pictures.sheet import Sheet, own_settings
from drillctl.exports.pictures.size import Size
from drillctl.language import current, tr, trn
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind
from drillctl.readiness.known import known


class Form(StrEnum):
    """`PNG`: dots; `SVG`: lines, and letters as outlines."""

    PNG = "png"
    SVG = "svg"


class Picture(StrEnum):
    """What there is to draw."""

    TIMELINE = "timeline"
    CAPABILITIES = "capabilities"
    JOINT = "joint"
    WORKLOAD = "workload"


@dataclass(frozen=True, slots=True)
class Pictures:
    """`files`: names with their bytes. `missing`: characters that no font of this machine has."""

    files: tuple[tuple[str, bytes], ...]
    missing: tuple[str, ...]


_OURS = re.compile(
    r"(timeline-(team|person|venue)|matrix-(capabilities|joint)|workload)(-[0-9]{2,})?\.(png|svg)"
)


def pictures(
    problem: Problem,
    plan: Plan,
    *,
    form: Form,
    by: Axis,
    size: Size,
    as_of: date,
    only: Container[Picture] = frozenset(Picture),
    redact: bool = False,
    text: bool = False,
    watch: Callable[[int], None] = lambda number: None,
) -> Pictures:
    """The timeline by `by` and the matrices as of the local date `as_of`, in the language in use.

    `only`: these of them. Redacted they name no person. `text`: an SVG keeps letters as text.
    `watch` is told how many there are so far.
    """
    letters = lettering(_texts(problem, redact), chinese=current() == "zh")
    paper = Paper(size, letters)
    files: list[tuple[str, bytes]] = []
    with own_settings():
        for name, sheets in _sheets(problem, plan, paper, by, as_of, only, redact):
            for file, sheet in zip(numbered(name, len(sheets)), sheets, strict=True):
                data = sheet.png() if form is Form.PNG else sheet.svg(text=text)
                files.append((f"{file}.{form}", data))
                watch(len(files))
    return Pictures(tuple(files), tuple(sorted(letters.missing)))


def stale(folder: Path, written: Sequence[Path]) -> list[Path]:
    """Numbered or unnumbered sheets of pictures just written, left from when they were others."""
    names = {_unnumbered(path) for path in written}
    return sorted(
        path
        for path in set(folder.iterdir()) - set(written)
        if _OURS.fullmatch(path.name) and _unnumbered(path) in names
    )


def _unnumbered(path: Path) -> str:
    return re.sub(r"-[0-9]{2,}(?=\.)", "", path.name)


def _sheets(
    problem: Problem,
    plan: Plan,
    paper: Paper,
    by: Axis,
    as_of: date,
    only: Container[Picture],
    redact: bool,
) -> Iterator[tuple[str, list[Sheet]]]:
    roster = problem.roster
    if Picture.TIMELINE in only:
        rows = timeline_rows(problem, plan, by)
        groups = list(_groups(problem, paper.letters, by, rows))
        if redact and by is Axis.PERSON:
            rows = tuple(_nameless(rows))
        period = (problem.period.first, problem.period.last)
        about = _about(problem, plan)
        yield f"timeline-{by}", timeline.draw_timeline(paper, by, rows, groups, about, period)
    here = known(problem, as_of, plan)
    day = [tr("as of {day}", day=as_of)]
    if Picture.CAPABILITIES in only:
        matrix = capability_matrix(here)
        yield "matrix-capabilities", capabilities.draw_capabilities(paper, roster, matrix, day)
    if Picture.JOINT in only:
        yield "matrix-joint", joint.draw_joint_matrix(paper, roster, joint_matrix(here), day)
    if Picture.WORKLOAD in only:
        yield "workload", load.draw_workload(paper, roster, workload(here), day, redact=redact)


def _about(problem: Problem, plan: Plan) -> list[str]:
    shown = sessions_shown(problem, plan)
    filled, seats = sum(s.filled for s in shown), sum(s.seats for s in shown)
    found: list[str] = [
        tr("{first} to {last}", first=problem.period.first, last=problem.period.last),
        tr("revision {number}", number=plan.revision),
        trn("{n} session", "{n} sessions", len(shown)),
        tr("{filled} of {seats} seats filled", filled=filled, seats=seats),
    ]
    if plan.not_held:
        found.append(trn("{n} not held", "{n} not held", len(plan.not_held)))
    return found


def _groups(
    problem: Problem, letters: Lettering, by: Axis, rows: Sequence[Row]
) -> Iterator[tuple[str, int]]:
    """Rows of persons below their teams, those of teams below their kinds."""

    def heading(row: Row) -> tuple[str, str]:
        if by is Axis.PERSON and row.team is not None:
            return row.team, letters.shown(problem.roster.teams[row.team].title, row.team)
        match row.kind:
            case Kind.PROFESSIONAL:
                return "", letters.shown(tr("Professional teams"))
            case Kind.VOLUNTEER:
                return "", letters.shown(tr("Volunteer teams"))
        return "", ""

    for (_, words), found in groupby(rows, heading):
        yield words, sum(1 for _ in found)


def _nameless(rows: Sequence[Row]) -> Iterator[Row]:
    for team, members in groupby(rows, lambda row: row.team):
        for number, row in enumerate(members, 1):
            yield Row(f"{team}.{number}", tr("person {n}", n=number), row.kind, team, row.bars)


def _texts(problem: Problem, redact: bool) -> Iterator[str]:
    """Whatever may be written, to choose fonts by."""
    roster = problem.roster
    for team in roster.teams.values():
        yield team.title
    for venue in roster.venues.values():
        yield venue.title
    for scenario in problem.scenarios.values():
        yield scenario.title
    for member in () if redact else roster.members.values():
        yield member.name
