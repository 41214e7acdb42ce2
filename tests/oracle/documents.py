"""What a problem's documents say, read anew for the oracle: plain data in, plain facts out.

The oracle shares no code with the product, so that one mistake can't hide in both: the standard
library alone, `test_independence.py` sees to it. Instants are minutes since the epoch; what lasts
for hours is looked at quarter by quarter of an hour, never as intervals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

DAY = 1440
QUARTER = 15
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = {
    # New Year's Day; Good Friday and Easter Monday; Veterans Day
    "CN": {date(2026, 1, 1), date(2027, 1, 1)},
    "DE": {date(2027, 3, 26), date(2027, 3, 29)},
    "US": {date(2027, 11, 11)},
}
"""Those near the periods that `questions` draws, from the countries' calendars."""


class Held(NamedTuple):
    """A session that takes place: instants, and (position, member) of seats and standbys."""

    id: str
    start: int
    end: int
    venue: str | None
    seats: tuple[tuple[str, str], ...]
    standbys: tuple[tuple[str, str], ...] = ()
    equipment: tuple[tuple[str, int], ...] = ()

    @property
    def scenario(self) -> str:
        return self.id.rpartition("#")[0]

    @property
    def number(self) -> int:
        return int(self.id.rpartition("#")[2])

    def with_people(self, seats: tuple, standbys: tuple) -> "Held":
        return self._replace(seats=seats, standbys=standbys)


@dataclass(frozen=True)
class Question:
    """The documents of one problem, as they stand in files; plans are documents too.

    `as_of`: local time of a replan, as text.
    """

    roster: dict
    scenarios: list[dict]
    policy: dict
    records: list[dict] = field(default_factory=list)
    elsewhere: dict | None = None
    baseline: dict | None = None
    as_of: str | None = None

    def but(self, **changes: Any) -> "Question":
        return replace(self, **changes)


