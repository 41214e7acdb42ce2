"""``drillctl rsvp``: answers that came by mail, into the plan; a decline can go on to a repair."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.changing import changing
from drillctl.cli.difference import Members, name
from drillctl.cli.replanning import bad_moment, mend, read_with_baseline
from drillctl.cli.terminal import note, say
from drillctl.cli.workspace import workspace
from drillctl.files.limited import read_limited
from drillctl.files.system_errors import system_error
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.files.diagnostics import Diagnostic
    from drillctl.model.answers import Outcome, Reply
    from drillctl.model.plan import Absence, ParticipationStatus, Plan
    from drillctl.model.problem import Problem


@changing("drillctl rsvp", lambda given: [given["output"] or given["plan"]])
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
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Writes the answers into the plan; returns 1 where a reply could not be taken."""
    from drillctl.cli.saving import Act, save_plan
    from drillctl.model.answers import answered

    act = Act("rsvp", reason, by)
    if act.wrong(output or plan):
        return 2
    replies, paths = _sorted_out(given)
    if not paths and (here := workspace()) is not None:
        paths = here.paths
    if not replies:
        note(tr("error: no answer (.ics, .eml) among {names}", names=", ".join(given)))
        return 2
    if not paths:
        note(tr("error: no roster (YAML files or folders) among {names}", names=", ".join(given)))
        return 2
    if bad_moment("--as-of", as_of):
        return 2
    if plan == "-" and output is None:
        note(tr("error: a plan from standard input needs -o"))
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
        note(str(diagnostic))
    for refused in outcome.refused:
        place = f"{refused.reply.path}:{refused.reply.line}:1"
        note(tr("{place}: {what}", place=place, what=refused.text))
    problem = replace(problem, baseline=outcome.plan)
    target = output or plan
    show = note if target == "-" else say
    failed = bool(problems or outcome.refused)
    absences = _declined(problem, outcome.plan)
    mending = repair and bool(absences)
    if format != "json":
        for line in _lines(outcome, problem.roster.members):
            show(line)
    elif not mending or target == "-":
        show(json.dumps(_data(outcome, problems), ensure_ascii=False, indent=2))
    if mending:
        for absence in absences:
            who = name(absence.member, problem.roster.members)
            note(tr("planning again without {who} on {day:%Y-%m-%d}", who=who, day=absence.start))
        more = _data(outcome, problems)
        done = mend(loaded, problem, absences, target, effort, act, format, more)
        return (1 if failed else 0) if done else 3
    if outcome.plan != before or output is not None:
        save_plan(outcome.plan, target, act)
        note(tr("written to {file}", file=target))
    if absences:
        note(
            trn(
                "{n} seat is held by who declined: mend the plan with --repair",
                "{n} seats are held by who declined: mend the plan with --repair",
                len(absences),
            )
        )
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
            data = read_limited(path)
        except OSError as error:
            problems.append(Diagnostic(shown, 0, 0, "F001", system_error(error)))
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
        line = joined(
            ": ", (taken.session, name(taken.member, members), _word(taken.answer.status))
        )
        if before == taken.answer:
            line += tr(" (known already)")
        elif before is not None:
            line += tr(" (was {status})", status=_word(before.status))
        yield line
    touched = {taken.session for taken in outcome.taken}
    for session in outcome.plan.sessions:
        if session.id in touched:
            inside = {member for _, member in (*session.members(), *session.standbys())}
            said = Counter(a.status.value for m, a in session.answers.items() if m in inside)
            yield tr(
                "{session}: {accepted} accepted, {declined} declined, {tentative} tentative, "
                "{silent} without an answer",
                session=session.id,
                accepted=said["accepted"],
                declined=said["declined"],
                tentative=said["tentative"],
                silent=len(inside) - said.total(),
            )


def _word(status: "ParticipationStatus") -> str:
    words = {
        "accepted": tr("accepted"),
        "declined": tr("declined"),
        "tentative": tr("tentative"),
    }
    return words[status.value]


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
