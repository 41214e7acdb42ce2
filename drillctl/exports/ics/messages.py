"""Invitations and what takes them back: METHOD:REQUEST and METHOD:CANCEL (RFC 5546, 3.2).

One message for each session. Which are due follows from the plan and an earlier one: who is
asked anew or must come at another time, place or in another role gets a REQUEST; who was
released from a session that goes on, a CANCEL that names them and leaves the event's STATUS
alone; all whose session fell away, a CANCEL with STATUS:CANCELLED (RFC 5546, 3.2.5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from drillctl.exports.ics.attendees import (
    Role,
    address_of,
    invited,
    organizer_line,
    roles,
    uninvited,
)
from drillctl.exports.ics.audience import Audience, by_name, everyone, names, part
from drillctl.exports.ics.calendars import opening
from drillctl.exports.ics.content_lines import line, text_line
from drillctl.exports.ics.events import Events, revision_stamp, sequence_stamp, uid_line
from drillctl.exports.ics.timezones import vtimezone
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.policy import Organizer
from drillctl.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Message:
    """One iTIP message about one session (its id)."""

    session: str
    method: Literal["request", "cancel"]
    data: bytes


class Messages:
    """The messages due for a plan.

    `since`: the plan that people were told of last; None: nobody was told anything, so all are
    invited. `utc`: times in UTC.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        organizer: Organizer,
        *,
        since: Plan | None = None,
        utc: bool = False,
    ) -> None:
        self._problem = problem
        self._plan = plan
        self._since = since
        self._organizer = organizer_line(organizer)
        self._events = Events(problem, utc)
        self._stamp = revision_stamp(plan.revision)
        self._held = {session.uid: session for session in plan.sessions}
        self._cancelled = {cancelled.uid: cancelled.sequence for cancelled in plan.cancelled}
        self._sessions: dict[tuple[str, Audience], Mapping[str, tuple[PlannedSession, ...]]] = {}

    def names(self, audience: Audience) -> tuple[str, ...]:
        """The ids of all who may be due a message: the roster's, and who has left it since."""
        gone = self._then(audience).keys() - set(names(self._problem, audience))
        return (*names(self._problem, audience), *sorted(gone))

    def of(self, audience: Audience, name: str = "") -> Iterator[Message]:
        """The messages for one team, member or venue (`name` its id), or for all together.

        Of one session the CANCEL comes first: clients that read no METHOD then keep the REQUEST.
        """
        now = {session.uid: session for session in self._now(audience).get(name, ())}
        then = {session.uid: session for session in self._then(audience).get(name, ())}
        for uid, session in now.items():
            was = then.get(uid)
            people = roles(self._problem, session, audience, name)
            before = roles(self._problem, was, audience, name) if was is not None else {}
            released = {member: role for member, role in before.items() if member not in people}
            if was is not None and released:
                teams = self._teams(audience, before) - self._teams(audience, people)
                yield from self._release(was, session, released, teams)
            if was is None or session.moved_from(was) or before != people:
                yield self._request(session, audience, name, people)
        for uid, was in then.items():
            if uid not in now:
                people = roles(self._problem, was, audience, name)
                teams = self._teams(audience, people)
                if uid in self._held:
                    yield from self._release(was, self._held[uid], people, teams)
                else:
                    yield self._cancel(was, people, teams)

    def to_whom_it_may_concern(self) -> Iterator[Message]:
        """A CANCEL for each session that fell away, where no earlier plan says who was in it."""
        for cancelled in self._plan.cancelled if self._since is None else ():
            lines = (
                uid_line(cancelled.uid),
                line("DTSTAMP", self._stamp),
                line("SEQUENCE", str(cancelled.sequence)),
                line("STATUS", "CANCELLED"),
                text_line("SUMMARY", f"Cancelled: {cancelled.id}"),
                self._organizer,
            )
            yield Message(cancelled.id, "cancel", _message("CANCEL", b"", _event(*lines)))

    def _request(
        self, session: PlannedSession, audience: Audience, name: str, people: Mapping[str, Role]
    ) -> Message:
        shown = part(self._problem, session, audience, name, redact=False)
        title = self._title(session)
        component = self._events.event(
            session,
            f"Standby: {title}" if shown.standby else title,
            shown.lines,
            stamp=self._stamp,
            people=self._organizer
            + invited(self._problem, session, people, self._teams(audience, people)),
        )
        return Message(
            session.id, "request", _message("REQUEST", self._vtimezone(session), component)
        )

    def _release(
        self,
        was: PlannedSession,
        now: PlannedSession,
        people: Mapping[str, Role],
        teams: set[str],
    ) -> Iterator[Message]:
        """Takes `people` and `teams`, or without people the venue, out of what goes on.

        Who shares a mailbox with one who stays gets none: it would take the event from both.
        """
        stay = {address_of(self._problem, member) for member in everyone(now)}
        out = {m: r for m, r in people.items() if address_of(self._problem, m) not in stay}
        if out or not people:
            yield self._withdrawal(
                was,
                now.sequence,
                f"Released: {self._title(was)}",
                text_line("DESCRIPTION", "No longer needed here; the session goes on."),
                uninvited(self._problem, out, teams, None if people else was),
            )

    def _cancel(self, was: PlannedSession, people: Mapping[str, Role], teams: set[str]) -> Message:
        return self._withdrawal(
            was,
            self._cancelled.get(was.uid, was.sequence + 1),
            f"Cancelled: {self._title(was)}",
            line("STATUS", "CANCELLED"),
            uninvited(self._problem, people, teams, was),
        )

    def _withdrawal(
        self, was: PlannedSession, sequence: int, summary: str, state: bytes, attendees: bytes
    ) -> Message:
        component = _event(
            uid_line(was.uid),
            line("DTSTAMP", self._stamp),
            line("LAST-MODIFIED", sequence_stamp(sequence)),
            line("SEQUENCE", str(sequence)),
            self._events.times(was),
            text_line("SUMMARY", summary),
            state,
            line("TRANSP", "TRANSPARENT"),
            self._events.place(was.venue),
            self._organizer,
            attendees,
        )
        return Message(was.id, "cancel", _message("CANCEL", self._vtimezone(was), component))

    def _teams(self, audience: Audience, people: Mapping[str, Role]) -> set[str]:
        """The teams of these members whose mailbox is told too: a member's message is for one."""
        if audience is Audience.MEMBER:
            return set()
        members = self._problem.roster.members
        return {members[member].team for member in people if member in members}

    def _title(self, session: PlannedSession) -> str:
        scenario = self._problem.scenarios.get(session.scenario)
        return scenario.title if scenario else session.id

    def _vtimezone(self, session: PlannedSession) -> bytes:
        zone = self._problem.roster.timezone
        return b"" if self._events.utc else vtimezone(zone, *self._events.years(session))

    def _now(self, audience: Audience) -> Mapping[str, tuple[PlannedSession, ...]]:
        return self._found("now", self._plan, audience)

    def _then(self, audience: Audience) -> Mapping[str, tuple[PlannedSession, ...]]:
        return {} if self._since is None else self._found("then", self._since, audience)

    def _found(
        self, when: str, plan: Plan, audience: Audience
    ) -> Mapping[str, tuple[PlannedSession, ...]]:
        if (when, audience) not in self._sessions:
            self._sessions[when, audience] = by_name(self._problem, plan, audience)
        return self._sessions[when, audience]


def unnumbered(since: Plan, plan: Plan) -> tuple[str, ...]:
    """Sessions that changed though their sequence number did not rise: clients would not follow.

    So it is where `plan` was not made from `since`, or is the older of the two.
    """
    before = {session.uid: session for session in since.sessions}
    gone = {cancelled.uid: cancelled.sequence for cancelled in since.cancelled}
    return tuple(
        session.id
        for session in plan.sessions
        if session.sequence <= gone.get(session.uid, -1)
        or (
            (was := before.get(session.uid)) is not None
            and session.sequence <= was.sequence
            and session.changed_from(was)
        )
    )


def _event(*lines: bytes) -> bytes:
    return b"".join((line("BEGIN", "VEVENT"), *lines, line("END", "VEVENT")))


def _message(method: str, zone: bytes, component: bytes) -> bytes:
    return b"".join((*opening(method), zone, component, line("END", "VCALENDAR")))
