"""``drillctl readiness``: who and what is due, worst first."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr

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
    from drillctl.cli.replanning import given_day, now_there
    from drillctl.readiness.report import report

    sections = _sections(only)
    day = given_day(as_of)
    if sections is None or (as_of is not None and day is None):
        return 2
    if format == "csv" and len(sections) != 1:
        note(
            tr(
                "error: csv holds one section: name one section with --only, such as --only "
                "currency"
            )
        )
        return 2
    read = _read(paths, plan)
    if read is None:
        return 1
    problem, planned = read
    found = report(problem, day or now_there(problem).date(), planned)
    members = problem.roster.members
    for text in _notes(found, problem, planned):
        note(tr("note: {text}", text=text))
    if format == "json":
        from drillctl.cli.readiness_data import readiness_data

        say(json.dumps(readiness_data(found, members, sections), ensure_ascii=False, indent=2))
    elif format == "csv":
        from drillctl.cli.readiness_data import readiness_csv

        say(readiness_csv(found, members, sections[0]), end="")
    elif format == "markdown":
        from drillctl.cli.readiness_shown import readiness_markdown

        say("\n".join(readiness_markdown(found, members, sections, everything)))
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
            known = tr("known: {names}", names=", ".join(SECTIONS))
            hint = did_you_mean(name, SECTIONS) or known
            note(tr("error: no section {name!r} ({hint})", name=name, hint=hint))
            return None
    return [name for name in SECTIONS if name in asked]


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
        note(str(diagnostic))
    if loaded.plans and loaded.problem is not None:
        note(tr("note: there is a plan among the files: count it with --plan"))
    return (loaded.problem, None) if loaded.problem is not None else None


def _notes(found: "Report", problem: "Problem", plan: "Plan | None") -> Iterator[str]:
    if found.records == 0:
        yield tr(
            "no filled-in record by {day}: everything counts as never exercised "
            "(drillctl aar new writes forms; name the folder of filled-in ones too)",
            day=found.as_of,
        )
    if found.blank:
        yield tr(
            "{n} record(s) by {day} are not filled in and count for nothing",
            n=found.blank,
            day=found.as_of,
        )
    if found.strangers:
        known = problem.roster.members
        names = [_near(member, known) for member, _ in found.strangers[:STRANGERS]]
        more = len(found.strangers) - STRANGERS
        shown = joined(", ", names)
        if more > 0:
            shown = tr("{people} and {n} more", people=shown, n=more)
        yield tr(
            "{n} people in the records are not in the roster: {people}",
            n=len(found.strangers),
            people=shown,
        )
    for session in found.twice:
        yield tr("{session} has two records of one day, and both count: keep one", session=session)
    for hazard in found.unknown_hazards:
        name = _near(hazard, [row.hazard for row in found.risk])
        yield tr(
            "hazard {name} of the records is none of the scenarios' or the policy's", name=name
        )
    if plan is not None:
        people = {m for s in plan.sessions for _, m in (*s.members(), *s.standbys())}
        gone = len(people - problem.roster.members.keys())
        if gone:
            yield tr("{n} people of the plan are not in the roster and count for nothing", n=gone)
        lost = {s.scenario for s in plan.sessions} - problem.scenarios.keys()
        if lost:
            yield tr(
                "the plan holds sessions of unknown scenarios: {scenarios}",
                scenarios=", ".join(sorted(lost)),
            )


def _near(word: str, known: Iterable[str]) -> str:
    from drillctl.files.diagnostics import did_you_mean

    hint = did_you_mean(word, known)
    return tr("{word} ({hint})", word=word, hint=hint) if hint.startswith("did") else word
