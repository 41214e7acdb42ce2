"""``drillctl pin``: what of a plan every replan must hold."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillctl.model.pin import Pin
    from drillctl.model.plan import PlannedSession


def pin(
    plan: str, sessions: list[str], *, start: bool, venue: bool, people: list[str], remove: bool
) -> int:
    """Writes the pins into the plan, or takes them out; without sessions, lists them."""
    from drillctl.files.diagnostics import did_you_mean
    from drillctl.files.plan_file import read_plan
    from drillctl.files.plan_text import write_plan

    found, problems = read_plan(plan)
    for diagnostic in problems:
        print(diagnostic, file=sys.stderr)
    if found is None:
        return 1
    held = {session.id: session for session in found.sessions}
    pins = {known.session: known for known in found.pins}
    known_ids = pins if remove else held
    unknown = [session for session in sessions if session not in known_ids]
    for session in unknown:
        what = "is not pinned" if remove else "is not held in the plan"
        hint = did_you_mean(session, known_ids)
        print(f"error: {session!r} {what}" + (f" ({hint})" if hint else ""), file=sys.stderr)
    for member in people:
        for session in sessions if not unknown and not remove else ():
            if member not in {m for _, m in held[session].members()}:
                print(f"error: {member!r} has no seat in {session}", file=sys.stderr)
                unknown.append(member)
    if unknown:
        return 2
    for session in sessions:
        if remove:
            del pins[session]
        else:
            pins[session] = _pin(held[session], start=start, venue=venue, people=people)
    if sessions:
        write_plan(replace(found, pins=tuple(pins[name] for name in sorted(pins))), plan)
    for name in sorted(pins):
        print(_shown(pins[name]), file=sys.stderr if plan == "-" else sys.stdout)
    return 0


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
        return f"{pin.session}: start, venue and people"
    parts = [f"start {pin.start:%Y-%m-%d %H:%M}"] if pin.start else []
    parts += [f"venue {pin.venue}"] if pin.venue else []
    parts += [f"{p}: {', '.join(members)}" for p, members in pin.people.items()]
    return f"{pin.session}: {'; '.join(parts)}"
