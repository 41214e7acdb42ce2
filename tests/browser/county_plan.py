"""A county with everything that the page can show, and its plan, built without a planner.

Eight sessions of all seven exercise types, one of them past midnight; people with and without
e-mail and telephone; records of the past, so that currency and joint practice are known.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from drillctl.model.duration import Duration
from drillctl.model.plan import (
    Answered,
    EmptySeats,
    GoalValue,
    Made,
    NotHeld,
    Plan,
    PlannedSession,
)
from drillctl.model.policy import Goal, Policy
from drillctl.model.problem import Problem
from drillctl.model.record import Attendance, Attended, Rating, Record
from drillctl.model.roster import (
    Certification,
    Equipment,
    HeldCertification,
    Kind,
    Limits,
    Member,
    Roster,
    Team,
    Venue,
)
from drillctl.model.scenario import (
    ExerciseType,
    Joint,
    Objective,
    Position,
    Scenario,
    Schedule,
    Window,
)

AS_OF = date(2027, 2, 15)
ZONE = ZoneInfo("Asia/Shanghai")
PERIOD = Window(date(2027, 1, 1), date(2027, 6, 30))

CERTIFICATIONS = {
    "first-aid": Certification("first-aid", "First aid"),
    "ic-2": Certification("ic-2", "Incident command II"),
    "radio": Certification("radio", "无线电操作"),
    "swiftwater-1": Certification("swiftwater-1", "Swift-water rescue I"),
}
TEAMS = {
    "blue-sky": Team("blue-sky", "蓝天救援队", Kind.VOLUNTEER, "lantian@example.org"),
    "boat-club": Team("boat-club", "North Lake boat club", Kind.VOLUNTEER),
    "county-fire": Team("county-fire", "County fire brigade", Kind.PROFESSIONAL, "ops@example.org"),
    "ems": Team("ems", "县急救中心", Kind.PROFESSIONAL),
}
PEOPLE: Mapping[str, tuple[str, str, Mapping[str, date | None]]] = {
    # id: name, team, certificates with their last day
    "anna-berger": ("Anna Berger", "boat-club", {"swiftwater-1": date(2027, 3, 1)}),
    "chen-jie": ("陈杰", "ems", {"first-aid": date(2028, 5, 31), "radio": None}),
    "erik-lund": ("Erik Lund", "boat-club", {"swiftwater-1": date(2029, 12, 31)}),
    "gao-lei": ("高磊", "county-fire", {"ic-2": date(2028, 3, 31), "swiftwater-1": None}),
    "li-wei": ("李伟", "county-fire", {"ic-2": date(2027, 4, 2), "radio": None}),
    "liu-yang": ("刘洋", "blue-sky", {}),
    "maria-rossi": ("Maria Rossi", "boat-club", {"first-aid": date(2028, 1, 31)}),
    "sun-hao": ("孙浩", "blue-sky", {"first-aid": date(2027, 12, 31)}),
    "tom-baker": ("Tom Baker", "county-fire", {"swiftwater-1": date(2028, 9, 30)}),
    "wang-fang": ("王芳", "blue-sky", {"swiftwater-1": date(2028, 6, 30), "first-aid": None}),
    "zhang-min": ("张敏", "ems", {"first-aid": date(2028, 2, 29)}),
    "zhao-lin": ("赵琳", "blue-sky", {"radio": date(2027, 11, 30)}),
}
CONTACTS = {
    "li-wei": ("li.wei@example.org", "+86 138 0000 0001"),
    "anna-berger": ("anna@example.org", None),
    "wang-fang": (None, "+86 138 0000 0002"),
}
CALENDAR = (
    # session, start, hours, venue, assigned, standby, empty
    ("command-seminar#1", datetime(2027, 3, 2, 19), 2, "town-hall",
     {"speaker": ["li-wei"], "listener": ["zhao-lin", "sun-hao", "maria-rossi"]}, {}, ()),
    ("river-flood#1", datetime(2027, 3, 6, 9), 4, "north-lake",
     {"incident-commander": ["gao-lei"], "boat-crew": ["erik-lund", "tom-baker", "wang-fang"],
      "shelter-team": ["liu-yang", "sun-hao"]},
     {"boat-crew": ["anna-berger"]},
     (EmptySeats("boat-crew", 1, (
         "at this start, of 12 members: 5 left by 'certified', 3 left by 'available'",
         "Maria Rossi (maria-rossi): also asked for mass-casualty#1")),)),
    ("night-search#1", datetime(2027, 3, 12, 22), 5, "quarry",
     {"searcher": ["tom-baker", "zhao-lin"]}, {"searcher": ["liu-yang"]}, ()),
    ("flood-tabletop#1", datetime(2027, 3, 16, 19), 2, "town-hall",
     {"chair": ["li-wei"], "seat": ["chen-jie", "wang-fang"]}, {}, ()),
    ("quake-game#1", datetime(2027, 4, 3, 8, 30), 3, None,
     {"player": ["chen-jie", "maria-rossi"]}, {}, (EmptySeats("player", 2),)),
    ("shelter-workshop#1", datetime(2027, 4, 3, 10), 3, "town-hall",
     {"helper": ["sun-hao", "liu-yang"]}, {}, ()),
    ("mass-casualty#1", datetime(2027, 4, 10, 13), 3, "quarry",
     {"triage": ["chen-jie", "zhang-min"], "carrier": ["liu-yang"]}, {}, ()),
    ("river-flood#2", datetime(2027, 5, 8, 9), 4, "north-lake",
     {"incident-commander": ["gao-lei"],
      "boat-crew": ["erik-lund", "tom-baker", "wang-fang", "anna-berger"],
      "shelter-team": ["maria-rossi", "zhao-lin"]}, {}, ()),
)  # fmt: skip


def _position(name: str, title: str, count: int, *needs: str, **more: object) -> Position:
    return Position(name, title, count, 1, needs, **more)  # type: ignore[arg-type]


def _scenario(name: str, title: str, hazard: str, exercise: ExerciseType, hours: int,
              capabilities: Iterable[str], *positions: Position, **more: object) -> Scenario:  # fmt: skip
    return Scenario(name, title, hazard, exercise, hours * 60, positions,
                    capabilities=tuple(capabilities), **more)  # type: ignore[arg-type]  # fmt: skip


SCENARIOS = (
    _scenario("command-seminar", "Who commands whom", "flood", ExerciseType.SEMINAR, 2,
              ["operational-coordination"],
              _position("speaker", "Speaker", 1, "ic-2"), _position("listener", "Listener", 3)),
    _scenario("flood-tabletop", "洪水桌面推演", "flood", ExerciseType.TABLETOP, 2,
              ["operational-coordination"],
              _position("chair", "主持人", 1, "ic-2", kind=Kind.PROFESSIONAL),
              _position("seat", "参演人员", 2)),
    _scenario("mass-casualty", "Mass casualty", "earthquake", ExerciseType.FUNCTIONAL, 3,
              ["mass-care"],
              _position("triage", "Triage", 2, "first-aid"), _position("carrier", "Carrier", 1)),
    _scenario("night-search", "Search at night", "earthquake", ExerciseType.DRILL, 5,
              ["search-and-rescue"], _position("searcher", "Searcher", 2),
              equipment={"lamp": 4}),
    _scenario("quake-game", "Quake game", "earthquake", ExerciseType.GAME, 3,
              ["operational-coordination"], _position("player", "Player", 4)),
    _scenario("river-flood", "River flood, joint swift-water rescue 河流洪水联合救援", "flood",
              ExerciseType.FULL_SCALE, 4, ["mass-care", "water-rescue"],
              _position("incident-commander", "Incident commander", 1, "ic-2", lead=True),
              _position("boat-crew", "Boat crew 船员", 4, "swiftwater-1"),
              _position("shelter-team", "Shelter team", 2, kind=Kind.VOLUNTEER),
              equipment={"boat": 2, "lamp": 1}, schedule=Schedule(sessions=3),
              joint=Joint(1, 1, 2, 4, (("county-fire", "blue-sky"),)),
              purpose="Practise the joint rescue of people from a flooded quarter.",
              objectives=(Objective("o1", "All people are ashore within 40 minutes",
                                    "water-rescue"),)),
    _scenario("shelter-workshop", "Shelter handbook", "flood", ExerciseType.WORKSHOP, 3,
              ["mass-care"], _position("helper", "Helper", 2)),
)  # fmt: skip

RECORDS = (
    Record(
        "river-flood#9",
        datetime(2026, 5, 9, 9),
        ("water-rescue",),
        {
            who: Attended(Attendance.PRESENT)
            for who in ("gao-lei", "tom-baker", "wang-fang", "erik-lund")
        },
        datetime(2026, 5, 9, 13),
        hazard="flood",
    ),
    Record(
        "shelter-workshop#9",
        datetime(2026, 1, 20, 9),
        ("mass-care",),
        {who: Attended(Attendance.PRESENT) for who in ("sun-hao", "zhang-min")},
        datetime(2026, 1, 20, 12),
        hazard="flood",
    ),
)


def member(name: str) -> Member:
    """A member of the county."""
    shown, team, held = PEOPLE[name]
    email, phone = CONTACTS.get(name, (None, None))
    certificates = tuple(
        HeldCertification(one, date(2025, 4, 1), expires) for one, expires in held.items()
    )
    limits = Limits(minutes_per_7d=6 * 60, sessions_per_28d=2) if name == "tom-baker" else Limits()
    return Member(name, shown, team, TEAMS[team].kind, email, phone, certificates, limits=limits)


def problem() -> Problem:
    """The county's files, read."""
    roster = Roster(
        ZONE.key,
        CERTIFICATIONS,
        TEAMS,
        {name: member(name) for name in PEOPLE},
        {
            "north-lake": Venue("north-lake", "North Lake", frozenset({"open-water"}), 60),
            "quarry": Venue("quarry", "旧采石场", frozenset({"rubble"})),
            "town-hall": Venue("town-hall", "Town hall", frozenset({"hall"}), 80),
            "unused-field": Venue("unused-field", "Unused field"),
        },
        {
            "boat": Equipment("boat", "Inflatable boat", 6),
            "lamp": Equipment("lamp", "手提照明灯", 10),
        },
    )
    policy = Policy(
        period=PERIOD,
        limits=Limits(minutes_per_7d=40 * 60),
        currency={"mass-care": Duration(months=12), "water-rescue": Duration(months=12)},
        goals=(Goal.FILL, Goal.JOINT, Goal.FAIRNESS),
    )
    return Problem(roster, {one.id: one for one in SCENARIOS}, policy, RECORDS)


