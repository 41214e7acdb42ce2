"""``drillctl export``: calendars out of a plan, and invitations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note, say
from drillctl.language import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drillctl.exports.ics.audience import Audience
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem


def export_ics(
    plan_path: str,
    paths: list[str],
    *,
    out: str,
    by: str,
    method: str,
    utc: bool,
    redact: bool,
    since: str | None,
    format: str = "text",
) -> int:
    """Writes calendars or invitations below `out`, for each `by`; returns the exit status."""
    from drillctl.cli.reading import read_matching
    from drillctl.exports.ics.audience import Audience
    from drillctl.exports.ics.files import leftovers, write_calendars

    invite = method == "request"
    if invite and redact:
        return _refused(
            tr("--redact is for --method publish: an invitation names whom it invites"), 2
        )
    if since is not None and not invite:
        return _refused(tr("--since is for --method request: a published file is always whole"), 2)
    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return 1
    problem, plan = read[0].problem, read[1]
    folder, audience = Path(out), Audience(by)
    if invite:
        return _invite(problem, plan, folder, audience, utc=utc, since=since, format=format)
    folder.mkdir(parents=True, exist_ok=True)
    written = write_calendars(problem, plan, folder, audience, utc=utc, redact=redact)
    left = leftovers(folder, audience, written)
    if format == "json":
        _print_json(written, left)
    else:
        say(
            trn(
                "{n} calendar written to {folder}",
                "{n} calendars written to {folder}",
                len(written),
                folder=out,
            )
        )
    if left:
        shown = ", ".join(path.name for path in left[:3]) + (", ..." if len(left) > 3 else "")
        note(
            trn(
                "note: {n} calendar of earlier exports is not in these files any more, and still "
                "shows old sessions to who subscribed: {names}",
                "note: {n} calendars of earlier exports are not in these files any more, and "
                "still show old sessions to who subscribed: {names}",
                len(left),
                names=shown,
            )
        )
    return 0


def _print_json(written: "Sequence[Path]", left: "Sequence[Path]" = ()) -> None:
    data = {
        "written": [path.as_posix() for path in written],
        "leftovers": [path.as_posix() for path in left],
    }
    say(json.dumps(data, ensure_ascii=False, indent=2))


def _invite(
    problem: "Problem",
    plan: "Plan",
    folder: Path,
    audience: "Audience",
    *,
    utc: bool,
    since: str | None,
    format: str,
) -> int:
    from drillctl.exports.ics.audience import everyone
    from drillctl.exports.ics.files import write_messages
    from drillctl.exports.ics.messages import Messages, unnumbered
    from drillctl.files.plan_file import read_plan

    if problem.policy.organizer is None:
        return _refused(
            tr(
                "the policy names no organizer to invite and to take answers: add to it "
                "`organizer: {name: Training office, email: training@example.org}`"
            )
        )
    earlier = None
    if since is not None:
        earlier, diagnostics = read_plan(since, as_written=True)
        for diagnostic in diagnostics:
            note(str(diagnostic))
        if earlier is None:
            return 1
        stuck = unnumbered(earlier, plan)
        if stuck:
            return _refused(
                tr(
                    "{sessions} changed since {plan}, but not the sequence number, so that no "
                    "calendar would follow: plan with --baseline, and name the older plan here",
                    sessions=", ".join(stuck),
                    plan=since,
                )
            )
    if next(folder.glob("*/*.request.ics"), None) or next(folder.glob("*/*.cancel.ics"), None):
        return _refused(
            tr(
                "{folder} holds messages already, which would be sent again: name an empty folder",
                folder=folder,
            ),
            2,
        )
    folder.mkdir(parents=True, exist_ok=True)
    messages = Messages(problem, plan, problem.policy.organizer, since=earlier, utc=utc)
    written = write_messages(messages, folder, audience)
    if format == "json":
        _print_json(written)
    else:
        say(
            trn(
                "{n} message written to {folder}",
                "{n} messages written to {folder}",
                len(written),
                folder=folder,
            )
        )
    asked = {member for session in plan.sessions for member in everyone(session)}
    mute = sum(problem.roster.members[member].email is None for member in asked)
    if mute:
        note(
            tr(
                "note: {n} of {of} invited have no `email` in the roster; a urn:uuid stands for "
                "it, which no mail reaches",
                n=mute,
                of=len(asked),
            )
        )
    return 0


def _refused(message: str, status: int = 1) -> int:
    note(tr("error: {what}", what=message))
    return status
