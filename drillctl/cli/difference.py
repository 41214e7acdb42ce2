"""How a difference between two plans is shown: text, Markdown (a comment), JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from drillctl.cli.cells import markdown_cell, markdown_row
from drillctl.explain.difference import Change, Difference, PersonChange, SessionChange
from drillctl.exports.overview.goals import goal_value
from drillctl.language import Message, joined, tr, trn
from drillctl.language.dates import time_shown
from drillctl.language.width import padded, width_of
from drillctl.model.plan import PlannedSession
from drillctl.model.policy import Goal
from drillctl.model.roster import Member

Members = Mapping[str, Member]
"""Members by id, for their names; empty where no roster is at hand."""


def difference_text(found: Difference, members: Members) -> str:
    """For a terminal: sessions first, then each person with what changes for them."""
    lines: list[str] = [_headline(found), ""]
    for session in found.sessions:
        lines.append(f"{session.id}: " + _what(session))
        lines += [
            f"  {_sign(person)} " + _part(person) + f": {name(person.member, members)}"
            for person in session.people
            if person.change is not Change.ANOTHER_TIME
        ]
    if found.people:
        lines += ["", tr("for whom")]
    for member, changes in found.people.items():
        lines.append(name(member, members))
        lines += ["  " + told_where(found, person) for person in changes]
    goals = _goals(found)
    lines += ["", *goals] if goals else []
    while not lines[-1]:
        lines.pop()
    return joined("\n", lines)


def difference_markdown(found: Difference, members: Members) -> str:
    """Tables for a pull request or merge request comment."""
    lines: list[str] = ["**" + _headline(found) + "**", ""]
    if found.sessions:
        lines += [tr("| session | what | in | out |"), "|---|---|---|---|"]
    for session in found.sessions:
        joins = [p for p in session.people if p.change is Change.ASKED]
        leaves = [p for p in session.people if p.change is Change.RELEASED]
        others = [p for p in session.people if p.change is Change.ANOTHER_ROLE]
        cells = (
            session.id,
            _what(session),
            joined("; ", (_named_part(p, members) for p in (*joins, *others))),
            joined("; ", (_named_part(p, members) for p in leaves)),
        )
        lines.append(markdown_row(cells))
    if found.people:
        lines += ["", tr("| who | what changes |"), "|---|---|"]
    for member, changes in found.people.items():
        texts = [markdown_cell(told_where(found, p)) for p in changes]
        lines.append(f"| {markdown_cell(name(member, members))} | {'<br>'.join(texts)} |")
    goals = list(_goal_rows(found))
    if goals:
        lines += ["", tr("| goal | before | after |"), "|---|---:|---:|"]
        lines += ["| " + joined(" | ", row) + " |" for row in goals]
    return joined("\n", lines)


def _named_part(person: PersonChange, members: Members) -> str:
    return f"{name(person.member, members)} (" + _part(person) + ")"


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


def _headline(found: Difference) -> Message:
    if not found.sessions:
        return tr("no session differs")
    sessions = Counter(session.change for session in found.sessions)
    people: Counter[Change] = Counter()
    for changes in found.people.values():
        people.update({person.change for person in changes})
    counts = joined(", ", (_counted(c, sessions[c]) for c in Change if sessions[c]))
    parts = joined(", ", (_counted(c, people[c]) for c in Change if people[c]))
    if not parts:
        return tr("{n} session(s) differ: {counts}", n=len(found.sessions), counts=counts)
    return tr(
        "{n} session(s) differ: {counts}; {people} people: {parts}",
        n=len(found.sessions),
        counts=counts,
        people=len(found.people),
        parts=parts,
    )


def _counted(change: Change, number: int) -> Message:
    match change:
        case Change.NEW:
            return trn("{n} new", "{n} new", number)
        case Change.CANCELLED:
            return trn("{n} cancelled", "{n} cancelled", number)
        case Change.MOVED:
            return trn("{n} moved", "{n} moved", number)
        case Change.RESTAFFED:
            return trn("{n} restaffed", "{n} restaffed", number)
        case Change.ASKED:
            return trn("{n} asked", "{n} asked", number)
        case Change.RELEASED:
            return trn("{n} released", "{n} released", number)
        case Change.ANOTHER_ROLE:
            return trn("{n} in another role", "{n} in another role", number)
        case Change.ANOTHER_TIME:
            return trn("{n} at another time or place", "{n} at another time or place", number)


def _what(session: SessionChange) -> Message:
    before, after = session.before, session.after
    if before is None:
        assert after is not None
        return tr("new, {where}", where=where(after, named=False))
    if after is None:
        return tr("cancelled, was {where}", where=where(before, named=False))
    parts = []
    if _same_clock(before, after):
        parts.append(
            tr(
                "{time} as before, by other clock rules: UTC{after} instead of UTC{before}",
                time=time_shown(after.start),
                after=after.start.isoformat()[-6:],
                before=before.start.isoformat()[-6:],
            )
        )
    elif (before.start, before.end) != (after.start, after.end):
        parts.append(time_shown(before.start) + " -> " + time_shown(after.start))
    if before.venue != after.venue:
        no_venue = tr("no venue")
        parts.append(joined(" -> ", (before.venue or no_venue, after.venue or no_venue)))
    if not parts:
        return tr("other people, {where}", where=where(after, named=False))
    return joined("; ", parts)


def _same_clock(before: PlannedSession, after: PlannedSession) -> bool:
    """Whether the clocks show the same, at another instant: the zone has got other rules."""
    return (before.start, before.end) != (after.start, after.end) and [
        moment.replace(tzinfo=None) for moment in (before.start, before.end)
    ] == [moment.replace(tzinfo=None) for moment in (after.start, after.end)]


def _sign(person: PersonChange) -> str:
    return {Change.ASKED: "+", Change.RELEASED: "-"}.get(person.change, "~")


def _part(person: PersonChange) -> str:
    if person.was is not None and person.now is not None and person.was != person.now:
        return joined(" -> ", (str(person.was), str(person.now)))
    return str(person.role)


def told(person: PersonChange) -> Message:
    """What to tell a person of one session."""
    was, now = str(person.was), str(person.now)
    match person.change:
        case Change.ASKED:
            return tr("asked as {role}", role=now)
        case Change.RELEASED:
            return tr("released as {role}", role=was)
        case Change.ANOTHER_ROLE if person.moved:
            return tr("{was} -> {now}, moved", was=was, now=now)
        case Change.ANOTHER_ROLE:
            return joined(" -> ", (was, now))
        case _:
            return tr("moved, as {role}", role=now)


def told_where(found: Difference, person: PersonChange) -> Message:
    """`told` with the session: as it was for who is released, both dates for who moves."""
    session = next(s for s in found.sessions if s.id == person.session)
    shown = session.session if person.now is not None else session.before
    assert shown is not None
    if person.was is None or person.now is None or not person.moved:
        return told(person) + ": " + where(shown)
    assert session.before is not None
    if _same_clock(session.before, shown) and person.change is Change.ANOTHER_TIME:
        return tr("the same local time by other clock rules") + ": " + where(shown)
    return tr(
        "{what}: {where} (was {before})",
        what=told(person),
        where=where(shown),
        before=where(session.before, named=False),
    )


def where(session: PlannedSession, named: bool = True) -> Message:
    """The session, its start and its venue."""
    text = time_shown(session.start)
    if session.venue:
        text = tr("{time} at {venue}", time=text, venue=session.venue)
    return tr("{session}, {where}", session=session.id, where=text) if named else text


def name(member: str, members: Members) -> str:
    """A member as people know them, with the id."""
    return f"{members[member].name} ({member})" if member in members else member


def _goals(found: Difference) -> list[str]:
    rows: list[tuple[str, str, str]] = [(tr("goal"), tr("before"), tr("after"))]
    rows += _goal_rows(found)
    widths = [max(width_of(row[k]) for row in rows) for k in range(3)]
    return [
        "  ".join(padded(cell, widths[k], right=k > 0) for k, cell in enumerate(row))
        for row in rows
    ] * (len(rows) > 1)


def _values_before(found: Difference) -> dict[Goal, float]:
    """The goals' values before; not of stability, which each plan counts from its own baseline."""
    return {goal.id: goal.value for goal in found.before.goals if goal.id is not Goal.STABILITY}


def _goal_rows(found: Difference) -> Iterator[tuple[str, str, str]]:
    before = _values_before(found)
    for goal in found.after.goals:
        was = goal_value(goal.id, before[goal.id]) if goal.id in before else "-"
        yield goal.id.value, was, goal_value(goal.id, goal.value)


def shown(found: Difference, members: Members, form: str) -> str:
    """The difference as it is printed; `form` is a key of `SHOWN`."""
    text = SHOWN[form](found, members)
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, indent=2)


SHOWN: Mapping[str, Callable[[Difference, Members], Any]] = {
    "text": difference_text,
    "markdown": difference_markdown,
    "json": difference_data,
}
