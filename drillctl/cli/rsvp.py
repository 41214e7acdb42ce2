"""``drillctl rsvp``: answers that came by mail, into the plan; a decline can go on to a repair."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.difference import Members, name
from drillctl.cli.replanning import bad_moment, mend, read_with_baseline

if TYPE_CHECKING:
    from drillctl.files.diagnostics import Diagnostic
    from drillctl.model.answers import Outcome, Reply
    from drillctl.model.plan import Absence, Plan
    from drillctl.model.problem import Problem


def rsvp(
    given: list[str],
    *,
    plan: str,
    repair: bool,
    as_of: str | None,
    context: Sequence[str],
    effort: str,
    output: str | None,
    format: str,
) -> int:
    """Writes the answers into the plan; returns 1 where a reply could not be taken."""
    from drillctl.files.plan_text import write_plan
    from drillctl.model.answers import answered

    replies, paths = _sorted_out(given)
    if not replies or not paths:
        missing = "no answer (.ics, .eml)" if not replies else "no roster (YAML files or folders)"
        print(f"error: {missing} among {', '.join(given)}", file=sys.stderr)
        return 2
    if bad_moment("--as-of", as_of):
        return 2
    if plan == "-" and output is None:
        print("error: a plan from standard input needs -o", file=sys.stderr)
        return 2
    read = read_with_baseline(plan, paths, as_of, context)
    if read is None:
        return 1
    loaded, problem = read
    if problem.baseline is None:
        return 2
    before = problem.baseline
    found, problems = _read(replies)
    outcome = answered(before, _addresses(problem.roster.members), found)
    for diagnostic in problems:
        print(diagnostic, file=sys.stderr)
    for refused in outcome.refused:
        print(f"{refused.reply.path}:{refused.reply.line}:1: {refused.text}", file=sys.stderr)
    problem = replace(problem, baseline=outcome.plan)
    target = output or plan
    shown = sys.stderr if target == "-" else sys.stdout
    if format == "json":
        print(json.dumps(_data(outcome, problems), ensure_ascii=False, indent=2), file=shown)
    else:
        for line in _lines(outcome, problem.roster.members):
            print(line, file=shown)
    failed = bool(problems or outcome.refused)
    absences = _declined(problem, outcome.plan)
    if repair and absences:
        for absence in absences:
            who = name(absence.member, problem.roster.members)
            print(f"planning again without {who} on {absence.start:%Y-%m-%d}", file=sys.stderr)
        return (1 if failed else 0) if mend(loaded, problem, absences, target, effort) else 3
    if outcome.plan != before or output is not None:
        write_plan(outcome.plan, target)
        print(f"written to {target}", file=sys.stderr)
    if absences:
        text = f"{len(absences)} seat(s) are held by who declined: mend the plan with --repair"
        print(text, file=sys.stderr)
    return 1 if failed else 0


def _sorted_out(given: list[str]) -> tuple[list[str], list[str]]:
    """Replies, and files of the problem: YAML, and folders that hold some."""
    replies: list[str] = []
    paths: list[str] = []
    for one in given:
        path = Path(one)
        if path.is_dir():
            yaml = any(path.rglob("*.yaml")) or any(path.rglob("*.yml"))
            mails = [p for p in path.rglob("*") if p.suffix.lower() in (".ics", ".eml")]
            if yaml or not mails:
                paths.append(one)
            else:
                replies += map(str, sorted(mails))
        elif path.suffix.lower() in (".yaml", ".yml"):
            paths.append(one)
        else:
            replies.append(one)
    return replies, paths


def _read(paths: list[str]) -> "tuple[list[Reply], list[Diagnostic]]":
    from drillctl.files.diagnostics import Diagnostic
    from drillctl.files.reply_file import read_replies

    replies: list[Reply] = []
    problems: list[Diagnostic] = []
    for path in paths:
        shown = "<stdin>" if path == "-" else path
        try:
            data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            problems.append(Diagnostic(shown, 0, 0, "F001", error.strerror or str(error)))
            continue
        found, wrong = read_replies(shown, data)
        replies += found
        problems += wrong
    return replies, problems


def _addresses(members: Members) -> dict[str, list[str]]:
    """The members by what invitations call them."""
    from drillctl.exports.ics.attendees import member_address
    from drillctl.files.busy_calendar import address

    found: dict[str, list[str]] = {}
    for member in members.values():
        found.setdefault(address(member_address(member)), []).append(member.id)
    return found


def _declined(problem: "Problem", plan: "Plan") -> "list[Absence]":
    """The time of each session to come, for who declined it and still has a seat in it."""
    from zoneinfo import ZoneInfo

    from drillctl.model.plan import Absence, ParticipationStatus

    zone = ZoneInfo(problem.roster.timezone)
    found = []
    for session in plan.sessions:
        start, end = (
            moment.astimezone(zone).replace(tzinfo=None) for moment in (session.start, session.end)
        )
        if problem.as_of is not None and start <= problem.as_of:
            continue
        inside = {member for _, member in (*session.members(), *session.standbys())}
        found += [
            Absence(member, start, end, f"declined {session.id}")
            for member, answer in session.answers.items()
            if answer.status is ParticipationStatus.DECLINED and member in inside
        ]
    return found


def _lines(outcome: "Outcome", members: Members) -> Iterator[str]:
    """What each said, then how many have answered each session that somebody answered now."""
    for taken in outcome.taken:
        before = taken.before
        was = "" if before is None else f" (was {before.status})"
        if before == taken.answer:
            was = " (known already)"
        who = name(taken.member, members)
        yield f"{taken.session}: {who}: {taken.answer.status}{was}"
    touched = {taken.session for taken in outcome.taken}
    for session in outcome.plan.sessions:
        if session.id in touched:
            inside = {member for _, member in (*session.members(), *session.standbys())}
            said = Counter(a.status.value for m, a in session.answers.items() if m in inside)
            counts = [f"{said[word]} {word}" for word in ("accepted", "declined", "tentative")]
            open_ = len(inside) - said.total()
            yield f"{session.id}: {', '.join(counts)}, {open_} without an answer"


def _data(outcome: "Outcome", problems: "list[Diagnostic]") -> dict[str, object]:
    return {
        "taken": [
            {
                "session": taken.session,
                "member": taken.member,
                "status": taken.answer.status.value,
                "before": None if taken.before is None else taken.before.status.value,
            }
            for taken in outcome.taken
        ],
        "refused": [
            {
                "path": refused.reply.path,
                "line": refused.reply.line,
                "reason": refused.refusal.value,
                "text": refused.text,
            }
            for refused in outcome.refused
        ],
        "problems": [str(diagnostic) for diagnostic in problems],
    }
