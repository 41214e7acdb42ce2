"""``drillctl readiness``: who and what is due, worst first."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.readiness.report import Report

STRANGERS = 5
"""So many people of the records who are not in the roster are named."""


def readiness(
    paths: list[str],
    *,
    plan: str | None,
    as_of: str | None,
    format: str,
    only: Sequence[str],
    everything: bool,
) -> int:
    """Prints the report; returns the exit status."""
    from drillctl.cli.replanning import now_there
    from drillctl.readiness.report import report

    sections = _sections(only)
    day = _day(as_of)
    if sections is None or (as_of is not None and day is None):
        return 2
    if format == "csv" and len(sections) != 1:
        hint = "name one section with --only, such as --only currency"
        print(f"error: csv holds one section: {hint}", file=sys.stderr)
        return 2
    read = _read(paths, plan)
    if read is None:
        return 1
    problem, planned = read
    found = report(problem, day or now_there(problem).date(), planned)
    members = problem.roster.members
    for note in _notes(found, problem, planned):
        print(f"note: {note}", file=sys.stderr)
    if format == "json":
        from drillctl.cli.readiness_data import readiness_data

        print(json.dumps(readiness_data(found, members, sections), ensure_ascii=False, indent=2))
    elif format == "csv":
        from drillctl.cli.readiness_data import readiness_csv

        print(readiness_csv(found, members, sections[0]), end="")
    elif format == "markdown":
        from drillctl.cli.readiness_shown import readiness_markdown

        print("\n".join(readiness_markdown(found, members, sections, everything)))
    else:
        from drillctl.cli.readiness_shown import print_readiness

        print_readiness(found, members, sections, everything)
    return 0


def _sections(only: Sequence[str]) -> list[str] | None:
    """The sections asked for, in the report's order; None where one is unknown, which is said."""
    from drillctl.files.diagnostics import did_you_mean
    from drillctl.readiness.report import SECTIONS

    asked = [name for given in only for name in given.split(",")]
    for name in asked:
        if name not in SECTIONS:
            hint = did_you_mean(name, SECTIONS) or f"known: {', '.join(SECTIONS)}"
            print(f"error: no section {name!r} ({hint})", file=sys.stderr)
            return None
    return [name for name in SECTIONS if name in asked]


def _day(value: str | None) -> date | None:
    """The date given; None where none is, or where it is no date, which is said."""
    from drillctl.files.values import parse_moment

    moment = parse_moment(value)
    if value is not None and (moment is None or "T" in value):
        print(f"error: --as-of {value!r} is not a date: write 2027-03-01", file=sys.stderr)
        return None
    return moment.date() if moment is not None else None


def _read(paths: list[str], plan: str | None) -> "tuple[Problem, Plan | None] | None":
    """The files, and the plan where one is named; None where either is broken, which is said."""
    from drillctl.cli.reading import read_both
    from drillctl.files.loading import load

    if plan is not None:
        loaded, planned = read_both(plan, paths)
        if loaded.problem is None or planned is None:
            return None
        return loaded.problem, planned
    loaded = load(paths)
    for diagnostic in loaded.diagnostics:
        print(diagnostic, file=sys.stderr)
    if loaded.plans and loaded.problem is not None:
        print("note: there is a plan among the files: count it with --plan", file=sys.stderr)
    return (loaded.problem, None) if loaded.problem is not None else None


def _notes(found: "Report", problem: "Problem", plan: "Plan | None") -> Iterator[str]:
    if found.records == 0:
        yield (
            f"no filled-in record by {found.as_of}: everything counts as never exercised "
            "(drillctl aar new writes forms; name the folder of filled-in ones too)"
        )
    if found.blank:
        yield f"{found.blank} record(s) by {found.as_of} are not filled in and count for nothing"
    if found.strangers:
        known = problem.roster.members
        names = [_near(member, known) for member, _ in found.strangers[:STRANGERS]]
        more = len(found.strangers) - STRANGERS
        text = ", ".join(names) + (f" and {more} more" if more > 0 else "")
        yield f"{len(found.strangers)} people in the records are not in the roster: {text}"
    for session in found.twice:
        yield f"{session} has two records of one day, and both count: keep one"
    for hazard in found.unknown_hazards:
        name = _near(hazard, [row.hazard for row in found.risk])
        yield f"hazard {name} of the records is none of the scenarios' or the policy's"
    if plan is not None:
        people = {m for s in plan.sessions for _, m in (*s.members(), *s.standbys())}
        gone = len(people - problem.roster.members.keys())
        if gone:
            yield f"{gone} people of the plan are not in the roster and count for nothing"
        lost = {s.scenario for s in plan.sessions} - problem.scenarios.keys()
        if lost:
            yield f"the plan holds sessions of unknown scenarios: {', '.join(sorted(lost))}"


def _near(word: str, known: Iterable[str]) -> str:
    from drillctl.files.diagnostics import did_you_mean

    hint = did_you_mean(word, known)
    return f"{word} ({hint})" if hint.startswith("did") else word
