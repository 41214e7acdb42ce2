"""VEVENT components (RFC 5545, 3.6.1) of planned sessions.

Nothing depends on the clock. LAST-MODIFIED follows the session's sequence number, and so does
DTSTAMP, which without a METHOD means the same (RFC 5545, 3.8.7.2): the event of a session that a
replan left alone keeps its bytes. In a message DTSTAMP follows the plan's revision, so that of
two with equal sequence numbers the later one wins (RFC 5546, 2.1.5).
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from drillctl.exports.ics.content_lines import (
    escaped,
    line,
    local_time,
    plain,
    text_line,
    utc_time,
)
from drillctl.model.duration import Duration
from drillctl.model.plan import PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.zone import zone_of

_FIRST_STAMP = datetime(2026, 1, 1, tzinfo=UTC)
"""The year of the first release: before it no plan can have been made."""


def sequence_stamp(sequence: int) -> str:
    """When an event last changed: a second later with each sequence number."""
    return utc_time(_FIRST_STAMP + timedelta(seconds=sequence))


def revision_stamp(revision: int) -> str:
    """When a message was made: a second later with each revision, never before its event's."""
    return utc_time(_FIRST_STAMP + timedelta(seconds=revision))


def uid_line(uid: str) -> bytes:
    """UID; unlike other text it holds no line break."""
    return text_line("UID", plain(uid))


class Events:
    """Makes the events of one problem; what is the same for every audience is made once.

    Times are written in the roster's zone, or where `utc` says so, or the zone is UTC, in UTC.
    """

    def __init__(self, problem: Problem, utc: bool) -> None:
        self._problem = problem
        self._zone = zone_of(problem.roster.timezone)
        self.utc = utc or self._zone.key in ("UTC", "Etc/UTC")
        self._common: dict[str, tuple[bytes, bytes, tuple[str, ...]]] = {}

    def event(
        self,
        session: PlannedSession,
        summary: str,
        lines: tuple[str, ...],
        *,
        stamp: str | None = None,
        opaque: bool = True,
        people: bytes = b"",
    ) -> bytes:
        """The VEVENT of a held session.

        `lines` begin the description. `stamp`: another DTSTAMP. `opaque`: who has the event in
        their calendar is busy. `people`: finished ORGANIZER and ATTENDEE lines.
        """
        common = self._common.get(session.uid)
        if common is None:
            self._common[session.uid] = common = self._made_once(session)
        times, place, about = common
        return b"".join(
            (
                line("BEGIN", "VEVENT"),
                uid_line(session.uid),
                line("DTSTAMP", stamp or sequence_stamp(session.sequence)),
                times,
                text_line("SUMMARY", summary),
                line("STATUS", "CONFIRMED"),
                line("TRANSP", "OPAQUE" if opaque else "TRANSPARENT"),
                place,
                people,
                text_line("DESCRIPTION", "\n".join((*lines, *about))),
                _alarms(self._problem.policy.remind, summary),
                line("END", "VEVENT"),
            )
        )

    def times(self, session: PlannedSession) -> bytes:
        """DTSTART and DTEND.

        An hour that the clocks show twice is read as the first of the two (RFC 5545, 3.3.5):
        what lies in the second is written in UTC.
        """
        if not self.utc:
            start, end = session.start.astimezone(self._zone), session.end.astimezone(self._zone)
            if not start.fold and not end.fold:
                zone = {"TZID": self._zone.key}
                return line("DTSTART", local_time(start), zone) + line(
                    "DTEND", local_time(end), zone
                )
        return line("DTSTART", utc_time(session.start)) + line("DTEND", utc_time(session.end))

    def years(self, session: PlannedSession) -> tuple[int, int]:
        """The local years in which a session begins and ends."""
        return session.start.astimezone(self._zone).year, session.end.astimezone(self._zone).year

    def place(self, venue: str | None) -> bytes:
        """LOCATION and GEO of a venue; nothing where the roster has none of that id."""
        found = self._problem.roster.venues.get(venue or "")
        if found is None:
            return b""
        where = text_line("LOCATION", found.title)
        if found.location is not None:
            where += line("GEO", f"{found.location.lat:.6f};{found.location.lon:.6f}")
        return where

    def _made_once(self, session: PlannedSession) -> tuple[bytes, bytes, tuple[str, ...]]:
        problem = self._problem
        scenario = problem.scenarios[session.scenario]
        times = (
            line("LAST-MODIFIED", sequence_stamp(session.sequence))
            + line("SEQUENCE", str(session.sequence))
            + self.times(session)
        )
        categories = [escaped(word) for word in (scenario.exercise, scenario.hazard) if word]
        place = line("CATEGORIES", ",".join(categories)) + self.place(session.venue)
        about = [f"Session: {session.id}", f"Exercise type: {scenario.exercise}"]
        if scenario.capabilities:
            about.append(f"Capabilities: {', '.join(scenario.capabilities)}")
        about += (f"Objective: {objective.text}" for objective in scenario.objectives)
        if scenario.equipment:
            known = problem.roster.equipment
            items = (
                f"{count} x {known[item].title if item in known else item}"
                for item, count in scenario.equipment.items()
            )
            about.append(f"Equipment: {', '.join(items)}")
        return times, place, tuple(about)


@lru_cache(maxsize=4096)
def _alarms(remind: tuple[Duration, ...], summary: str) -> bytes:
    """A VALARM for each reminder (RFC 5545, 3.6.6)."""
    return b"".join(
        line("BEGIN", "VALARM")
        + line("ACTION", "DISPLAY")
        + line("TRIGGER", trigger(before))
        + text_line("DESCRIPTION", summary)
        + line("END", "VALARM")
        for before in remind
    )


def trigger(before: Duration) -> str:
    """So long before the start, as a DURATION (RFC 5545, 3.3.6): ``-P1D``, ``-PT2H``, ``PT0S``."""
    hours, minutes = divmod(before.minutes, 60)
    days = f"{before.days}D" if before.days else ""
    # Hours and minutes stay exact; RFC 5545 knows nominal days too, and no months.
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if not days and not time:
        return "PT0S"
    return f"-P{days}" + (f"T{time}" if time else "")