def plan() -> Plan:
    """Its plan: seats empty with and without reasons, a session not held, findings."""
    sessions = []
    for name, start, hours, venue, assigned, standby, empty in CALENDAR:
        begin = start.replace(tzinfo=ZONE)
        scenario, _, number = name.partition("#")
        sessions.append(
            PlannedSession(
                name,
                f"{scenario}-{number}@county.drillctl",
                0,
                begin,
                datetime.fromtimestamp(begin.timestamp() + hours * 3600, ZONE),
                venue,
                {position: tuple(sorted(who)) for position, who in assigned.items()},
                {position: tuple(sorted(who)) for position, who in standby.items()},
                empty,
                next(one.equipment for one in SCENARIOS if one.id == scenario),
            )
        )
    return Plan(
        Made("drillctl 0.9.0", 1),
        revision=3,
        goals=(
            GoalValue(Goal.FILL, 120, 135),
            GoalValue(Goal.JOINT, 4, 4),
            GoalValue(Goal.FAIRNESS, 812.5, 790),
        ),
        sessions=tuple(sessions),
        not_held=(
            NotHeld(
                "river-flood#3",
                ("at no permitted start can all positions reach their minimum together",),
            ),
        ),
        findings=(
            Answered(
                capability="water-rescue",
                rated=Rating.M,
                rated_on=date(2026, 5, 9),
                sessions=("river-flood#1",),
            ),
            Answered(capability="mass-care", by=date(2027, 1, 20), why=("too few are free",)),
        ),
    )
