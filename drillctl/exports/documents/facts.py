"""What is known of one session, in the words of a doctrine and a language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from drillctl.exports.documents.doctrine import Doctrine
from drillctl.model.action import Element, OwedAction, owed_actions
from drillctl.model.duration import Duration
from drillctl.model.plan import PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.record import Record
from drillctl.model.retest import retest_demand
from drillctl.model.scenario import Inject, Scenario
from drillctl.model.zone import zone_of

# An e-mail address, or a telephone number, which is neither a date nor a span of years.
_ADDRESS = re.compile(
    r"\S+@\S+|(?<![\d-])(?!\d{4}-\d\d-\d\d\b|\d{4}[-/–]\d{4}\b)[+(]?\d[\d\s()/.-]{5,}\d"
)


@dataclass(frozen=True)
class Facts:
    """A session with all that belongs to it. `record`: filled in, or None.

    `earlier`: open corrective actions that this session can answer.
    """

    problem: Problem
    session: PlannedSession
    scenario: Scenario
    doctrine: Doctrine
    language: str
    record: Record | None = None
    earlier: tuple[OwedAction, ...] = ()

    def word(self, key: str) -> str:
        """The doctrine's word in the document's language."""
        return self.doctrine.word(key, self.language)

    def words(self, keys: Iterable[str]) -> list[str]:
        """Likewise, for each of `keys`."""
        return [self.word(key) for key in keys]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The roster's."""
        return zone_of(self.problem.roster.timezone)

    @property
    def start(self) -> datetime:
        """In the roster's zone."""
        return self.session.start.astimezone(self.zone)

    @property
    def end(self) -> datetime:
        """In the roster's zone."""
        return self.session.end.astimezone(self.zone)

    @property
    def when(self) -> str:
        """``2027-03-06 09:00 to 13:00 (Asia/Shanghai)``."""
        return f"{span(self.start, self.end, self.word('to'))} ({self.zone.key})"

    @property
    def venue(self) -> str:
        """The venue's title, or "" for none."""
        venue = self.problem.roster.venues.get(self.session.venue or "")
        return venue.title if venue else ""

    @property
    def organizer(self) -> str:
        """The organizer's name, never an address; "" where the policy names none."""
        organizer = self.problem.policy.organizer
        return without_address(organizer.name or "", "") if organizer else ""

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The scenario's, then those that only an objective names."""
        named = [o.capability for o in self.scenario.objectives if o.capability]
        return tuple(dict.fromkeys([*self.scenario.capabilities, *named]))

    @cached_property
    def people(self) -> tuple[tuple[str, str, bool], ...]:
        """(member, position, standby) by team, then assigned before standby, then name."""
        members = self.problem.roster.members
        found = [(m, p, False) for p, m in self.session.members()]
        found += [(m, p, True) for p, m in self.session.standbys()]

        def order(person: tuple[str, str, bool]) -> tuple[str, bool, str, str]:
            member = members.get(person[0])
            return (member.team if member else "", person[2], self.name(person[0]), person[0])

        return tuple(sorted(found, key=order))

    def name(self, member: str) -> str:
        """A member's name; what is no member's id is a name already."""
        found = self.problem.roster.members.get(member)
        return found.name if found else member

    def team(self, team: str) -> str:
        """A team's title, or what was written."""
        found = self.problem.roster.teams.get(team)
        return found.title if found else team

    def team_of(self, member: str) -> str:
        """The title of a member's team; "" for who has left the roster."""
        found = self.problem.roster.members.get(member)
        return self.team(found.team) if found else ""

    def position(self, position: str) -> str:
        """A position's title."""
        found = self.scenario.position(position)
        return found.title if found else position

    def objective(self, objective: str | None) -> str:
        """``o1. Rescue people``, or what was written."""
        found = next((o for o in self.scenario.objectives if o.id == objective), None)
        return f"{found.id}. {found.text}" if found else objective or ""

    def element(self, element: Element | None) -> str:
        """A capability element in the document's language."""
        if element is None:
            return ""
        own = (Element.EQUIPMENT, Element.EXERCISE)
        return self.word(f"{element}_element" if element in own else element)

    def contact(self, contact: str) -> str:
        """A point of contact without addresses and numbers, which stay in the record."""
        return without_address(contact, self.word("in_record"))

    def injects(self) -> list[tuple[int, Inject]]:
        """(number as the scenario lists it, inject) in order of time."""
        numbered = enumerate(self.scenario.injects, 1)
        return sorted(numbered, key=lambda pair: (pair[1].at, pair[0]))

    def events(self) -> list[tuple[int, dict[str, str]]]:
        """(number, what the events list says of it by the column's key), in order of time."""
        return [
            (
                number,
                {
                    "time": self.clock(inject),
                    "from": inject.sender,
                    "to": inject.recipient,
                    "text": inject.text,
                    "expect": inject.expect,
                    "objective": inject.objective or "",
                },
            )
            for number, inject in self.injects()
        ]

    def clock(self, inject: Inject) -> str:
        """``09:15 (+0:15)``: local time, and since the start."""
        local = (self.session.start + timedelta(minutes=inject.at)).astimezone(self.zone)
        shown = f"{local:%H:%M}" if local.date() == self.start.date() else f"{local:%m-%d %H:%M}"
        return f"{shown} (+{inject.at // 60}:{inject.at % 60:02d})"

    @property
    def duration(self) -> str:
        """``4h``."""
        return str(Duration(minutes=self.scenario.duration))


def facts(
    problem: Problem, session: PlannedSession, doctrine: Doctrine, language: str = "en"
) -> Facts:
    """All that is known of a session of a plan."""
    scenario = problem.scenarios[session.scenario]
    # A session's id may come again in another period's plan.
    period = problem.period
    own = [
        r
        for r in problem.records
        if r.session == session.id and period.first <= r.start.date() <= period.last
    ]
    filled = [record for record in own if not record.blank]
    before = [record for record in problem.records if record not in own]
    known = Facts(problem, session, scenario, doctrine, language, filled[-1] if filled else None)
    retests = tuple(a for a in owed_actions(before) if _answers(known, a))
    return replace(known, earlier=retests)


def _answers(known: Facts, owed: OwedAction) -> bool:
    """Whether the session practises an earlier action again, and so shows what became of it."""
    if not owed.open or owed.action.retest is None:
        return False
    demand = retest_demand(known.problem, owed, known.start.date())
    return known.scenario.id in demand.scenarios and demand.since < known.start.date()


def span(start: datetime, end: datetime | None, to: str) -> str:
    """``2027-03-06 09:00 to 13:00``; the day again where it is another one."""
    if end is None:
        return f"{start:%Y-%m-%d %H:%M}"
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} {to} {last}"


def hours(minutes: int) -> str:
    """Minutes as hours: ``3.5``."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def iso(day: date | None) -> str:
    """``2027-03-06``, or "" for none."""
    return day.isoformat() if day else ""


def joined(parts: Sequence[str], empty: str) -> str:
    """A list in a line, or `empty`."""
    return ", ".join(parts) or empty


def without_address(text: str, instead: str) -> str:
    """`text` without e-mail addresses and telephone numbers; `instead` once where it had any."""
    left = " ".join(_ADDRESS.sub(" ", text).split())
    if not instead or not _ADDRESS.search(text):
        return left
    return f"{left} ({instead})" if left else instead
