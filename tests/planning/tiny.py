"""Seeded tiny problems, as data that both the YAML files and the oracle are made from."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import yaml

from drillctl.files.loading import load
from drillctl.model.problem import Problem

GOALS = [
    "fill",
    "joint",
    "fairness",
    "fewest_people",
    "finish_early",
    "earliness",
    "standby",
    "currency",
]
FIRST = date(2027, 3, 1)


@dataclass
class Tiny:
    """The plain data of a tiny problem."""

    roster: dict
    scenarios: list[dict]
    policy: dict
    elsewhere: list[dict] = field(default_factory=list)
    """Sessions of another plan: id, `from` and `to` (minutes from the first midnight), and so on."""
    records: list[dict] = field(default_factory=list)


OFFSETS = {"Asia/Shanghai": "+08:00", "Europe/Berlin": "+01:00"}


def with_elsewhere(data: Tiny, seed: int) -> Tiny:
    """The same beside a plan elsewhere, which may hold a session of these scenarios too."""
    r = random.Random(f"elsewhere {seed}")
    members = [m["id"] for m in data.roster["members"]]
    sessions = []
    for n in range(r.randint(1, 3)):
        start = r.choice([-14, -2, 0, 0, 1, 1, 2]) * 1440 + r.choice([480, 600, 720, 960, 1200])
        seated = r.sample(members, r.randint(1, 2))
        name = f"far{n}#1"
        if n == 0 and r.random() < 0.5:
            name = r.choice(["s0#1", "s1#1"])
        sessions.append(
            {
                "id": name, "from": start, "to": start + r.choice([120, 240]),
                "venue": r.choice(["x", "y", "far"]), "equipment": r.choice([{}, {"boat": 1}]),
                "assigned": {"p0": seated[:1]}, "standby": {"p0": seated[1:]},
            }
        )  # fmt: skip
    sessions.sort(key=lambda s: s["from"])
    return replace(data, elsewhere=sessions)


def with_records(data: Tiny, seed: int) -> Tiny:
    """The same after a session that was rated, and whose actions demand retests."""
    r = random.Random(f"records {seed}")
    day = lambda n: str(FIRST + timedelta(days=n))  # noqa: E731
    members = [m["id"] for m in data.roster["members"]]
    records = []
    for n in range(r.randint(1, 2)):
        actions = []
        for k in range(r.randint(0, 2)):
            by = day(r.choice([-3, 0, 0, 1, 1, 2, 9]))
            action = {"id": f"a{k}", "text": "x", "capability": r.choice(["c", "d"])}
            action["retest"] = r.choice(
                [f"by {by}", {"by": by, "scenario": r.choice(["s0", "s1"])}]
            )
            if r.random() < 0.2:
                action["history"] = [
                    {
                        "on": day(-1),
                        "by": "x",
                        "session": "far#9",
                        "state": r.choice(["open", "closed"]),
                    }
                ]
            actions.append(action)
        records.append(
            {
                "kind": "record", "session": f"far{n}#1", "start": f"{day(r.choice([-400, -5, -4]))}T08:00",
                "capabilities": ["c"], "attendance": {m: r.choice(["present", "absent"]) for m in members},
                "ratings": {"o": {"rating": r.choice("PSMU"), "capability": r.choice(["c", "d"])}},
                "actions": actions,
            }
        )  # fmt: skip
    records.sort(key=lambda record: record["start"])
    others = [g for g in data.policy["goals"][1:] if g != "currency"]
    goals = ["fill", *r.sample(["retest", "currency"], 2), *others[:1]]
    weighting = r.choice(["equal", "weak-first"])
    policy = {**data.policy, "goals": goals, "weighting": weighting}
    policy["currency"] = {"c": r.choice(["12mo", {"within": "12mo", "holders": [r.choice("ab")]}])}
    return replace(data, policy=policy, records=records)


def elsewhere_plan(data: Tiny) -> dict:
    """The plan document of the sessions elsewhere."""

    def moment(minute: int) -> str:
        there = datetime.combine(FIRST, time()) + timedelta(minutes=minute)
        return there.isoformat(timespec="minutes") + OFFSETS[data.roster["timezone"]]

    keys = ("id", "venue", "equipment", "assigned", "standby")
    return {
        "kind": "plan",
        "sessions": [
            {k: s[k] for k in keys} | {"uid": s["id"] + "@far", "start": moment(s["from"]), "end": moment(s["to"])}
            for s in data.elsewhere
        ],
    }  # fmt: skip


def tiny(seed: int) -> Tiny:
    """A random problem of 2-3 sessions, 3-4 members, few starts."""
    r = random.Random(seed)
    day = lambda n: str(FIRST + timedelta(days=n))  # noqa: E731
    teams = [
        {"id": "fire", "kind": "professional"},
        {"id": "sky", "kind": "volunteer"},
        {"id": "club", "kind": "volunteer"},
    ]
    members = []
    for n in range(r.randint(3, 4)):
        member = {
            "id": f"m{n}",
            "name": f"M{n}",
            "team": "fire" if n == 0 else r.choice(["fire", "sky", "club"]),
        }
        member["certifications"] = [
            {"id": c} | ({"expires": day(r.randint(0, 2))} if r.random() < 0.3 else {})
            for c in (["a", "b"] if n == 0 else r.sample(["a", "b"], r.randint(0, 2)))
        ]
        if r.random() < 0.4:
            member["busy"] = [
                {
                    "from": f"{day(r.randint(0, 2))}T08:00",
                    "to": f"{day(2)}T{r.choice([18, 20, 22])}:00",
                }
            ]
        if r.random() < 0.3:
            member["limits"] = {r.choice(["sessions_per_28d", "hours_per_7d"]): r.randint(1, 4)}
        members.append(member)
    venues = [
        {"id": "x", "features": ["f"], "capacity": r.randint(1, 4)},
        {"id": "y", "features": ["f"], "busy": [{"from": day(0), "to": day(0)}]},
    ]
    roster = {
        "kind": "roster", "timezone": r.choice(["Asia/Shanghai", "Europe/Berlin"]),
        "certifications": {"a": {}, "b": {"includes": ["a"]} if r.random() < 0.5 else {}},
        "teams": teams, "members": members, "venues": venues, "equipment": [{"id": "boat", "count": 1}],
    }  # fmt: skip
    scenarios = []
    for n in range(2):
        span = r.randint(0, 2)
        schedule = {
            "window": {"from": day(0), "to": day(span)},
            "hours": {"from": "08:00", "to": r.choice(["12:00", "16:00"])},
        }
        if n == 0 and r.random() < 0.5:
            schedule |= {"sessions": 2, "spacing": r.choice(["0h", "1d", "3h"])}
        if n == 1 and r.random() < 0.4:
            schedule["after"] = [{"scenario": "s0", "gap": r.choice(["0h", "4h", "1d"])}]
        if r.random() < 0.2:
            schedule["fixed"] = [f"{day(0)}T08:00"]
        positions = []
        for k in range(r.randint(1, 2)):
            count = r.randint(1, 2)
            position = {"id": f"p{k}", "count": count, "min": r.randint(0, count)}
            if r.random() < 0.5:
                position["needs"] = [r.choice(["a", "b"])]
            if r.random() < 0.2:
                position["kind"] = "professional"
            if r.random() < 0.2 and "kind" not in position:
                position["lead"] = True
            if r.random() < 0.2:
                position["standby"] = 1
            positions.append(position)
        scenario = {
            "kind": "scenario", "id": f"s{n}", "exercise": "drill", "duration": r.choice(["2h", "4h"]),
            "priority": r.randint(1, 4), "capabilities": r.sample(["c", "d"], 1), "schedule": schedule, "positions": positions,
        }  # fmt: skip
        if r.random() < 0.4:
            scenario["venue"] = {"features": ["f"]}
        if r.random() < 0.4:
            scenario["equipment"] = {"boat": 1}
        if r.random() < 0.4:
            scenario["joint"] = r.choice(
                [{"per_professional": 1}, {"teams": {"min": 2}}, {"volunteer": {"min": 1}}]
            )
        scenarios.append(scenario)
    goals = r.sample(GOALS, 3)
    goals = ["fill", *[g for g in goals if g != "fill"]]
    policy = {
        "kind": "policy", "period": {"from": day(0), "to": day(2)}, "granularity": "4h",
        "rest": r.choice(["0h", "4h", "11h"]), "goals": goals, "currency": {"c": "12mo"},
    }  # fmt: skip
    return Tiny(roster, scenarios, policy)


def as_problem(data: Tiny, folder: Path) -> Problem | None:
    """The problem through real files; None where a demand is refused as impossible."""
    documents = [data.roster, *data.scenarios, data.policy, *data.records]
    (folder / "all.yaml").write_text(yaml.safe_dump_all(documents), encoding="utf-8")
    if not data.elsewhere:
        return load([folder]).problem
    other = folder / "elsewhere.txt"
    other.write_text(yaml.safe_dump(elsewhere_plan(data)), encoding="utf-8")
    return load([folder], context=[other]).problem
