"""``drillctl explain``: why seats are empty or a session is not held, and what would mend it."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from drillctl.cli.explanation import (
    core_data,
    core_text,
    fixes_text,
    funnel_data,
    funnel_text,
    start_data,
    start_text,
)
from drillctl.cli.reading import note_context, read_matching
from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.explain.core import Core
    from drillctl.explain.fixes import Fix
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan, PlannedSession
    from drillctl.model.problem import Problem


def explain(
    plan_file: str,
    what: str,
    paths: list[str],
    *,
    at: str | None,
    context: Sequence[str],
    fixes: bool,
    format: str,
) -> int:
    """Prints the funnel of each empty position asked for, or the core of a session not held; then
    the fixes that were proven.

    `at`: another start of the session to ask about instead.
    """
    from drillctl.files.diagnostics import no_such
    from drillctl.files.values import parse_moment

    start = parse_moment(at)
    if at is not None and (start is None or "T" not in at):
        note(tr("error: --at {value!r} is no local time such as 2027-03-13T09:00", value=at))
        return 2
    read = read_matching(plan_file, paths, context)
    if read is None:
        return 1
    loaded, plan = read
    problem = loaded.problem
    assert problem is not None
    note_context(loaded, plan)
    name, _, wanted = what.partition("/")
    held = {session.id: session for session in plan.sessions}
    if name not in held and name not in {absent.id for absent in plan.not_held}:
        known = [str(session) for session in problem.sessions()]
        missing = no_such(tr("session"), name, tr("the plan"), known)
        note(tr("error: {text}", text=missing))
        return 2
    position_ids = [p.id for p in problem.scenarios[name.rpartition("#")[0]].positions]
    if wanted and wanted not in position_ids:
        missing = no_such(tr("position"), wanted, name, position_ids)
        note(tr("error: {text}", text=missing))
        return 2
    if start is not None and name in held:
        from drillctl.explain.another_start import another_start
        from drillctl.rules import all_rules
        from drillctl.rules.rule import Context
        from drillctl.timeline.timeline import Timeline

        about = Context(problem, Timeline(problem))
        answer = another_start(problem, about, all_rules(), plan, held[name], start)
        show = start_data if format == "json" else start_text
        _print(show(answer, problem, name, start))
    elif name in held:
        _explain_seats(loaded, plan, held[name], wanted, fixes=fixes, format=format)
    else:
        from drillctl.model.changes import pinned
        from drillctl.model.pin import Pin

        there = pinned(problem, Pin(name, start=start)) if start is not None else problem
        _explain_absence(loaded, there, plan, name, fixes=fixes, format=format)
    return 0


def _explain_seats(
    loaded: "Loaded",
    plan: "Plan",
    session: "PlannedSession",
    wanted: str,
    *,
    fixes: bool,
    format: str,
) -> None:
    """The funnel of each empty position, or of the one asked for."""
    from drillctl.explain.core import core, strengthened
    from drillctl.explain.fixes import Solver, fixes_of
    from drillctl.explain.funnel import funnel
    from drillctl.explain.present import at_present
    from drillctl.explain.question import Question
    from drillctl.explain.suggestions import suggestions
    from drillctl.rules import all_rules
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    problem, rules = loaded.problem, all_rules()
    assert problem is not None
    about = Context(problem, Timeline(problem))
    solver: Solver | None = None
    found = []
    for position in problem.scenarios[session.scenario].positions:
        empty = len(session.assigned.get(position.id, ())) < position.count
        if (position.id != wanted) if wanted else not empty:
            continue
        seen = funnel(about, rules, plan, session, position)
        proven: tuple[Fix, ...] = ()
        if fixes and empty:
            asked = strengthened(problem, plan, session.id, position.id)
            why = core(asked, rules, plan, session.id, _asking)
            question = Question(why, rules, session)
            offered = list(at_present(problem, plan, seen))
            words = {suggestion.text.partition(" ")[0] for suggestion in offered}
            offered += suggestions(question, words)
            solver = solver or Solver(problem, plan, rules)
            proven = fixes_of(
                solver, problem, plan, position.id, question, offered, _asking, _solving
            )
        found.append((seen, proven))
    if format == "json":
        _print([funnel_data(*entry) for entry in found])
    elif not found:
        say(tr("{session}: every seat is filled", session=session.id))
    else:
        for seen, proven in found:
            lines = funnel_text(problem.roster.members, seen, proven, tried=fixes)
            say(joined("\n", lines), end="\n\n")


def _explain_absence(
    loaded: "Loaded", problem: "Problem", plan: "Plan", session: str, *, fixes: bool, format: str
) -> None:
    """The demands that conflict, so that a session is not held, and what would have it held.

    `problem`: of the files, perhaps with the session pinned to the start that was asked about.
    """
    from drillctl.explain.core import core
    from drillctl.explain.fixes import Solver, fixes_of
    from drillctl.explain.question import Question
    from drillctl.explain.suggestions import suggestions
    from drillctl.rules import all_rules

    rules = all_rules()
    asked_about = ("pin",) if problem is not loaded.problem else ()
    why: Core = core(problem, rules, plan, session, _asking, given=asked_about)
    proven: tuple[Fix, ...] = ()
    if fixes and why.demands:
        question = Question(why, rules, None)
        offered = suggestions(question)
        solver = Solver(problem, plan, rules)
        proven = fixes_of(solver, problem, plan, None, question, offered, _asking, _solving)
    if format == "json":
        _print(core_data(loaded, why, proven))
        return
    say(joined("\n", core_text(loaded, why)))
    if fixes and why.demands:
        say(joined("\n", fixes_text(proven, fills=False)))


def _print(shown: Any) -> None:
    say(shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False, indent=2))


def _asking(number: int) -> None:
    """One line on a terminal, which tells that something goes on; nothing elsewhere."""
    if sys.stderr.isatty():
        text = trn(
            "which demands conflict: {n} question", "which demands conflict: {n} questions", number
        )
        note("\r" + text, end="")


def _solving(text: str, number: int, of: int) -> None:
    start = "\r" if sys.stderr.isatty() and number == 1 else ""
    note(start + tr("[{number}/{of}] solving: {text}", number=number, of=of, text=text))
