"""``drillctl pin``: what of a plan every replan must hold."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drillctl.cli.changing import changing
from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr

if TYPE_CHECKING:
    from drillctl.model.pin import Pin
    from drillctl.model.plan import PlannedSession


@changing("drillctl pin", lambda given: [given["plan"]] if given["sessions"] else [])
def pin(
    plan: str,
    sessions: list[str],
    *,
    start: bool,
    venue: bool,
    people: list[str],
    remove: bool,
    format: str = "text",
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Writes the pins into the plan, or takes them out; without sessions, lists them."""
    from drillctl.cli.saving import Act, save_plan
    from drillctl.files.diagnostics import did_you_mean
    from drillctl.files.plan_file import read_plan

    act = Act("pin", reason, by)
    if act.wrong(plan):
        return 2
    found, problems = read_plan(plan)
    for diagnostic in problems:
        note(str(diagnostic))
    if found is None:
        return 1
    held = {session.id: session for session in found.sessions}
    pins = {known.session: known for known in found.pins}
    known_ids = pins if remove else held
    unknown = [session for session in sessions if session not in known_ids]
    for session in unknown:
        if remove:
            what = tr("error: {session!r} is not pinned", session=session)
        else:
            what = tr("error: {session!r} is not held in the plan", session=session)
        hint = did_you_mean(session, known_ids)
        note(tr("{what} ({hint})", what=what, hint=hint) if hint else what)
    for member in people:
        for session in sessions if not unknown and not remove else ():
            if member not in {m for _, m in held[session].members()}:
                note(
                    tr("error: {member!r} has no seat in {session}", member=member, session=session)
                )
                unknown.append(member)
    if unknown:
        return 2
    for session in sessions:
        if remove:
            del pins[session]
        else:
            pins[session] = _pin(held[session], start=start, venue=venue, people=people)
    if sessions:
        pinned = replace(found, pins=tuple(pins[name] for name in sorted(pins)))
        save_plan(pinned, plan, act)
    # The plan itself goes to standard output where it came from standard input.
    show = note if plan == "-" and sessions else say
    listed = [pins[name] for name in sorted(pins)]
    if format == "json":
        data = {"pins": [_data(pin) for pin in listed]}
        show(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for found_pin in listed:
            show(_shown(found_pin))
    return 0


def _data(pin: "Pin") -> dict[str, Any]:
    return {
        "session": pin.session,
        "whole": pin.whole,
        "start": pin.start.isoformat(timespec="minutes") if pin.start else None,
        "venue": pin.venue,
        "people": {position: list(members) for position, members in pin.people.items()},
    }


def _pin(session: "PlannedSession", *, start: bool, venue: bool, people: list[str]) -> "Pin":
    from drillctl.model.pin import Pin

    if not (start or venue or people):
        return Pin(session.id)
    return Pin(
        session.id,
        start=session.start.replace(tzinfo=None) if start else None,
        venue=session.venue if venue else None,
        people={
            position: chosen
            for position, members in session.assigned.items()
            if (chosen := tuple(m for m in members if m in people))
        },
    )


def _shown(pin: "Pin") -> str:
    if pin.whole:
        return tr("{session}: start, venue and people", session=pin.session)
    parts: list[str] = []
    if pin.start:
        parts.append(tr("start {start:%Y-%m-%d %H:%M}", start=pin.start))
    if pin.venue:
        parts.append(tr("venue {venue}", venue=pin.venue))
    parts += [f"{p}: {', '.join(members)}" for p, members in pin.people.items()]
    return tr("{session}: {parts}", session=pin.session, parts=joined("; ", parts))
