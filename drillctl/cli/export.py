"""``drillctl export``: calendars out of a plan, and invitations."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
) -> int:
    """Writes calendars or invitations below `out`, for each `by`; returns the exit status."""
    from drillctl.cli.reading import read_matching
    from drillctl.exports.ics.audience import Audience
    from drillctl.exports.ics.files import leftovers, write_calendars

    invite = method == "request"
    if invite and redact:
        return _refused("--redact is for --method publish: an invitation names whom it invites", 2)
    if since is not None and not invite:
        return _refused("--since is for --method request: a published file is always whole", 2)
    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return 1
    problem, plan = read[0].problem, read[1]
    folder, audience = Path(out), Audience(by)
    if invite:
        return _invite(problem, plan, folder, audience, utc=utc, since=since)
    folder.mkdir(parents=True, exist_ok=True)
    written = write_calendars(problem, plan, folder, audience, utc=utc, redact=redact)
    print(f"{len(written)} calendar(s) written to {out}")
    left = leftovers(folder, audience, written)
    if left:
        shown = ", ".join(path.name for path in left[:3]) + (", ..." if len(left) > 3 else "")
        print(
            f"note: {len(left)} calendar(s) of earlier exports are not in these files any more, "
            f"and still show old sessions to who subscribed: {shown}",
            file=sys.stderr,
        )
    return 0


def _invite(
    problem: "Problem",
    plan: "Plan",
    folder: Path,
    audience: "Audience",
    *,
    utc: bool,
    since: str | None,
) -> int:
    from drillctl.exports.ics.audience import everyone
    from drillctl.exports.ics.files import write_messages
    from drillctl.exports.ics.messages import Messages, unnumbered
    from drillctl.files.plan_file import read_plan

    if problem.policy.organizer is None:
        return _refused(
            "the policy names no organizer to invite and to take answers: add to it "
            "`organizer: {name: Training office, email: training@example.org}`"
        )
    earlier = None
    if since is not None:
        earlier, diagnostics = read_plan(since)
        for diagnostic in diagnostics:
            print(diagnostic, file=sys.stderr)
        if earlier is None:
            return 1
        stuck = unnumbered(earlier, plan)
        if stuck:
            return _refused(
                f"{', '.join(stuck)} changed since {since}, but not the sequence number, so that "
                "no calendar would follow: plan with --baseline, and name the older plan here"
            )
    if next(folder.glob("*/*.request.ics"), None) or next(folder.glob("*/*.cancel.ics"), None):
        return _refused(
            f"{folder} holds messages already, which would be sent again: name an empty folder", 2
        )
    folder.mkdir(parents=True, exist_ok=True)
    messages = Messages(problem, plan, problem.policy.organizer, since=earlier, utc=utc)
    written = write_messages(messages, folder, audience)
    print(f"{len(written)} message(s) written to {folder}")
    asked = {member for session in plan.sessions for member in everyone(session)}
    mute = sum(problem.roster.members[member].email is None for member in asked)
    if mute:
        print(
            f"note: {mute} of {len(asked)} invited have no `email` in the roster; a urn:uuid "
            "stands for it, which no mail reaches",
            file=sys.stderr,
        )
    return 0


def _refused(message: str, status: int = 1) -> int:
    print(f"error: {message}", file=sys.stderr)
    return status
