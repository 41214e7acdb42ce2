"""Whole calendars, to subscribe to, to import, or to push to a server event by event."""

from collections.abc import Mapping
from dataclasses import dataclass

from drillctl.exports.ics.audience import Audience, by_name, part, title
from drillctl.exports.ics.content_lines import line, plain, text_line
from drillctl.exports.ics.events import Events
from drillctl.exports.ics.timezones import vtimezone
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem

PRODUCT = "-//drillctl//drillctl//EN"
REFRESH = "PT1H"
"""How often a subscriber should look: a session may move the evening before."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One session in one calendar. `first` and `last`: local years of its start and end."""

    uid: str
    first: int
    last: int
    component: bytes


@dataclass(frozen=True, slots=True)
class Calendar:
    """The events of one audience, in order of start.

    `zone`: IANA name of the zone in which times are written; `utc`: they are in UTC instead.
    `year` is the one for which the zone is described where there is no event.
    """

    title: str
    zone: str
    utc: bool
    year: int
    events: tuple[CalendarEvent, ...]

    def to_bytes(self) -> bytes:
        """One file of all events, METHOD:PUBLISH (RFC 5546, 3.2.1), to subscribe to or import.

        It names no ORGANIZER, which RFC 5546 asks for: an address may stand in no published
        file. A calendar without events keeps a VTIMEZONE, since RFC 5545 wants a component.
        """
        years = (
            min((event.first for event in self.events), default=self.year),
            max((event.last for event in self.events), default=self.year),
        )
        zone = b"" if self.utc and self.events else vtimezone(self.zone, *years)
        return b"".join(
            (
                *opening("PUBLISH"),
                text_line("NAME", self.title),
                text_line("X-WR-CALNAME", self.title),
                text_line("X-WR-TIMEZONE", self.zone),
                line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"}),
                line("X-PUBLISHED-TTL", REFRESH),
                zone,
                *(event.component for event in self.events),
                line("END", "VCALENDAR"),
            )
        )

    def resource(self, event: CalendarEvent) -> bytes:
        """One event as a calendar object resource: alone, without METHOD (RFC 4791, 4.1).

        The bytes depend on this event only, not on what else is in the calendar.
        """
        zone = b"" if self.utc else vtimezone(self.zone, event.first, event.last)
        return b"".join((*opening(None), zone, event.component, line("END", "VCALENDAR")))


def opening(method: str | None) -> tuple[bytes, ...]:
    """The first lines of every VCALENDAR."""
    head = (
        line("BEGIN", "VCALENDAR"),
        line("PRODID", PRODUCT),
        line("VERSION", "2.0"),
        line("CALSCALE", "GREGORIAN"),
    )
    return head if method is None else (*head, line("METHOD", method))


class Calendars:
    """All calendars of a plan. What they share is made once; ask one object for many of them.

    `utc`: times in UTC, for clients that read no VTIMEZONE. `redact`: no personal names.
    """

    def __init__(
        self, problem: Problem, plan: Plan, *, utc: bool = False, redact: bool = False
    ) -> None:
        self._problem = problem
        self._plan = plan
        self._redact = redact
        self._events = Events(problem, utc)
        self._sessions: dict[Audience, Mapping[str, tuple[PlannedSession, ...]]] = {}

    def of(self, audience: Audience, name: str = "") -> Calendar:
        """The calendar of one team, member or venue (`name` its id), or of all.

        Raises
        ------
        KeyError
            The roster has no such team, member or venue.
        """
        if audience not in self._sessions:
            self._sessions[audience] = by_name(self._problem, self._plan, audience)
        return Calendar(
            title(self._problem, audience, name, self._redact),
            self._problem.roster.timezone,
            self._events.utc,
            self._problem.period.first.year,
            tuple(
                self._event(session, audience, name)
                for session in self._sessions[audience].get(name, ())
            ),
        )

    def _event(self, session: PlannedSession, audience: Audience, name: str) -> CalendarEvent:
        shown = part(self._problem, session, audience, name, self._redact)
        summary = self._problem.scenarios[session.scenario].title
        component = self._events.event(
            session,
            f"Standby: {summary}" if shown.standby else summary,
            shown.lines,
            # The calendars of a team and of all are read by people who may not take part.
            opaque=audience in (Audience.MEMBER, Audience.VENUE),
        )
        return CalendarEvent(plain(session.uid), *self._events.years(session), component)
