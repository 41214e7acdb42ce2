"""After-action report templates in Markdown, with what is known already filled in.

The sections follow HSEEP's After-Action Report / Improvement Plan (HSEEP doctrine, FEMA, January
2020, chapter 5 and its AAR/IP template): overview, analysis of capabilities with the ratings
P, S, M, U, strengths, areas for improvement, improvement plan with a named owner and due date.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from drillctl.files.atomic import write_text
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.scenario import Scenario

RATINGS = (
    ("P", "Performed without challenges", "tasks done as planned, with no harm to other work"),
    ("S", "Performed with some challenges", "tasks done, with room to do them better"),
    ("M", "Performed with major challenges", "tasks done, but late, unsafely or at a high price"),
    ("U", "Unable to be performed", "tasks not done"),
)
_SIGNERS = ("Exercise director", "Lead evaluator", "Training coordinator")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def write_after_action(
    problem: Problem, plan: Plan, out: Path, only: str | None = None
) -> list[Path]:
    """A template for each held session (or `only` that one) below `out`.

    Raises
    ------
    OSError
        A file can't be written.
    """
    written = []
    for session in plan.sessions:
        if only in (None, session.id):
            path = out / f"{session.scenario}-{session.number}-after-action.md"
            write_text(path, after_action_markdown(problem, session))
            written.append(path)
    return written


def after_action_markdown(problem: Problem, session: PlannedSession) -> str:
    """The template of one session, local times in the roster's zone."""
    scenario = problem.scenarios[session.scenario]
    parts = [
        f"# After-action report: {_md(scenario.title)}",
        "## 1. Overview",
        *_overview(problem, scenario, session),
        "## 2. Participants",
        *_participants(problem, scenario, session),
        "## 3. Objectives and capabilities",
        *_objectives(scenario),
        "## 4. Injects",
        *_injects(problem, scenario, session),
        "## 5. Strengths",
        "1. \n2. \n3. ",
        "## 6. Areas for improvement",
        _table(
            ("No.", "Area", "Objective or capability", "Observation", "Analysis: why"),
            [(str(n), "", "", "", "") for n in range(1, 4)],
        ),
        "## 7. Improvement plan",
        "Every action has one named owner and a due date.",
        _table(
            ("No.", "Corrective action", "Capability element", "Owner", "Team", "Due", "Done"),
            [(str(n), "", "", "", "", "", "") for n in range(1, 4)],
        ),
        "## 8. Sign-off",
        _table(("Role", "Name", "Date", "Signature"), [(r, "", "", "") for r in _SIGNERS]),
    ]
    return "\n\n".join(parts) + "\n"


def _overview(problem: Problem, scenario: Scenario, session: PlannedSession) -> Iterator[str]:
    zone = ZoneInfo(problem.roster.timezone)
    start, end = session.start.astimezone(zone), session.end.astimezone(zone)
    venue = problem.roster.venues.get(session.venue or "")
    teams = Counter(problem.roster.members[member].team for _, member in session.members())
    taking_part = ", ".join(
        f"{problem.roster.teams[team].title} ({problem.roster.teams[team].kind}, {count})"
        for team, count in sorted(teams.items())
    )
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    gear = ", ".join(f"{count} x {item}" for item, count in scenario.equipment.items())
    yield _table(
        ("Item", "Planned", "What happened"),
        [
            ("Session", session.id, ""),
            ("Exercise type", scenario.exercise, ""),
            ("Hazard", scenario.hazard or "none stated", ""),
            ("Date and time", f"{start:%Y-%m-%d %H:%M} to {last} ({zone.key})", ""),
            ("Venue", venue.title if venue else "none", ""),
            ("Capabilities", ", ".join(scenario.capabilities) or "none stated", ""),
            ("Teams", taking_part, ""),
            ("Equipment", gear or "none planned", ""),
        ],
    )


def _participants(problem: Problem, scenario: Scenario, session: PlannedSession) -> Iterator[str]:
    members, teams = problem.roster.members, problem.roster.teams
    people = [(position, member, "") for position, member in session.members()]
    people += [(position, member, "standby") for position, member in session.standbys()]
    titles = {position.id: position.title for position in scenario.positions}
    order = sorted(people, key=lambda p: (members[p[1]].team, p[2], members[p[1]].name, p[1]))
    team = ""
    rows: list[tuple[str, ...]] = []
    heads = ("Name", "Position", "Planned as", "Present / late / absent", "Substitute", "Hours")
    for position, member, how in [*order, ("", "", "")]:
        if not member or members[member].team != team:
            if rows:
                yield f"### {_md(teams[team].title)} ({teams[team].kind})"
                yield _table(heads, rows)
            rows = []
            team = members[member].team if member else ""
        if member:
            planned = how or "assigned"
            rows.append((members[member].name, titles[position], planned, "", "", ""))
    if session.empty:
        yield "### Seats that were empty in the plan"
        yield _table(
            ("Position", "Seats", "Filled on the day by"),
            [(titles[e.position], str(e.seats), "") for e in session.empty],
        )


def _objectives(scenario: Scenario) -> Iterator[str]:
    if not scenario.objectives:
        yield "None planned."
    for objective in scenario.objectives:
        capability = f" (capability: {_md(objective.capability)})" if objective.capability else ""
        yield f"### {_md(objective.id)}. {_md(objective.text)}{capability}"
        tasks = objective.critical_tasks or ("",)
        yield _table(
            ("Critical task", "Observed", "Rating P/S/M/U", "Evaluator"),
            [(task, "", "", "") for task in tasks],
        )
    yield "Ratings (HSEEP, January 2020):"
    yield _table(("Rating", "Name", "Meaning"), RATINGS)


def _injects(problem: Problem, scenario: Scenario, session: PlannedSession) -> Iterator[str]:
    if not scenario.injects:
        yield "None planned."
        return
    zone = ZoneInfo(problem.roster.timezone)
    rows = []
    ordered = sorted(enumerate(scenario.injects, 1), key=lambda pair: (pair[1].at, pair[0]))
    for number, inject in ordered:
        clock = (session.start + timedelta(minutes=inject.at)).astimezone(zone)
        after = f"+{inject.at // 60}:{inject.at % 60:02d}"
        cells = (inject.sender, inject.recipient, inject.text, inject.expect)
        rows.append((str(number), f"{clock:%H:%M} ({after})", *cells, "", ""))
    heads = ("No.", "Time", "From", "To", "Inject", "Expected action", "Actual time", "Done")
    yield _table(heads, rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table (GitHub flavour) with escaped cells."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(_md(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _md(text: str) -> str:
    """`text` as Markdown that shows it literally, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\<", "&lt;")
