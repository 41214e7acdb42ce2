"""A plan whose every name and reason would be markup, or break out of it, if it were let."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle
from zoneinfo import ZoneInfo

from drillctl.model.plan import Answered, EmptySeats, GoalValue, Made, NotHeld, Plan, PlannedSession
from drillctl.model.policy import Goal, Policy
from drillctl.model.problem import Problem
from drillctl.model.roster import (
    Certification,
    Equipment,
    HeldCertification,
    Kind,
    Member,
    Roster,
    Team,
    Venue,
)
from drillctl.model.scenario import ExerciseType, Objective, Position, Scenario, Window

AS_OF = date(2027, 3, 1)
ZONE = ZoneInfo("America/New_York")
"""Its clocks change on 14 March 2027."""

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--",
    "-->",
    "]]>",
    "<img src=x onerror=alert(3)>",
    '" onmouseover="alert(4)" x="',
    "' onfocus='alert(5)' autofocus='",
    "&lt;b&gt;&amp;&#39;&quot;",
    "line\u2028separator\u2029paragraph",
    "\U0001f692\U0001f468‍\U0001f692 火",
    "\u202eright to left\u202c עברית العربية",
    "{{constructor.constructor('alert(6)')()}} ${alert(7)} {n} {name}",
    "javascript:alert(8)",
    "\\u003cscript\\u003ealert(9)\\u003c/script\\u003e",
    "</textarea></title></style><svg/onload=alert(10)>",
    "__proto__",
    "欧阳娜娜" * 12,
    "Antidisestablishmentarianism" * 3,
)
LONG_ID = "a" + "b" * 63


def _names() -> Iterator[str]:
    yield from cycle(HOSTILE)


def problem() -> Problem:
    """The files as they are read: names and titles hold any character but controls."""
    teams = {
        LONG_ID: Team(LONG_ID, HOSTILE[0], Kind.PROFESSIONAL, "x@example.org"),
        "__proto__": Team("__proto__", HOSTILE[5], Kind.VOLUNTEER),
        "constructor": Team("constructor", HOSTILE[15], Kind.VOLUNTEER),
    }
    ids = [LONG_ID, "constructor", "__proto__", *(f"m{n:02}" for n in range(len(HOSTILE) - 3))]
    people = {
        name: Member(
            name,
            shown,
            team,
            teams[team].kind,
            f"{name[:9]}@example.org",
            certifications=(HeldCertification("hostile", None, date(2027, 12, 31)),),
        )
        for name, shown, team in sorted(zip(ids, HOSTILE, cycle(teams), strict=False))
    }
    venues = {f"v{n:02}": Venue(f"v{n:02}", name) for n, name in enumerate(HOSTILE)}
    scenarios = {
        f"s{n:02}": Scenario(
            f"s{n:02}",
            name,
            hazard,
            tuple(ExerciseType)[n % 7],
            180,
            (
                Position("lead", HOSTILE[n - 1], 1, 0, ("hostile",), lead=True),
                Position("rest", name, 3, 0),
            ),
            capabilities=(HOSTILE[n - 2],),
            objectives=(Objective("o1", name),),
            purpose=HOSTILE[n - 3],
            equipment={"thing": 1},
        )
        for n, (name, hazard) in enumerate(zip(HOSTILE, _names(), strict=False))
    }
    roster = Roster(
        ZONE.key,
        {"hostile": Certification("hostile", HOSTILE[1])},
        teams,
        people,
        venues,
        {"thing": Equipment("thing", HOSTILE[5], 9)},
    )
    period = Window(date(2027, 3, 1), date(2027, 4, 30))
    return Problem(roster, scenarios, Policy(period=period))


def plan() -> Plan:
    """A session to each name, on either side of the change of the clocks."""
    asked = problem()
    people = list(asked.roster.members)
    sessions = []
    for n, name in enumerate(HOSTILE[:-1]):
        start = datetime(2027, 3, 6 + n, 9, tzinfo=ZONE)
        who = [people[(n + k) % len(people)] for k in range(4)]
        sessions.append(
            PlannedSession(
                f"s{n:02}#1",
                f"s{n:02}@hostile.drillctl",
                0,
                start,
                start.replace(hour=12),
                f"v{n:02}",
                {"lead": (who[0],), "rest": tuple(sorted(who[1:3]))},
                {"rest": (who[3],)},
                (EmptySeats("rest", 1, (name, HOSTILE[n - 1])),),
                {"thing": 1},
            )
        )
    last = f"s{len(HOSTILE) - 1:02}#1"
    return Plan(
        Made(HOSTILE[1], 1, note=HOSTILE[0]),
        goals=(GoalValue(Goal.FILL, 3, 4),),
        sessions=tuple(sessions),
        not_held=(NotHeld(last, HOSTILE[:2]),),
        findings=(
            Answered(capability=HOSTILE[0], by=date(2027, 4, 1), why=(HOSTILE[5],)),
            Answered(action=f"s00#9/{LONG_ID}", sessions=("s00#1",)),
        ),
    )
