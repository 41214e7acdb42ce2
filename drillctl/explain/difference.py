"""What changed between two plans: per session and per person.

A session is known by its id. Two sessions differ where start, end, venue or people do: the same
that raises an RFC 5545 sequence number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession


class Change(StrEnum):
    """What became of a session, or of one person's part in it."""

    NEW = "new"
    CANCELLED = "cancelled"
    MOVED = "moved"
    RESTAFFED = "restaffed"

    ASKED = "asked"
    RELEASED = "released"
    ANOTHER_ROLE = "another role"
    ANOTHER_TIME = "another time"


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """A position in a session, as one who is assigned or stands by."""

    position: str
    standby: bool = False

    def __str__(self) -> str:
        return tr("standby {position}", position=self.position) if self.standby else self.position


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One member's part in one session, before and after; None: no part."""

    member: str
    session: str
    was: Role | None
    now: Role | None
    moved: bool

    @property
    def role(self) -> Role:
        """The part now, else the part before."""
        role = self.now or self.was
        assert role is not None
        return role

    @property
    def change(self) -> Change:
        """What to tell this person."""
        if self.was is None:
            return Change.ASKED
        if self.now is None:
            return Change.RELEASED
        return Change.ANOTHER_ROLE if self.was != self.now else Change.ANOTHER_TIME


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One session before and after; None: not held. `people` in order of position and member."""

    id: str
    before: PlannedSession | None
    after: PlannedSession | None
    people: tuple[PersonChange, ...]

    @property
    def session(self) -> PlannedSession:
        """The session as it is now, else as it was."""
        session = self.after or self.before
        assert session is not None
        return session

    @property
    def change(self) -> Change:
        """What became of it; a session that moved may have other people too."""
        if self.before is None:
            return Change.NEW
        if self.after is None:
            return Change.CANCELLED
        return Change.MOVED if self.after.moved_from(self.before) else Change.RESTAFFED


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed. `sessions` in order of start (the new one, else the old), then id."""

    before: Plan
    after: Plan
    sessions: tuple[SessionChange, ...]

    @property
    def people(self) -> dict[str, tuple[PersonChange, ...]]:
        """What changed for whom: member id, in order, to changes in the sessions' order."""
        found: dict[str, list[PersonChange]] = {}
        for session in self.sessions:
            for person in session.people:
                found.setdefault(person.member, []).append(person)
        return {member: tuple(found[member]) for member in sorted(found)}


def difference(before: Plan, after: Plan) -> Difference:
    """What changes when `after` takes the place of `before`."""
    old = {session.id: session for session in before.sessions}
    new = {session.id: session for session in after.sessions}
    changed = []
    for session in {**old, **new}:
        was, now = old.get(session), new.get(session)
        people = tuple(_people(session, was, now))
        if was is None or now is None or people or now.moved_from(was):
            changed.append(SessionChange(session, was, now, people))
    changed.sort(key=lambda c: (c.session.start, c.id))
    return Difference(before, after, tuple(changed))


def _people(
    session: str, was: PlannedSession | None, now: PlannedSession | None
) -> Iterator[PersonChange]:
    before, after = _roles(was), _roles(now)
    moved = was is not None and now is not None and now.moved_from(was)
    changed = [
        PersonChange(member, session, before.get(member), after.get(member), moved)
        for member in before.keys() | after.keys()
        if moved or before.get(member) != after.get(member)
    ]
    yield from sorted(changed, key=lambda c: (c.role, c.member))


def _roles(session: PlannedSession | None) -> dict[str, Role]:
    if session is None:
        return {}
    roles = {member: Role(position, True) for position, member in session.standbys()}
    return roles | {member: Role(position) for position, member in session.members()}
