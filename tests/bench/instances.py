"""Seeded, realistic rosters and scenarios of any size: S, M, L, XL, each also tight.

``python tests/bench/instances.py M --tight FOLDER`` writes one as YAML. The same size, variant
and seed give the same bytes. In a *tight* instance specialists are scarce and limited, so that
about a tenth of the seats can't be filled. A jurisdiction is a certification that each of its
people holds and each of its positions needs; joint sessions seat guests of the next one.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

FIRST = date(2027, 1, 4)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    members: int
    sessions: int
    weeks: int
    jurisdictions: int = 1


SIZES = {
    "S": Size(60, 20, 4),
    "M": Size(400, 120, 12),
    "L": Size(3_000, 1_000, 52),
    "XL": Size(100_000, 20_000, 52, 300),
}

CERTIFICATIONS = {
    "ic-1": {"valid_for": "3y"},
    "ic-2": {"valid_for": "3y", "includes": ["ic-1"]},
    "swiftwater-1": {"valid_for": "3y"},
    "swiftwater-2": {"valid_for": "3y", "includes": ["swiftwater-1"]},
    "rope-1": {"valid_for": "2y"},
    "rope-2": {"valid_for": "2y", "includes": ["rope-1"]},
    "first-aid": {"valid_for": "2y"},
    "paramedic": {"valid_for": "4y", "includes": ["first-aid"]},
    "usar": {},
    "hazmat": {"valid_for": "3y"},
    "radio": {},
}
HELD = {  # share of the professionals and of the volunteers who hold it
    "ic-1": (0.35, 0.08), "ic-2": (0.18, 0.0), "swiftwater-1": (0.4, 0.25),
    "swiftwater-2": (0.25, 0.08), "rope-1": (0.4, 0.2), "rope-2": (0.22, 0.06),
    "first-aid": (0.6, 0.5), "paramedic": (0.3, 0.08), "usar": (0.4, 0.15),
    "hazmat": (0.3, 0.05), "radio": (0.7, 0.35),
}  # fmt: skip
SCARCE = {"swiftwater-2": 0.58, "rope-2": 0.48, "paramedic": 0.28, "hazmat": 0.2}
"""Seats that a session asks for on average, of what is scarce in a tight instance."""
PATTERNS = {
    "office-hours": {"weekly": ["mon-fri 08:00-18:00", "sat 08:00-18:00"]},
    "any-day": {"weekly": ["mon-sun 07:00-22:00"]},
    "evenings-and-weekends": {"weekly": ["mon-fri 18:30-22:00", "sat,sun 08:00-20:00"]},
    "weekends": {"weekly": ["sat,sun 08:00-20:00"]},
    "shift-a": {"rrule": "DTSTART:20270101T080000\nRRULE:FREQ=DAILY;INTERVAL=3", "for": "24h"},
    "shift-b": {"rrule": "DTSTART:20270102T080000\nRRULE:FREQ=DAILY;INTERVAL=3", "for": "24h"},
    "shift-c": {"rrule": "DTSTART:20270103T080000\nRRULE:FREQ=DAILY;INTERVAL=3", "for": "24h"},
}
DESIGNS = [
    # hazard, exercise, hours, days, from, to, feature, specialists (certification, count)
    ("flood", "full-scale", 4, "sat,sun", "08:00", "20:00", "open-water",
     [("swiftwater-2", 2), ("swiftwater-1", 4), ("first-aid", 2), (None, 3)]),
    ("flood", "drill", 3, "sat,sun", "08:00", "20:00", "open-water",
     [("swiftwater-2", 1), ("swiftwater-1", 3), ("radio", 1)]),
    ("earthquake", "full-scale", 6, "sat,sun", "08:00", "20:00", "rubble",
     [("usar", 4), ("rope-2", 2), ("paramedic", 1), ("first-aid", 2), (None, 4)]),
    ("landslide", "drill", 4, "sat,sun", "08:00", "20:00", "cliff",
     [("rope-2", 2), ("rope-1", 3), ("first-aid", 1), ("radio", 1)]),
    ("chemical", "functional", 3, "sat,sun", "08:00", "20:00", "hall",
     [("hazmat", 2), ("paramedic", 1), ("radio", 2), (None, 3)]),
    ("wildfire", "tabletop", 2, "mon,tue,wed,thu", "18:30", "22:00", "hall",
     [("ic-1", 1), ("radio", 2), (None, 4)]),
    ("mass-casualty", "drill", 3, "sat,sun", "08:00", "20:00", "hall",
     [("paramedic", 2), ("first-aid", 4), (None, 3)]),
]  # fmt: skip
CAPABILITIES = {
    "flood": ["water-rescue"], "earthquake": ["search-and-rescue"], "landslide": ["rope-rescue"],
    "chemical": ["hazmat-response"], "wildfire": ["operational-coordination"],
    "mass-casualty": ["mass-care"],
}  # fmt: skip


def documents(size: Size, *, tight: bool, seed: int = 1) -> Iterator[tuple[str, dict]]:
    """(kind of file, document) of the instance: roster, policy, scenarios."""
    random = Random(f"{size} {tight} {seed}")
    yield "roster", roster(size, tight, random)
    last = FIRST + timedelta(weeks=size.weeks, days=-1)
    policy = {
        "kind": "policy", "period": {"from": FIRST, "to": last}, "rest": "11h",
        "limits": {"hours_per_7d": 20, "hours_per_28d": 48},
    }  # fmt: skip
    yield "policy", policy
    for number in range(size.jurisdictions):
        share = range(size.sessions * number // size.jurisdictions,
                      size.sessions * (number + 1) // size.jurisdictions)  # fmt: skip
        for document in scenarios(size, number, len(share), tight, random):
            yield "scenarios", document


def roster(size: Size, tight: bool, random: Random) -> dict:
    teams, members, venues = [], [], []
    certifications = dict(CERTIFICATIONS)
    for number in range(size.jurisdictions):
        home = f"j{number:03}"
        if size.jurisdictions > 1:
            certifications[home] = {"title": f"Enrolled in jurisdiction {number}"}
        people = size.members * (number + 1) // size.jurisdictions
        people -= size.members * number // size.jurisdictions
        groups = max(4, people // 22)
        for group in range(groups):
            professional = group < max(2, round(groups * 0.4))
            team = {
                "id": f"{home}-{'pro' if professional else 'vol'}-{group:03}",
                "kind": "professional" if professional else "volunteer",
            }
            teams.append(team)
            for _ in range(people * group // groups, people * (group + 1) // groups):
                members.append(member(len(members), team, size, tight, random))
        sites = ("open-water", "rubble", "cliff", "hall", "hall", "open-water")
        count = max(6, round(size.sessions / size.jurisdictions / size.weeks * 1.2))
        for site in range(count):
            features = [sites[site % len(sites)]] + ([home] if size.jurisdictions > 1 else [])
            venues.append({"id": f"{home}-site-{site:02}", "features": features, "capacity": 40,
                           "at_once": 1 + site % 2})  # fmt: skip
    boats = max(4, size.sessions // size.weeks)
    return {
        "kind": "roster", "timezone": "Asia/Shanghai", "certifications": certifications,
        "availability": PATTERNS, "teams": teams, "members": members, "venues": venues,
        "equipment": [{"id": "boat", "count": boats}, {"id": "drone", "count": boats // 2 + 1}],
    }  # fmt: skip


def member(number: int, team: dict, size: Size, tight: bool, random: Random) -> dict:
    professional = team["kind"] == "professional"
    held = []
    for certification, shares in HELD.items():
        share = shares[0 if professional else 1]
        if tight and certification in SCARCE:
            # One session in 28 days each: together about two fifths of what is asked for.
            share = 0.4 * size.sessions * SCARCE[certification] / -(-size.weeks // 4) / size.members
        if random.random() < share or (
            certification == "ic-2" and professional and number % 5 == 0
        ):
            issued = FIRST - timedelta(days=random.randrange(30, 600))
            held.append({"id": certification, "issued": issued})
    if size.jurisdictions > 1:
        held.append(team["id"][:4])
    patterns, weights = (
        ("any-day", "office-hours", "shift-a", "shift-b", "shift-c"),
        (4, 2, 1, 1, 1),
    )
    if not professional:
        patterns, weights = ("evenings-and-weekends", "weekends", "any-day"), (6, 3, 1)
    busy = []
    for _ in range(max(1, size.weeks // 12)):
        day = FIRST + timedelta(days=random.randrange(size.weeks * 7))
        busy.append({"from": day, "to": day + timedelta(days=random.randrange(1, 12))})
    limits = {"hours_per_28d": 36} if professional else {
        "hours_per_28d": random.choice((12, 16, 24)), "sessions_per_28d": random.choice((3, 4, 6))
    }  # fmt: skip
    if tight and any(h["id"] in SCARCE for h in held if isinstance(h, dict)):
        limits["sessions_per_28d"] = 1
    return {
        "id": f"m{number:06}", "name": f"Member {number}", "team": team["id"],
        "certifications": held, "availability": random.choices(patterns, weights)[0],
        "busy": busy, "limits": limits,
    }  # fmt: skip


def scenarios(
    size: Size, number: int, sessions: int, tight: bool, random: Random
) -> Iterator[dict]:
    home, neighbour = f"j{number:03}", f"j{(number + 1) % size.jurisdictions:03}"
    spread, made, tabletop = size.jurisdictions > 1, 0, None
    while made < sessions:
        hazard, exercise, hours, days, opening, closing, feature, crew = random.choice(DESIGNS)
        count = min(random.choice((1, 1, 2, 2, 3)), sessions - made)
        weeks = min(size.weeks, random.randrange(3 * count, 5 * count + 4))
        begin = FIRST + timedelta(weeks=random.randrange(size.weeks - weeks + 1))
        scenario_id = f"{home}-{hazard}-{made:04}"
        schedule = {
            "sessions": count, "window": {"from": begin, "to": begin + timedelta(weeks=weeks, days=-1)},
            "days": days.split(","), "hours": {"from": opening, "to": closing},
        }  # fmt: skip
        if count > 1:
            schedule["spacing"] = "7d"
        if tabletop and random.random() < 0.3 and tabletop[1] < begin + timedelta(weeks=weeks - 2):
            schedule["after"] = [{"scenario": tabletop[0], "gap": "3d"}]
        if exercise == "tabletop":
            tabletop = (scenario_id, begin + timedelta(weeks=weeks))
        joint = spread and random.random() < 0.02 * 2
        positions = [{"id": "commander", "count": 1, "needs": ["ic-2"], "lead": True}]
        for place, (need, many) in enumerate(crew):
            least = 0 if tight and need in SCARCE else min(1, many - 1)
            position = {"id": f"{need or 'support'}-{place}", "count": many, "min": least}
            if need:
                position["needs"] = [need]
            else:
                position["kind"] = "volunteer"
            if many >= 4:
                position["standby"] = 1
            positions.append(position)
        if spread:
            for place, position in enumerate(positions):
                guests = joint and place == len(positions) - 1
                position["needs"] = [*position.get("needs", []), neighbour if guests else home]
        document = {
            "kind": "scenario", "id": scenario_id, "title": f"{hazard} {exercise}", "hazard": hazard,
            "exercise": exercise, "priority": random.choice((3, 5, 5, 5, 8)),
            "capabilities": CAPABILITIES[hazard], "duration": f"{hours}h", "schedule": schedule,
            "venue": {"features": [feature, *([home] if spread else [])]}, "positions": positions,
            "joint": {"professional": {"min": 2}, "volunteer": {"min": 2}, "teams": {"min": 2},
                      "per_professional": 4},
        }  # fmt: skip
        if hazard == "flood":
            document["equipment"] = {"boat": 2 if exercise == "full-scale" else 1}
        if exercise == "full-scale":
            document.setdefault("equipment", {})["drone"] = 1
        yield document
        made += count


def write(folder: Path, size: Size, *, tight: bool, seed: int = 1) -> Path:
    """Writes the instance as three YAML files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    texts: dict[str, list[dict]] = {}
    for kind, document in documents(size, tight=tight, seed=seed):
        texts.setdefault(kind, []).append(document)
    for kind, found in texts.items():
        with (folder / f"{kind}.yaml").open("w", encoding="utf-8") as file:
            yaml.dump_all(found, file, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tight", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, SIZES[given.size], tight=given.tight, seed=given.seed)
