"""How a difference between two plans is shown: text, Markdown (a comment), JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from drillctl.cli.cells import markdown_cell
from drillctl.cli.tables import UNITS
from drillctl.explain.difference import Change, Difference, PersonChange, SessionChange
from drillctl.model.plan import PlannedSession
from drillctl.model.policy import Goal
from drillctl.model.roster import Member

Members = Mapping[str, Member]
"""Members by id, for their names; empty where no roster is at hand."""


def difference_text(found: Difference, members: Members) -> str:
    """For a terminal: sessions first, then each person with what changes for them."""
    lines = [_headline(found), ""]
    for session in found.sessions:
        lines.append(f"{session.id}: {_what(session)}")
        lines += [
            f"  {_sign(person)} {_part(person)}: {name(person.member, members)}"
            for person in session.people
            if person.change is not Change.ANOTHER_TIME
        ]
    if found.people:
        lines += ["", "for whom"]
    for member, changes in found.people.items():
        lines.append(name(member, members))
        lines += [f"  {told_where(found, person)}" for person in changes]
    lines += ["", *_goals(found)]
    return "\n".join(lines).strip()


def difference_markdown(found: Difference, members: Members) -> str:
    """Tables for a pull request or merge request comment."""
    lines = [f"**{_headline(found)}**", ""]
    if found.sessions:
        lines += ["| session | what | in | out |", "|---|---|---|---|"]
    for session in found.sessions:
        joins = [p for p in session.people if p.change is Change.ASKED]
        leaves = [p for p in session.people if p.change is Change.RELEASED]
        others = [p for p in session.people if p.change is Change.ANOTHER_ROLE]
        cells = (
            session.id,
            _what(session),
            "; ".join(
                [f"{name(p.member, members)} ({_part(p)})" for p in joins]
                + [f"{name(p.member, members)} ({_part(p)})" for p in others]
            ),
            "; ".join(f"{name(p.member, members)} ({_part(p)})" for p in leaves),
        )
        lines.append("| " + " | ".join(markdown_cell(cell) for cell in cells) + " |")
    if found.people:
        lines += ["", "| who | what changes |", "|---|---|"]
    for member, changes in found.people.items():
        texts = [markdown_cell(told_where(found, p)) for p in changes]
        lines.append(f"| {markdown_cell(name(member, members))} | {'<br>'.join(texts)} |")
    goals = list(_goal_rows(found))
    if goals:
        lines += ["", "| goal | before | after |", "|---|---:|---:|"]
        lines += [f"| {goal} | {was} | {now} |" for goal, was, now in goals]
    return "\n".join(lines)


def difference_data(found: Difference, members: Members) -> dict[str, Any]:
    """The same for programs: ids, ISO 8601 times with offset, the kinds of change as words."""

    before = _values_before(found)

    def session_data(session: PlannedSession | None) -> dict[str, Any] | None:
        if session is None:
            return None
        return {
            "start": session.start.isoformat(timespec="minutes"),
            "end": session.end.isoformat(timespec="minutes"),
            "venue": session.venue,
            "sequence": session.sequence,
        }

    def person_data(person: PersonChange) -> dict[str, Any]:
        return {
            "member": person.member,
            "name": members[person.member].name if person.member in members else None,
            "session": person.session,
            "change": person.change.value,
            "was": None if person.was is None else str(person.was),
            "now": None if person.now is None else str(person.now),
        }

    return {
        "revision": {"before": found.before.revision, "after": found.after.revision},
        "sessions": [
            {
                "id": session.id,
                "change": session.change.value,
                "before": session_data(session.before),
                "after": session_data(session.after),
                "people": [person_data(person) for person in session.people],
            }
            for session in found.sessions
        ],
        "people": {
            member: [person_data(person) for person in changes]
            for member, changes in found.people.items()
        },
        "goals": [
            {
                "id": goal.id.value,
                "before": before.get(goal.id),
                "after": goal.value,
            }
            for goal in found.after.goals
        ],
    }


def _headline(found: Difference) -> str:
    if not found.sessions:
        return "no session differs"
    sessions = Counter(session.change for session in found.sessions)
    people: Counter[Change] = Counter()
    for changes in found.people.values():
        people.update({person.change for person in changes})
    counts = [f"{sessions[c]} {c}" for c in Change if sessions[c]]
    parts = [f"{people[c]} {_PEOPLE.get(c, c)}" for c in Change if people[c]]
    text = f"{len(found.sessions)} session(s) differ: {', '.join(counts)}"
    return text + (f"; {len(found.people)} people: {', '.join(parts)}" if parts else "")


_PEOPLE = {Change.ANOTHER_ROLE: "in another role", Change.ANOTHER_TIME: "at another time or place"}


def _what(session: SessionChange) -> str:
    before, after = session.before, session.after
    if before is None:
        assert after is not None
        return f"new, {where(after, named=False)}"
    if after is None:
        return f"cancelled, was {where(before, named=False)}"
    parts = []
    if (before.start, before.end) != (after.start, after.end):
        parts.append(f"{_when(before.start)} -> {_when(after.start)}")
    if before.venue != after.venue:
        parts.append(f"{before.venue or 'no venue'} -> {after.venue or 'no venue'}")
    return "; ".join(parts) or f"other people, {where(after, named=False)}"


def _sign(person: PersonChange) -> str:
    return {Change.ASKED: "+", Change.RELEASED: "-"}.get(person.change, "~")


def _part(person: PersonChange) -> str:
    if person.was is not None and person.now is not None and person.was != person.now:
        return f"{person.was} -> {person.now}"
    return str(person.role)


def told(person: PersonChange) -> str:
    """What to tell a person of one session."""
    match person.change:
        case Change.ASKED:
            return f"asked as {person.now}"
        case Change.RELEASED:
            return f"released as {person.was}"
        case Change.ANOTHER_ROLE:
            return f"{person.was} -> {person.now}" + (", moved" if person.moved else "")
        case _:
            return f"moved, as {person.now}"


def told_where(found: Difference, person: PersonChange) -> str:
    """`told` with the session: as it was for who is released, both dates for who moves."""
    session = next(s for s in found.sessions if s.id == person.session)
    shown = session.session if person.now is not None else session.before
    assert shown is not None
    text = f"{told(person)}: {where(shown)}"
    if person.was is not None and person.now is not None and person.moved:
        assert session.before is not None
        text += f" (was {where(session.before, named=False)})"
    return text


def where(session: PlannedSession, named: bool = True) -> str:
    """The session, its start and its venue."""
    prefix = f"{session.id}, " if named else ""
    return f"{prefix}{_when(session.start)}" + (f" at {session.venue}" if session.venue else "")


def _when(moment: datetime) -> str:
    return moment.strftime("%a %Y-%m-%d %H:%M")


def name(member: str, members: Members) -> str:
    """A member as people know them, with the id."""
    return f"{members[member].name} ({member})" if member in members else member


def _goals(found: Difference) -> list[str]:
    rows = [("goal", "before", "after"), *_goal_rows(found)]
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    return [
        f"{goal:<{widths[0]}}  {was:>{widths[1]}}  {now:>{widths[2]}}" for goal, was, now in rows
    ] * (len(rows) > 1)


def _values_before(found: Difference) -> dict[Goal, float]:
    """The goals' values before; not of stability, which each plan counts from its own baseline."""
    return {goal.id: goal.value for goal in found.before.goals if goal.id is not Goal.STABILITY}


def _goal_rows(found: Difference) -> Iterator[tuple[str, str, str]]:
    before = _values_before(found)
    for goal in found.after.goals:
        unit = UNITS.get(goal.id, "")
        was = f"{before[goal.id]:,g}{unit}" if goal.id in before else "-"
        yield goal.id.value, was, f"{goal.value:,g}{unit}"


def shown(found: Difference, members: Members, form: str) -> str:
    """The difference as it is printed; `form` is a key of `SHOWN`."""
    text = SHOWN[form](found, members)
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, indent=2)


SHOWN: Mapping[str, Callable[[Difference, Members], Any]] = {
    "text": difference_text,
    "markdown": difference_markdown,
    "json": difference_data,
}
