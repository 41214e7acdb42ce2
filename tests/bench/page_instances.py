"""A province's year for the page: the people and scenarios of `instances`, staffed greedily.

No planner: the plan need not be good nor keep every rule, only be as big and varied as a real one.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench.instances import SIZES, Size, write

from drillctl.files.loading import load
from drillctl.model.duration import Duration
from drillctl.model.plan import EmptySeats, GoalValue, Made, NotHeld, Plan, PlannedSession
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem, SessionId
from drillctl.model.record import Attendance, Attended, Record
from drillctl.model.roster import Kind, Member
from drillctl.model.scenario import Position, Scenario

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华梅鑫波辉宇浩晨"
TITLES = {"flood": "洪水", "earthquake": "地震", "landslide": "滑坡", "chemical": "危化品泄漏",
          "wildfire": "森林火灾", "mass-casualty": "大规模伤亡"}  # fmt: skip
PRACTISED = ("mass-care", "rope-rescue", "search-and-rescue", "water-rescue")


def province(size: str = "L", seed: int = 1) -> tuple[Problem, Plan]:
    """The problem and its plan; the same size and seed give the same."""
    random = Random(seed)
    asked = _titled(_problem(SIZES[size], seed), random)
    crew = _Crew(asked, random)
    sessions, absent = [], []
    for session in asked.sessions():
        if random.random() < 0.01:
            absent.append(NotHeld(str(session), ("each position could be staffed by itself, but "
                "not together with the joint mix and the other sessions' people, venues and "
                "equipment",)))  # fmt: skip
        else:
            sessions.append(crew.session(session))
    sessions.sort(key=lambda s: (s.start.timestamp(), s.id))
    asked = replace(asked, records=tuple(_past(asked, sessions[::9])))
    goals = (
        GoalValue(Goal.FILL, 52_410, 53_002),
        GoalValue(Goal.JOINT, 1_820, 1_820),
        GoalValue(Goal.FAIRNESS, 91_340.5, 88_121),
    )
    made = Made("drillctl bench", seed)
    return asked, Plan(made, 1, goals, tuple(sessions), tuple(absent))


def _problem(size: Size, seed: int) -> Problem:
    with tempfile.TemporaryDirectory() as folder:
        loaded = load([write(Path(folder), size, tight=False, seed=seed)])
    assert loaded.problem is not None, loaded.diagnostics[:3]
    return loaded.problem


def _titled(asked: Problem, random: Random) -> Problem:
    """With names such as people and teams have."""

    def named(member: Member) -> Member:
        given = "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))
        return replace(member, name=random.choice(SURNAMES) + given)

    roster = asked.roster
    names = {Kind.PROFESSIONAL: "消防救援站", Kind.VOLUNTEER: "志愿救援队"}
    teams = {
        team.id: replace(team, title=f"第{n}{names[team.kind]}")
        for n, team in enumerate(roster.teams.values(), start=1)
    }
    members = {name: named(member) for name, member in roster.members.items()}
    scenarios = {
        one.id: replace(one, title=f"{TITLES[one.hazard]} {one.id[-4:]} 联合演练 ({one.exercise})")
        for one in asked.scenarios.values()
    }
    policy = replace(asked.policy, currency=dict.fromkeys(PRACTISED, Duration(months=12)))
    return replace(
        asked,
        roster=replace(roster, teams=teams, members=members),
        scenarios=scenarios,
        policy=policy,
    )


class _Crew:
    """Who can still be seated on which day."""

    def __init__(self, asked: Problem, random: Random) -> None:
        self._asked, self._random = asked, random
        self._zone = ZoneInfo(asked.roster.timezone)
        self._taken: dict[date, set[str]] = {}
        covers = {name: asked.roster.covers(name) for name in asked.roster.certifications}
        self._members = list(asked.roster.members.values())
        self._holds = {
            member.id: {one for held in member.certifications for one in covers[held.id]}
            for member in self._members
        }

    def session(self, session: SessionId) -> PlannedSession:
        random, scenario = self._random, self._asked.scenarios[session.scenario]
        schedule = scenario.schedule
        window = self._asked.window(scenario)
        days = [window.first + timedelta(days=n) for n in range((window.last - window.first).days)]
        share = len(days) // schedule.sessions
        days = days[share * (session.number - 1) : share * session.number]
        fitting = [d for d in days if schedule.weekdays is None or d.weekday() in schedule.weekdays]
        day = random.choice(fitting or days)
        opening, closing = schedule.hours or (8 * 60, 20 * 60)
        minute = random.randrange(opening, max(opening + 1, closing - scenario.duration + 1), 30)
        start = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        start += timedelta(minutes=minute)
        # People of a few neighbouring teams, as where exercises are local.
        middle = random.randrange(len(self._members))
        near = [self._members[(middle + n) % len(self._members)] for n in range(-60, 60)]
        far = random.sample(self._members, 60)
        assigned, standby, empty = {}, {}, []
        for position in scenario.positions:
            found = self._take(position, [*random.sample(near, len(near)), *far], day)
            assigned[position.id] = tuple(sorted(found[: position.count]))
            if found[position.count :]:
                standby[position.id] = tuple(sorted(found[position.count :]))
            missing = position.count - len(assigned[position.id])
            if missing:
                empty.append(EmptySeats(position.id, missing, self._why(position)))
        features = scenario.venue.features if scenario.venue else frozenset()
        venues = [v.id for v in self._asked.roster.venues.values() if features <= v.features]
        return PlannedSession(
            str(session),
            f"{session.scenario}-{session.number}@bench.drillctl",
            0,
            start,
            start + timedelta(minutes=scenario.duration),
            random.choice(venues),
            assigned,
            standby,
            tuple(empty),
            scenario.equipment,
        )

    def _take(self, position: Position, pool: Sequence[Member], day: date) -> list[str]:
        wanted = position.count + position.standby
        if self._random.random() < 0.06:
            wanted = position.count - 1
        busy = self._taken.setdefault(day, set())
        found: list[str] = []
        for member in pool:
            fits = (
                member.id not in busy
                and self._holds[member.id].issuperset(position.needs)
                and position.kind in (None, member.kind)
                and not (position.lead and member.kind is Kind.VOLUNTEER)
            )
            if fits and len(found) < wanted:
                found.append(member.id)
        busy.update(found)
        return found

    def _why(self, position: Position) -> tuple[str, ...]:
        left = self._random.randrange(20, 400)
        steps = f"{left} left by 'certified', {left // 3} left by 'available'"
        other = self._random.choice(self._members)
        return (
            f"at this start, of {len(self._members)} members: {steps}",
            f"{other.name} ({other.id}): also asked for {self._session()}",
        )

    def _session(self) -> str:
        scenario: Scenario = self._random.choice(list(self._asked.scenarios.values()))
        return f"{scenario.id}#1"


def _past(asked: Problem, sessions: Sequence[PlannedSession]) -> list[Record]:
    """Some of the plan's sessions as if they had been held a year earlier."""
    return [
        Record(
            f"{session.scenario}#{900 + number}",
            session.start.replace(tzinfo=None) - timedelta(days=364),
            asked.scenarios[session.scenario].capabilities,
            {member: Attended(Attendance.PRESENT) for _, member in session.members()},
            session.end.replace(tzinfo=None) - timedelta(days=364),
            hazard=asked.scenarios[session.scenario].hazard,
        )
        for number, session in enumerate(sessions)
    ]
