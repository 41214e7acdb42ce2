"""A county of any size with a plan that is full, built in memory for measuring exports."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from drillctl.model.plan import Made, Plan, PlannedSession
from drillctl.model.policy import Policy
from drillctl.model.problem import Problem
from drillctl.model.roster import (
    Certification,
    Equipment,
    Kind,
    Location,
    Member,
    Roster,
    Team,
    Venue,
)
from drillctl.model.scenario import ExerciseType, Objective, Position, Scenario, Window

POSITIONS = (
    Position("incident-commander", "Incident commander 指挥员", 1, 1, ("ic",), lead=True),
    Position("boat-crew", "Boat crew 船员", 4, 1, ("boat",)),
    Position("shelter-team", "Shelter team 安置组", 5, 1),
)
"""Ten seats to a session."""


def planned(sessions: int, members: int, zone: str = "Europe/Berlin") -> tuple[Problem, Plan]:
    """`sessions` of ten seats each, spread over a year and over so many `members`."""
    random = Random(1)
    teams = {
        f"team-{n:03}": Team(f"team-{n:03}", f"Rescue team {n} 救援队", Kind.VOLUNTEER)
        for n in range(max(1, members // 50))
    }
    people = {
        f"m{n:05}": Member(
            f"m{n:05}",
            f"Member {n} 李伟",
            f"team-{n % len(teams):03}",
            Kind.VOLUNTEER,
            email=f"m{n}@example.org",
        )
        for n in range(members)
    }
    venues = {
        f"v{n:02}": Venue(f"v{n:02}", f"Training ground {n}", location=Location(30.1, 120.2 + n))
        for n in range(40)
    }
    scenarios = {
        f"s{n:04}": Scenario(
            f"s{n:04}",
            f"River flood {n}, joint swift-water rescue 河流洪水联合水域救援",
            "flood",
            ExerciseType.FULL_SCALE,
            240,
            POSITIONS,
            capabilities=("water-rescue", "mass-care"),
            equipment={"boat": 2},
            objectives=(Objective("o1", "Rescue people from vehicles and roofs", "water-rescue"),),
        )
        for n in range(max(1, sessions // 5))
    }
    roster = Roster(
        zone,
        {name: Certification(name, name.title()) for name in ("boat", "ic")},
        teams,
        people,
        venues,
        {"boat": Equipment("boat", "Inflatable boat", 100)},
    )
    ids = sorted(people)
    info = ZoneInfo(zone)
    held = []
    for n in range(sessions):
        day = date(2027, 1, 1) + timedelta(days=n % 365)
        start = datetime(day.year, day.month, day.day, 8 + n % 8, tzinfo=info)
        crew = [ids[(n * 10 + k) % members] for k in range(10)]
        scenario, number = f"s{n % len(scenarios):04}", n // len(scenarios) + 1
        held.append(
            PlannedSession(
                f"{scenario}#{number}",
                f"{scenario}-{number}@bench.drillctl",
                random.randrange(3),
                start,
                start + timedelta(hours=4),
                f"v{n % 40:02}",
                {
                    "incident-commander": tuple(crew[:1]),
                    "boat-crew": tuple(crew[1:5]),
                    "shelter-team": tuple(crew[5:]),
                },
            )
        )
    held.sort(key=lambda session: (session.start, session.id))
    policy = Policy(period=Window(date(2027, 1, 1), date(2027, 12, 31)))
    return Problem(roster, scenarios, policy), Plan(Made("bench", 1), sessions=tuple(held))
