"""Moments at which clocks or calendars do something odd, and small problems around them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import yaml

from drillctl.files.loading import load
from drillctl.model.plan import Made, Plan, PlannedSession
from drillctl.model.problem import Problem

CHANGES = {
    "berlin-forward": ("Europe/Berlin", "2027-03-28T01:00Z"),
    "berlin-back": ("Europe/Berlin", "2027-10-31T01:00Z"),
    "new-york-forward": ("America/New_York", "2027-03-14T07:00Z"),
    "new-york-back": ("America/New_York", "2027-11-07T06:00Z"),
    "half-an-hour-forward": ("Australia/Lord_Howe", "2027-10-02T15:30Z"),
    "half-an-hour-back": ("Australia/Lord_Howe", "2027-04-03T15:00Z"),
    "no-change": ("Asia/Shanghai", "2027-03-27T18:00Z"),
    "midnight-forward": ("America/Santiago", "2026-09-06T04:00Z"),
    "midnight-back": ("America/Santiago", "2027-04-04T03:00Z"),
    "summer-time-given-up": ("America/Sao_Paulo", "2019-11-03T03:00Z"),
    "the-summer-time-before": ("America/Sao_Paulo", "2018-11-04T03:00Z"),
    "winter-time-given-up": ("Europe/Istanbul", "2016-10-30T01:00Z"),
    "a-day-that-is-not": ("Pacific/Apia", "2011-12-30T10:00Z"),
    "back-for-ramadan": ("Africa/Casablanca", "2026-02-15T02:00Z"),
    "forward-after-it": ("Africa/Casablanca", "2026-03-22T02:00Z"),
    "leap-day": ("Asia/Shanghai", "2028-02-28T16:00Z"),
    "after-the-leap-day": ("Europe/Berlin", "2028-02-29T23:00Z"),
    "year-end-in-week-53": ("Europe/Berlin", "2026-12-31T23:00Z"),
}
"""Name to the zone and the instant of the change."""

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=30)
DAY = timedelta(days=1)
LONG = 4 * HOUR
"""How long each session lasts."""


@dataclass(frozen=True)
class Clock:
    """What the standard library says of a zone; `change` is an instant."""

    zone: ZoneInfo
    change: datetime

    def wall(self, instant: datetime) -> datetime:
        """What the clocks show."""
        return instant.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def instant(self, wall: datetime) -> datetime:
        """The first instant at which the clocks show it."""
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def last_day(self, start: datetime) -> date:
        """The date of a session's last minute."""
        return self.wall(start + LONG - timedelta(minutes=1)).date()


def clock(name: str) -> Clock:
    """The change of that name."""
    zone, change = CHANGES[name]
    return Clock(ZoneInfo(zone), datetime.fromisoformat(change))


def problem(
    folder, at: Clock, *, member=None, venue=None, schedule=None, policy=None, boats=9
) -> Problem:
    """Two scenarios of one seat and a venue each, one member, around the change."""
    around = at.wall(at.change).date()
    window = {"from": around - 9 * DAY, "to": around + 9 * DAY}
    documents = [
        {
            "kind": "roster",
            "timezone": at.zone.key,
            "certifications": {"ic": {}},
            "teams": [{"id": "fire", "kind": "professional"}],
            "members": [
                {"id": "p", "name": "P", "team": "fire", "certifications": ["ic"], **(member or {})}
            ],
            "venues": [{"id": "lake", **(venue or {})}, {"id": "pond"}],
            "equipment": [{"id": "boat", "count": boats}],
        },
        *(
            {
                "kind": "scenario",
                "id": name,
                "exercise": "drill",
                "duration": "4h",
                "equipment": {"boat": 1},
                "venue": {"id": place},
                "schedule": {
                    "sessions": 2,
                    "window": window,
                    **((schedule or {}) if name == "a" else {}),
                },
                "positions": [{"id": "one", "count": 1, "needs": ["ic"]}],
            }
            for name, place in (("a", "lake"), ("b", "pond"))
        ),
        {"kind": "policy", "granularity": "30m", "rest": "0h", **(policy or {})},
    ]
    file = folder / "all.yaml"
    file.write_text(yaml.safe_dump_all(documents, sort_keys=False), encoding="utf-8")
    loaded = load([file])
    assert loaded.problem is not None, [str(d) for d in loaded.diagnostics]
    return loaded.problem


def session(
    at: Clock, name: str, start: datetime, *, end=None, people=("p",), place=None
) -> PlannedSession:
    """A session in the plan, its times with the zone's offsets, as a plan file has them."""
    zone = at.zone

    def local(moment: datetime) -> datetime:
        return datetime.fromisoformat(moment.astimezone(zone).isoformat())

    where = place or {"a": "lake", "b": "pond"}[name[0]]
    return PlannedSession(
        name,
        f"{name}@x",
        0,
        local(start),
        local(end or start + LONG),
        where,
        {"one": people},
        equipment={"boat": 1},
    )


def plan(*sessions: PlannedSession) -> Plan:
    """A plan of these."""
    return Plan(Made("", 0), sessions=sessions)