def length(text: str) -> tuple[int, bool]:
    """Minutes of ``1d2h30m``, and whether it counts days of the local clock."""
    days, hours, minutes = re.fullmatch(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", text).groups()
    return int(days or 0) * DAY + int(hours or 0) * 60 + int(minutes or 0), days is not None


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the month's last."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


class Facts:
    """One question's facts."""

    def __init__(self, asked: Question) -> None:
        self.asked = asked
        self.zone = ZoneInfo(asked.roster["timezone"])
        self.policy = asked.policy
        self.scenarios = {s["id"]: s for s in asked.scenarios}
        self.members = {m["id"]: m for m in asked.roster["members"]}
        self.venues = {v["id"]: v for v in asked.roster["venues"]}
        self.kind_of_team = {t["id"]: t["kind"] for t in asked.roster["teams"]}
        self.team_data = {t["id"]: t for t in asked.roster["teams"]}
        self.items = {e["id"]: e["count"] for e in asked.roster.get("equipment", ())}
        self.first = date.fromisoformat(asked.policy["period"]["from"])
        self.last = date.fromisoformat(asked.policy["period"]["to"])
        self.elsewhere = self.sessions_of(asked.elsewhere)
        self.elsewhere_lists = {h.id for h in self.elsewhere} | {
            s["id"] for s in (asked.elsewhere or {}).get("not_held", ())
        }
        self.baseline = self.sessions_of(asked.baseline)
        self._free: dict[tuple, bool] = {}

    # --- the clock -----------------------------------------------------------------------------
    def instant(self, local: str) -> int:
        """A local time, as text; of two the first."""
        there = datetime.fromisoformat(local).replace(tzinfo=self.zone)
        return round(there.timestamp()) // 60

    def wall(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant * 60, UTC).astimezone(self.zone).replace(tzinfo=None)

    def day(self, instant: int) -> date:
        return self.wall(instant).date()

    def later(self, instant: int, lag: str, other: int) -> bool:
        """Whether `other` lies at least `lag` after `instant`."""
        minutes, nominal = length(lag)
        if nominal:
            return self.wall(other) >= self.wall(instant) + timedelta(minutes=minutes)
        return other >= instant + minutes

    @staticmethod
    def holidays(code: str) -> set[date]:
        return HOLIDAYS[code]

    # --- documents -----------------------------------------------------------------------------
    @staticmethod
    def sessions_of(plan: dict | None) -> list[Held]:
        """The held sessions of a plan document."""
        return [
            Held(
                s["id"],
                round(datetime.fromisoformat(s["start"]).timestamp()) // 60,
                round(datetime.fromisoformat(s["end"]).timestamp()) // 60,
                s.get("venue"),
                tuple((p, m) for p, people in s["assigned"].items() for m in people),
                tuple((p, m) for p, people in s.get("standby", {}).items() for m in people),
                tuple(sorted(s.get("equipment", {}).items())),
            )
            for s in (plan or {}).get("sessions", ())
        ]

    def wanted(self) -> list[str]:
        """The sessions that are asked of this plan."""
        return [
            name
            for s in self.asked.scenarios
            for n in range(1, s.get("schedule", {}).get("sessions", 1) + 1)
            if (name := f"{s['id']}#{n}") not in self.elsewhere_lists
        ]

    def kind(self, member: str) -> str:
        return self.kind_of_team[self.members[member]["team"]]

    def team(self, member: str) -> str:
        return self.members[member]["team"]

    def positions(self, scenario: str) -> dict[str, dict]:
        return {p["id"]: p for p in self.scenarios[scenario]["positions"]}

    def window(self, scenario: dict) -> tuple[date, date]:
        window = scenario.get("schedule", {}).get("window")
        if window is None:
            return self.first, self.last
        return date.fromisoformat(window["from"]), date.fromisoformat(window["to"])

    def includes(self, certification: str) -> set[str]:
        """What it satisfies, itself and what it includes, and what that includes."""
        found = {certification}
        for other in self.asked.roster["certifications"][certification].get("includes", ()):
            found |= self.includes(other)
        return found

    def valid(self, held: dict, first: date, last: date) -> bool:
        """Whether a certificate is in date on both days."""
        issued, expires = held.get("issued"), held.get("expires")
        lasts = self.asked.roster["certifications"][held["id"]].get("valid_for")
        if expires is not None:
            until = date.fromisoformat(expires)
        elif issued is not None and lasts is not None:
            until = months_later(date.fromisoformat(issued), 12 * int(lasts[:-1]))
            until -= timedelta(days=1)
        else:
            until = date.max
        return (issued is None or date.fromisoformat(issued) <= first) and last <= until

    def certificates(self, member: str) -> list[dict]:
        """A certificate that never expires may be written as its id alone."""
        held = self.members[member].get("certifications", ())
        return [{"id": entry} if isinstance(entry, str) else entry for entry in held]

    def certified(self, member: str, need: str, first: date, last: date) -> bool:
        return any(
            need in self.includes(held["id"]) and self.valid(held, first, last)
            for held in self.certificates(member)
        )

    # --- free time -----------------------------------------------------------------------------
    def free(self, who: str, start: int, end: int, *, venue: bool = False) -> bool:
        """Whether a member is free, or a venue open, in every quarter of an hour."""
        key = who, start, end, venue
        if key not in self._free:
            data = self.venues[who] if venue else self.members[who]
            usual = data.get("availability")
            if usual is None and not venue:
                usual = self.team_data[data["team"]].get("availability")
            self._free[key] = all(
                self._free_at(data, usual, self.wall(moment))
                for moment in range(start, end, QUARTER)
            )
        return self._free[key]

    def _free_at(self, data: dict, usual: Any, wall: datetime) -> bool:
        if any(self._within(span, wall) for span in data.get("busy", ())):
            return False
        if any(self._within(span, wall) for span in data.get("free", ())):
            return True
        if usual in (None, "always"):
            return True
        pattern = self.asked.roster["availability"][usual] if isinstance(usual, str) else usual
        return any(self._in_slot(slot, wall) for slot in pattern.get("weekly", ())) or (
            "rrule" in pattern and self._recurs(pattern, wall)
        )

    @staticmethod
    def _within(span: dict, wall: datetime) -> bool:
        """Whole days, both included, or local times, the second excluded."""
        begin, end = span["from"], span["to"]
        if "T" in begin:
            return datetime.fromisoformat(begin) <= wall < datetime.fromisoformat(end)
        return date.fromisoformat(begin) <= wall.date() <= date.fromisoformat(end)

    @staticmethod
    def _in_slot(slot: str, wall: datetime) -> bool:
        days, hours = slot.split()
        named = set()
        for part in days.split(","):
            first, _, last = part.partition("-")
            named |= set(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))
        begin, end = (60 * int(t[:2]) + int(t[3:]) for t in hours.split("-"))
        minute = wall.hour * 60 + wall.minute
        if begin < end:
            return wall.weekday() in named and begin <= minute < end
        over_midnight = minute < end and (wall.weekday() - 1) % 7 in named
        return over_midnight or (minute >= begin and wall.weekday() in named)

    @staticmethod
    def _recurs(pattern: dict, wall: datetime) -> bool:
        """Shifts: every so many days."""
        start, every = re.fullmatch(
            r"DTSTART:(\S+)\s+RRULE:FREQ=DAILY;INTERVAL=(\d+)", pattern["rrule"]
        ).groups()
        since = wall - datetime.strptime(start, "%Y%m%dT%H%M%S")
        lasts = timedelta(minutes=length(pattern["for"])[0])
        return since >= timedelta(0) and since % timedelta(days=int(every)) < lasts

    # --- what is due ---------------------------------------------------------------------------
    @property
    def today(self) -> date:
        as_of = self.asked.as_of
        return date.fromisoformat(as_of[:10]) if as_of else self.first

    def taken_place(self) -> Iterator[dict]:
        return (r for r in self.asked.records if r.get("held", True))

    def retests(self) -> dict[str, tuple[set[str], date, date]]:
        """Of each open demand: the scenarios that answer it, and after which day, by which."""
        found = {}
        for record in self.taken_place():
            for action in record.get("actions", ()):
                name, raised = f"{record['session']}/{action['id']}", record["start"][:10]
                lines = [
                    (e["on"], e.get("state"), e.get("session")) for e in action.get("history", ())
                ]
                lines += [
                    (later["start"][:10], seen["state"], later["session"])
                    for later in self.taken_place()
                    for seen in later.get("follow_up", ())
                    if seen["action"] == name and "state" in seen
                ]
                lines.sort(key=lambda line: line[0])
                states = [state for _, state, _ in lines if state]
                if "retest" not in action or (states and states[-1] == "closed"):
                    continue
                since = max((on for on, state, by in lines if state and by), default=raised)
                asked = action["retest"]
                by = asked.removeprefix("by ") if isinstance(asked, str) else asked["by"]
                wanted = None if isinstance(asked, str) else asked.get("scenario")
                scenarios = {
                    s["id"]
                    for s in self.asked.scenarios
                    if (s["id"] == wanted if wanted else action["capability"] in s["capabilities"])
                }
                last = date.fromisoformat(by)
                last = self.last if last < self.today else min(last, self.last)
                demand = scenarios, date.fromisoformat(since), last
                if not any(
                    self.day(h.start) >= self.today and self.answers(demand, h)
                    for h in self.elsewhere
                ):
                    found[name] = demand
        return found

    def answers(self, demand: tuple[set[str], date, date], session: Held) -> bool:
        scenarios, since, last = demand
        return session.scenario in scenarios and since < self.day(session.start) <= last

    def ratings(self) -> dict[str, str]:
        """Each capability's last rating; of one day's, the worst."""
        found: dict[str, tuple[str, int]] = {}
        for record in self.taken_place():
            for rated in record.get("ratings", {}).values():
                seen = record["start"][:10], "PSMU".index(rated["rating"])
                found[rated["capability"]] = max(found.get(rated["capability"], seen), seen)
        return {capability: "PSMU"[worst] for capability, (_, worst) in found.items()}

    @staticmethod
    def record_day(record: dict) -> date:
        return date.fromisoformat(record["start"][:10])

    def practised_by(self, record: dict) -> list[str]:
        return [m for m, how in record.get("attendance", {}).items() if how != "absent"]
