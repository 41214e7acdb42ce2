"""Seeded random tiny questions, in which every rule and every goal is at stake now and then."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from oracle.documents import WEEKDAYS, Question

PERIODS = [
    # zone, first day, holidays; three days each, about what changes there
    ("Asia/Shanghai", date(2027, 3, 5), None),  # Friday to Sunday
    ("Asia/Shanghai", date(2026, 12, 31), "CN"),  # over the year's end and its holiday
    ("Asia/Shanghai", date(2028, 2, 28), None),  # the leap day
    ("Europe/Berlin", date(2027, 3, 27), "DE"),  # an hour is skipped, then Easter Monday
    ("Europe/Berlin", date(2027, 10, 30), None),  # an hour comes twice
    ("America/New_York", date(2027, 3, 13), None),
    ("America/New_York", date(2027, 11, 6), "US"),
    ("Australia/Lord_Howe", date(2027, 4, 3), None),  # half an hour comes twice
    ("Australia/Lord_Howe", date(2027, 10, 2), None),  # half an hour is skipped
]
GOALS = ["joint", "currency", "fairness", "fewest_people", "finish_early", "earliness", "standby"]
TEAMS = [
    ("fire", "professional"),
    ("medics", "professional"),
    ("sky", "volunteer"),
    ("club", "volunteer"),
]


class _Drawing:
    """One question being drawn. `small`: few ways to hold each session."""

    def __init__(self, seed: int, *, small: bool) -> None:
        self.random = Random(f"question {seed}")
        self.zone, self.first, self.holiday = self.random.choice(PERIODS)
        self.small = small

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, number: int) -> str:
        return str(self.first + timedelta(days=number))

    def moment(self, minute: int) -> str:
        """The local time so many minutes of the wall clock after the first midnight, with offset."""
        there = datetime.combine(self.first, datetime.min.time()) + timedelta(minutes=minute)
        return there.replace(tzinfo=ZoneInfo(self.zone)).isoformat(timespec="minutes")

    def span(self) -> dict:
        begin = self.random.randint(-1, 2)
        end = begin + self.random.randint(0, 1)
        if self.chance(0.3):
            return {"from": self.day(begin), "to": self.day(end)}
        opens, closes = self.random.choice(
            [("08:00", "12:00"), ("06:00", "20:00"), ("12:30", "23:00")]
        )
        return {"from": f"{self.day(begin)}T{opens}", "to": f"{self.day(end)}T{closes}"}

    def pattern(self) -> str | dict:
        return self.random.choice(
            [
                "always", "days", "nights", "shift",
                {"weekly": [f"{self.random.choice(['mon-sun', 'sat,sun', 'fri', 'thu-sat'])} 07:00-19:00"]},
            ]
        )  # fmt: skip

    def limits(self) -> dict:
        key = self.random.choice(
            ["hours_per_7d", "hours_per_28d", "sessions_per_7d", "sessions_per_28d"]
        )
        return {
            key: self.random.randint(1, 3)
            if "sessions" in key
            else self.random.choice([2, 3.5, 4, 6, 8])
        }

    def member(self, number: int) -> dict:
        r = self.random
        certificates = []
        for name in "abc" if number == 0 else r.sample("abc", r.choice([0, 1, 2, 3, 3])):
            held = {"id": name}
            if self.chance(0.25):
                held["issued"] = self.day(r.choice([-400, -365, -364, 0, 1, 2]))
            if self.chance(0.25):
                held["expires"] = self.day(r.randint(2 if "issued" in held else 0, 3))
            certificates.append(held if len(held) > 1 or self.chance(0.5) else name)
        member = {
            "id": f"m{number}", "name": f"M{number}", "certifications": certificates,
            "team": ["fire", r.choice(["sky", "club"])][number] if number < 2 else r.choice(TEAMS)[0],
        }  # fmt: skip
        if self.chance(0.3):
            member["availability"] = self.pattern()
        if self.chance(0.25):
            member["busy"] = [self.span() for _ in range(r.randint(1, 2))]
        if self.chance(0.2):
            member["free"] = [self.span()]
        if self.chance(0.4):
            member["limits"] = self.limits()
        return member

    def roster(self) -> dict:
        r = self.random
        self.boats = r.randint(1, 2)
        teams = [{"id": team, "kind": kind} for team, kind in TEAMS]
        if self.chance(0.3):
            r.choice(teams)["availability"] = self.pattern()
        venues = [
            {
                "id": "x",
                "features": ["f"],
                "capacity": r.randint(1, 4),
                "at_once": r.choice([1, 1, 2]),
            },
            {"id": "y", "features": r.choice([["f", "g"], ["g"]])},
        ]
        for venue in venues:
            if self.chance(0.25):
                venue["availability"] = self.pattern()
            if self.chance(0.3):
                venue["busy"] = [self.span()]
        shift = f"DTSTART:{self.first - timedelta(days=r.randint(3, 9)):%Y%m%d}T080000"
        return {
            "kind": "roster", "timezone": self.zone, "teams": teams, "venues": venues,
            "availability": {
                "days": {"weekly": ["mon-sun 06:00-18:00"]},
                "nights": {"weekly": ["mon-sun 18:00-06:00"]},
                "shift": {"rrule": f"{shift}\nRRULE:FREQ=DAILY;INTERVAL=2", "for": "24h"},
            },
            "certifications": {
                "a": {}, "b": {"valid_for": "1y"} | ({"includes": ["a"]} if self.chance(0.5) else {}),
                "c": {"includes": ["b"]} if self.chance(0.4) else {},
            },
            "members": [self.member(n) for n in range(r.randint(2, 4))],
            "equipment": [{"id": "boat", "count": self.boats}, {"id": "drone", "count": 1}],
        }  # fmt: skip

    def schedule(self, number: int, hours: str) -> dict:
        r = self.random
        first = r.choice([0, 0, 0, 1, 2])
        last = min(2, first + r.randint(0, 2))
        schedule: dict = {"window": {"from": self.day(first), "to": self.day(last)}}
        if first == 0 and last == 2:
            del schedule["window"]
        if self.chance(0.5):
            begin, end = r.choice(
                [("08:00", "20:00"), ("06:00", "13:00"), ("00:00", "24:00"), ("16:00", "24:00")]
            )
            schedule["hours"] = {"from": begin, "to": end}
        if self.chance(0.25):
            inside = [
                WEEKDAYS[(self.first + timedelta(days=n)).weekday()] for n in range(first, last + 1)
            ]
            schedule["days"] = r.sample(inside, r.randint(1, len(inside)))
        if number == 0 and self.chance(0.5):
            schedule |= {"sessions": 2, "spacing": r.choice(["0h", "1d", "24h", "6h", "23h"])}
        if number == 1 and self.chance(0.4):
            schedule["after"] = [{"scenario": "s0", "gap": r.choice(["0h", "4h", "1d", "20h"])}]
        if self.chance(0.15):
            schedule["fixed"] = [f"{self.day(r.randint(first, last))}T{hours}"]
            schedule.pop("hours", None)
            schedule.pop("days", None)
        return schedule

    def position(self, number: int) -> dict:
        r = self.random
        count = r.randint(1, 2)
        position = {"id": f"p{number}", "count": count}
        if self.chance(0.7):
            position["min"] = r.choice([0, 0, 1, count])
        if self.chance(0.5):
            position["needs"] = r.sample("abc", r.choice([1, 1, 2]))
        if self.chance(0.2):
            position["kind"] = r.choice(["professional", "volunteer"])
        if self.chance(0.2):
            position["lead"] = True
        if self.chance(0.4):
            position["standby"] = 1
        return position

    def joint(self) -> dict:
        r = self.random
        every = [
            {"professional": {"min": 1}}, {"volunteer": {"min": 1}},
            {"teams": {"min": 2}}, {"per_professional": r.randint(1, 2)},
            {"meet": [["fire", r.choice(["sky", "club", "medics"])]]},
        ]  # fmt: skip
        return {key: v for part in r.sample(every, r.choice([1, 1, 2])) for key, v in part.items()}

    def scenario(self, number: int, hours: str) -> dict:
        r = self.random
        scenario = {
            "kind": "scenario", "id": f"s{number}", "exercise": "drill",
            "duration": r.choice(["2h", "4h", "1h30m", "7h", "9h"]),
            "capabilities": r.sample(["water", "rope"], r.randint(1, 2)),
            "schedule": self.schedule(number, hours),
            "positions": [self.position(n) for n in range(r.randint(1, 2))],
        }  # fmt: skip
        if self.chance(0.8):
            scenario["priority"] = r.randint(1, 4)
        if self.chance(0.5):
            scenario["venue"] = r.choice(
                [{"features": ["f"]}, {"features": ["f"]}, {"features": ["g"]}, {"id": "x"}]
            )
        if self.chance(0.4):
            scenario["equipment"] = r.choice(
                [{"boat": 1}, {"boat": self.boats}, {"drone": 1}, {"boat": 1, "drone": 1}]
            )
        if self.chance(0.5):
            scenario["joint"] = self.joint()
        return scenario

    def policy(self, grid: str) -> dict:
        r = self.random
        goals = r.sample(GOALS, r.randint(1, 4))
        goals.insert(0 if self.chance(0.8) else r.randint(0, len(goals)), "fill")
        policy = {
            "kind": "policy", "period": {"from": self.day(0), "to": self.day(2)}, "granularity": grid,
            "goals": goals, "currency": {"water": "12mo"},
        }  # fmt: skip
        if self.chance(0.3):
            policy["currency"] = {
                "water": {"within": "12mo", "holders": [r.choice("ab")]},
                "rope": "6mo",
            }
        if self.chance(0.7):
            policy["rest"] = r.choice(["0h", "4h", "11h", "12h"])
        if self.chance(0.2):
            policy["limits"] = self.limits()
        if self.holiday and self.chance(0.6):
            policy["holidays"] = [self.holiday]
        return policy

    def records(self) -> list[dict]:
        r = self.random
        found = []
        for number in range(r.randint(1, 3)):
            actions = []
            for k in range(r.randint(0, 2)):
                by = self.day(r.choice([-3, 0, 0, 1, 1, 2, 9]))
                action = {"id": f"a{k}", "text": "x", "capability": r.choice(["water", "rope"])}
                if self.chance(0.9):
                    action["retest"] = r.choice(
                        [f"by {by}", {"by": by, "scenario": r.choice(["s0", "s1"])}]
                    )
                if self.chance(0.25):
                    action["history"] = [
                        {
                            "on": self.day(r.choice([-1, 0])),
                            "by": "x",
                            "session": "far#9",
                            "state": r.choice(["open", "closed"]),
                        }
                    ]
                actions.append(action)
            attendance = [m["id"] for m in self.members if self.chance(0.8)]
            record = {
                "kind": "record", "session": f"past{number}#1",
                "start": f"{self.day(r.choice([-400, -365, -364, -180, -5, -4]))}T08:00",
                "capabilities": r.sample(["water", "rope"], r.randint(1, 2)),
                "attendance": {m: r.choice(["present", "late", "absent"]) for m in attendance},
                "ratings": {"o": {"rating": r.choice("PSMU"), "capability": r.choice(["water", "rope"])}},
                "actions": actions,
            }  # fmt: skip
            if self.chance(0.1):
                record["held"] = False
            earlier = [
                (e["session"], a["id"])
                for e in found
                if e.get("held", True)
                for a in e["actions"]
                if e["start"] < record["start"]
            ]
            if earlier and self.chance(0.4):
                session, name = r.choice(earlier)
                record["follow_up"] = [
                    {
                        "action": f"{session}/{name}",
                        "state": r.choice(["open", "closed"]),
                        "verified_by": "x",
                    }
                ]
            found.append(record)
        return sorted(found, key=lambda record: record["start"])

    def elsewhere(self) -> dict:
        r = self.random
        sessions = []
        for number in range(r.randint(1, 3)):
            start = r.choice([-26, -25, -14, -6, -5, -4, 0, 0, 1, 1, 2]) * 1440 + r.choice(
                [480, 600, 720, 1080]
            )
            people = r.sample([m["id"] for m in self.members], 2)
            name = (
                r.choice(["s0#1", "s1#1"]) if number == 0 and self.chance(0.4) else f"far{number}#1"
            )
            sessions.append(
                {
                    "id": name, "uid": f"{name}@far", "start": self.moment(start),
                    "end": self.moment(start + r.choice([120, 240])), "venue": r.choice(["x", "y", "far"]),
                    "equipment": r.choice([{}, {"boat": 1}]), "assigned": {"p0": people[:1]},
                    "standby": {"p0": people[1:]} if self.chance(0.6) else {},
                }
            )  # fmt: skip
        plan = {"kind": "plan", "sessions": sessions}
        if self.chance(0.2) and not any(s["id"] == "s0#1" for s in sessions):
            plan["not_held"] = [{"id": "s0#1", "why": ["x"]}]
        return plan

    def question(self) -> Question:
        r = self.random
        grid, hours = r.choice(
            [("6h", "12:00"), ("8h", "08:00"), ("12h", "12:00")]
            if self.small
            else [("4h", "08:00"), ("6h", "12:00")]
        )
        roster = self.roster()
        self.members = roster["members"]
        scenarios = [self.scenario(n, hours) for n in range(2)]
        policy = self.policy(grid)
        records: list[dict] = []
        if self.chance(0.4):
            records = self.records()
            if self.chance(0.6):
                policy["goals"].insert(r.randint(1, len(policy["goals"])), "retest")
            if "currency" not in policy["goals"] and self.chance(0.6):
                policy["goals"].append("currency")
            if self.chance(0.5):
                policy["weighting"] = "weak-first"
        elsewhere = self.elsewhere() if self.chance(0.35) else None
        return Question(roster, scenarios, policy, records, elsewhere)


def question(seed: int, *, small: bool = True) -> Question:
    """The question of that seed, without a plan before it."""
    return _Drawing(seed, small=small).question()


def asked_again(asked: Question, baseline: dict, seed: int) -> Question:
    """The same with a plan that people know, some time later; perhaps some of it is pinned."""
    r = Random(f"again {seed}")
    day = date.fromisoformat(asked.policy["period"]["from"])
    day += timedelta(days=r.choice([-9, -1, 0, 0, 1]))
    policy = {**asked.policy, "notice": r.choice(["0d", "1d", "2d", "7d"])}
    held = [s["id"] for s in baseline["sessions"]]
    if held and r.random() < 0.3:
        policy["pin"] = [r.choice(held)]
    as_of = f"{day}T{r.choice(['00:00', '09:30', '12:00', '20:00'])}"
    return asked.but(policy=policy, baseline=baseline, as_of=as_of if r.random() < 0.8 else None)


def changed_since(asked: Question, baseline: dict, seed: int) -> Question:
    """With a plan that people know, of files that have changed since: it may break rules now.

    Nothing is promised and nobody stands by, so that nothing is frozen.
    """
    r = Random(f"changed {seed}")
    known, asked = deepcopy(baseline), deepcopy(asked)
    for session in known["sessions"]:
        session["standby"] = {}
    members, places = asked.roster["members"], asked.roster["venues"]
    days = [s["start"][:10] for s in known["sessions"]] or [asked.policy["period"]["from"]]
    away = {"from": r.choice(days), "to": r.choice(days)}
    away["to"] = max(away.values())
    seated = [m for s in known["sessions"] for who in s["assigned"].values() for m in who]
    for _ in range(r.randint(1, 2)):
        match r.choice(["away", "away", "away", "closed", "rest", "limits"]):
            case "away":
                name = r.choice(seated) if seated else members[0]["id"]
                member = next(m for m in members if m["id"] == name)
                member["busy"] = [*member.get("busy", ()), away]
            case "closed":
                place = r.choice(places)
                place["busy"] = [*place.get("busy", ()), away]
            case "rest":
                asked.policy["rest"] = r.choice(["0h", "18h"])
            case "limits":
                r.choice(members)["limits"] = {"sessions_per_28d": 1}
    return asked.but(baseline=known)


def pinned(asked: Question, session: dict, seed: int) -> Question:
    """The same with a promise made of one session as it could be held: date, place, people."""
    r = Random(f"pin {seed}")
    pin: dict = {"session": session["id"], "start": session["start"][:16]}
    if "venue" in session:
        pin["venue"] = session["venue"]
    people = {p: r.sample(who, 1) for p, who in session["assigned"].items() if who}
    if people and r.random() < 0.7:
        pin["people"] = people
    return asked.but(policy={**asked.policy, "pin": [pin]})
