"""``drillctl explain``: why seats are empty, and what would fill them."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from drillctl.cli.reading import note_context, read_matching

if TYPE_CHECKING:
    from datetime import datetime

    from drillctl.explain.another_start import AnotherStart
    from drillctl.explain.fixes import Fix
    from drillctl.explain.funnel import Funnel
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan, PlannedSession
    from drillctl.model.problem import Problem

_NAMED = 6
"""Up to so many people a step names them."""


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
    """Prints the funnel of each empty position asked for, then the fixes that were proven.

    `at`: another start of the session to ask about instead.
    """
    from drillctl.explain.another_start import another_start
    from drillctl.explain.fixes import proven_fixes
    from drillctl.explain.funnel import funnel
    from drillctl.files.diagnostics import no_such
    from drillctl.files.values import parse_moment
    from drillctl.rules import all_rules
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    start = parse_moment(at)
    if at is not None and (start is None or "T" not in at):
        print(f"error: --at {at!r} is no local time such as 2027-03-13T09:00", file=sys.stderr)
        return 2
    read = read_matching(plan_file, paths, context)
    if read is None:
        return 1
    loaded, plan = read
    note_context(loaded, plan)
    problem = loaded.problem
    assert problem is not None
    session = _session(what.partition("/")[0], plan, problem)
    if session is None:
        return 2 if not _not_held(what, plan) else 0
    scenario = problem.scenarios[session.scenario]
    wanted = what.partition("/")[2]
    position_ids = [position.id for position in scenario.positions]
    if wanted and wanted not in position_ids:
        missing = no_such("position", wanted, session.id, position_ids)
        print(f"error: {missing}", file=sys.stderr)
        return 2
    about = Context(problem, Timeline(problem))
    if start is not None:
        answer = another_start(problem, about, all_rules(), plan, session, start)
        _print_start(answer, problem, session.id, start, format)
        return 0
    found = []
    for position in scenario.positions:
        empty = len(session.assigned.get(position.id, ())) < position.count
        if (position.id == wanted) if wanted else empty:
            seen = funnel(about, all_rules(), plan, session, position)
            show = _progress if fixes and empty else None
            proven = proven_fixes(problem, plan, seen, show) if show else ()
            found.append((seen, proven))
    if format == "json":
        print(json.dumps([_data(*entry) for entry in found], ensure_ascii=False, indent=2))
        return 0
    if not found:
        print(f"{session.id}: every seat is filled")
    for seen, proven in found:
        print("\n".join(_text(loaded, seen, proven, tried=fixes)), end="\n\n")
    return 0


def _print_start(
    answer: "AnotherStart", problem: "Problem", session: str, start: "datetime", format: str
) -> None:
    from drillctl.cli.difference import difference_data, difference_text

    members = problem.roster.members
    if format == "json":
        data = {
            "session": session,
            "at": start.isoformat(timespec="minutes"),
            "breaks": [{"rule": b.rule, "text": b.text} for b in answer.breaches],
            "not_held": list(answer.why_not),
            "difference": difference_data(answer.moved, members),
        }
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    shown = start.strftime("%a %Y-%m-%d %H:%M")
    if answer.breaches:
        print(f"{session} on {shown}, with the same venue and people, breaks")
        for breach in answer.breaches:
            print(f"  - {breach.rule}: {breach.text}")
    else:
        print(f"{session} on {shown}, with the same venue and people, breaks no rule")
    if answer.why_not:
        print("it can't be held then at all")
        for why in answer.why_not:
            print(f"  - {why}")
    else:
        print("\nplanned again with it then")
        print(difference_text(answer.moved, members))


def _session(name: str, plan: "Plan", problem: "Problem") -> "PlannedSession | None":
    from drillctl.files.diagnostics import no_such

    held = {session.id: session for session in plan.sessions}
    if name not in held and name not in {absent.id for absent in plan.not_held}:
        known = [str(session) for session in problem.sessions()]
        print(f"error: {no_such('session', name, 'the plan', known)}", file=sys.stderr)
    return held.get(name)


def _not_held(what: str, plan: "Plan") -> bool:
    """Prints why a session is not held, if the plan says so of it."""
    for absent in plan.not_held:
        if absent.id == what.partition("/")[0]:
            print(f"{absent.id}: not held")
            for why in absent.why:
                print(f"  - {why}")
            return True
    return False


def _progress(text: str, number: int, of: int) -> None:
    print(f"[{number}/{of}] solving: {text}", file=sys.stderr, flush=True)


def _text(loaded: "Loaded", found: "Funnel", fixes: "tuple[Fix, ...]", *, tried: bool) -> list[str]:
    assert loaded.problem is not None
    members = loaded.problem.roster.members

    def named(ids: list[str]) -> str:
        shown = ", ".join(f"{members[m].name} ({m})" for m in ids[:_NAMED])
        return shown + (f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else "")

    seats = f"{found.empty} seat(s) empty" if found.empty else "every seat filled"
    lines = [f"{found.session}/{found.position}: {seats}", f"{found.of:>5}  members"]
    for step in found.steps:
        lines.append(f"{len(step.left):>5}  {step.title}")
        reasons = [stopped for stopped in step.stopped if stopped.why]
        if 0 < len(step.stopped) <= _NAMED or (len(step.left) <= _NAMED and reasons):
            for stopped in step.stopped[:_NAMED]:
                why = f": {stopped.why}" if stopped.why else ""
                lines.append(f"       - {named([stopped.member])}{why}")
        if 0 < len(step.left) <= _NAMED:
            lines.append(f"       left: {named(list(step.left))}")
    if found.empty and found.steps and found.steps[-1].left:
        lines.append("       they could sit here, at a cost to another goal or seat")
    if not found.empty or not tried:
        return lines
    if not fixes:
        return [*lines, "no single change that was tried fills it"]
    lines.append("what fills it, each solved for, cheapest first")
    for fix in fixes:
        cost = f"{fix.moved} session(s) change, {fix.called} people to tell"
        lines.append(f"  - {fix.text}: fill {fix.gain:+g}; {cost}")
    return lines


def _data(found: "Funnel", fixes: "tuple[Fix, ...]") -> dict[str, Any]:
    return {
        "session": found.session,
        "position": found.position,
        "empty": found.empty,
        "members": found.of,
        "steps": [
            {
                "title": step.title,
                "rule": step.rule or None,
                "left": list(step.left),
                "stopped": [{"member": s.member, "why": s.why or None} for s in step.stopped],
            }
            for step in found.steps
        ],
        "fixes": [
            {
                "text": fix.text,
                "fill": fix.gain,
                "seats": fix.seats,
                "sessions": fix.moved,
                "people": fix.called,
            }
            for fix in fixes
        ],
    }
