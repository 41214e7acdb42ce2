"""Plans as documents, and everything that may be wrong with one, done to it by chance."""

from copy import deepcopy
from datetime import datetime, timedelta
from random import Random

from oracle.documents import Facts, Held
from oracle.goal_book import effective_goals, value

LEAPS = [timedelta(minutes=m) for m in (15, 30, 60, 240, 360, 720, 1440)]


def as_document(facts: Facts, held: list[Held]) -> dict:
    """The plan that holds these sessions, its lists and goals in order."""

    def moment(instant: int) -> str:
        return datetime.fromtimestamp(instant * 60, facts.zone).isoformat(timespec="minutes")

    sessions = []
    for session in held:
        positions = facts.positions(session.scenario)
        people = {p: [m for q, m in session.seats if q == p] for p in positions}
        ready = {p: [m for q, m in session.standbys if q == p] for p in positions}
        document = {
            "id": session.id, "uid": f"{session.id.replace('#', '-')}@here",
            "start": moment(session.start), "end": moment(session.end), "assigned": people,
            "standby": {p: who for p, who in ready.items() if who},
            "equipment": dict(facts.scenarios[session.scenario].get("equipment", {})),
        }  # fmt: skip
        if session.venue is not None:
            document["venue"] = session.venue
        sessions.append(document)
    here = {h.id for h in held}
    plan = {
        "kind": "plan",
        "revision": 2 if facts.asked.baseline is not None else 1,
        "sessions": sessions,
        "not_held": [{"id": name, "why": ["x"]} for name in facts.wanted() if name not in here],
    }
    put_in_order(facts, plan)
    return plan


def put_in_order(facts: Facts, plan: dict) -> None:
    """States the empty seats, goals and findings as they are."""
    for session in plan["sessions"]:
        scenario = session["id"].rpartition("#")[0]
        if scenario in facts.scenarios:
            session["empty"] = [
                {"position": name, "seats": short}
                for name, position in facts.positions(scenario).items()
                if (short := position["count"] - len(session["assigned"].get(name, ()))) > 0
            ]
    held = facts.sessions_of(plan)
    plan["goals"] = [
        {"id": goal, "value": (v := round(value(facts, goal, held), 4)), "bound": v}
        for goal in effective_goals(facts)
    ]
    plan["findings"] = [
        {"action": name, "capability": "water", "sessions": [h.id for h in held if facts.answers(demand, h)]}
        for name, demand in facts.retests().items()
    ]  # fmt: skip


class _Corruption:
    """Ways to spoil one plan; each returns whether there was anything to spoil."""

    def __init__(self, facts: Facts, plan: dict, random: Random) -> None:
        self.facts, self.plan, self.random = facts, plan, random

    def session(self) -> dict | None:
        return self.random.choice(self.plan["sessions"]) if self.plan["sessions"] else None

    def somebody(self) -> str:
        people = list(self.facts.members)
        return self.random.choice([*people, *people, *people, "nobody"])

    def seats(self, session: dict, part: str = "assigned") -> dict:
        return session.setdefault(part, {})

    def change_person(self) -> None:
        session = self.session()
        part = self.random.choice(["assigned", "assigned", "standby"])
        people = self.random.choice([*(self.seats(session, part).values()), []])
        if people:
            people[self.random.randrange(len(people))] = self.somebody()

    def add_person(self) -> None:
        session = self.session()
        scenario = session["id"].rpartition("#")[0]
        positions = list(self.facts.positions(scenario)) if scenario in self.facts.scenarios else []
        position = self.random.choice([*positions, *positions, "p9"])
        part = self.random.choice(["assigned", "assigned", "standby"])
        self.seats(session, part).setdefault(position, []).append(self.somebody())

    def stand_by(self) -> None:
        """Somebody more, where a standby is wished for."""
        session = self.session()
        scenario = session["id"].rpartition("#")[0]
        for name, position in (
            self.facts.positions(scenario).items() if scenario in self.facts.scenarios else ()
        ):
            if position.get("standby"):
                self.seats(session, "standby")[name] = [
                    self.random.choice(list(self.facts.members))
                ]

    def remove_person(self) -> None:
        people = self.random.choice([*(self.seats(self.session()).values()), []])
        if people:
            people.pop(self.random.randrange(len(people)))

    def swap_people(self) -> None:
        """Between two places of the plan."""
        places = [
            (people, k)
            for s in self.plan["sessions"]
            for part in ("assigned", "standby")
            for people in s.get(part, {}).values()
            for k in range(len(people))
        ]
        if len(places) > 1:
            (one, i), (other, k) = self.random.sample(places, 2)
            one[i], other[k] = other[k], one[i]

    def move(self) -> None:
        session = self.session()
        leap = self.random.choice(LEAPS) * self.random.choice([-1, 1])
        for key in ("start", "end"):
            session[key] = (datetime.fromisoformat(session[key]) + leap).isoformat(
                timespec="minutes"
            )

    def move_to_another(self) -> None:
        """To where another session begins, or ends."""
        session, other = self.session(), self.session()
        start, end = (datetime.fromisoformat(session[k]) for k in ("start", "end"))
        there = datetime.fromisoformat(other[self.random.choice(["start", "end"])])
        session["start"] = there.isoformat(timespec="minutes")
        session["end"] = (there + (end - start)).isoformat(timespec="minutes")

    def beside_elsewhere(self) -> None:
        """To where a session of a plan elsewhere begins, or ends."""
        session, others = self.session(), (self.facts.asked.elsewhere or {}).get("sessions", ())
        near = str(self.facts.first - timedelta(days=1))
        others = [o for o in others if o["start"] >= near]
        if others:
            start, end = (datetime.fromisoformat(session[k]) for k in ("start", "end"))
            there = datetime.fromisoformat(
                self.random.choice(others)[self.random.choice(["start", "end"])]
            )
            session["start"] = there.isoformat(timespec="minutes")
            session["end"] = (there + (end - start)).isoformat(timespec="minutes")

    def swap_dates(self) -> None:
        one, other = self.session(), self.session()
        one["start"], other["start"] = other["start"], one["start"]
        one["end"], other["end"] = other["end"], one["end"]

    def stretch(self) -> None:
        session = self.session()
        end = datetime.fromisoformat(session["end"]) + self.random.choice(
            LEAPS[:4]
        ) * self.random.choice([-1, 1])
        if end > datetime.fromisoformat(session["start"]):
            session["end"] = end.isoformat(timespec="minutes")

    def change_venue(self) -> None:
        session, venue = self.session(), self.random.choice(["x", "y", "far", "nowhere", None])
        session.pop("venue", None)
        if venue is not None:
            session["venue"] = venue

    def drop(self) -> None:
        session = self.session()
        self.plan["sessions"].remove(session)
        if self.random.random() < 0.7:
            self.plan["not_held"].append({"id": session["id"]})

    def list_twice(self) -> None:
        self.plan["not_held"].append({"id": self.session()["id"]})

    def list_another(self) -> None:
        name = self.random.choice(["s0#3", "s1#9", "ghost#1", "far0#1", "s0#1"])
        self.plan["not_held"].append({"id": name})

    def rename(self) -> None:
        session = self.session()
        session["id"] = f"{session['id'].rpartition('#')[0]}#{self.random.randint(1, 3)}"

    def hold(self) -> None:
        """What was not held, at the time of another session, with some people."""
        if self.plan["not_held"] and self.plan["sessions"]:
            name = self.plan["not_held"].pop()["id"]
            session = deepcopy(self.session())
            scenario = name.rpartition("#")[0]
            if scenario in self.facts.scenarios:
                session |= {"id": name, "uid": f"{name}@there", "standby": {}}
                session["assigned"] = {
                    p: self.random.sample(
                        list(self.facts.members), min(d["count"], len(self.facts.members))
                    )
                    for p, d in self.facts.positions(scenario).items()
                }
                session["equipment"] = dict(self.facts.scenarios[scenario].get("equipment", {}))
                self.plan["sessions"].append(session)

    def misstate_equipment(self) -> None:
        self.session()["equipment"] = self.random.choice([{"boat": 1}, {"boat": 2, "drone": 1}, {}])

    def misstate_empty(self) -> None:
        session = self.session()
        session["empty"] = [*session.get("empty", ()), {"position": "p0", "seats": 1}]

    def misstate_goal(self) -> None:
        if self.plan["goals"]:
            goal = self.random.choice(self.plan["goals"])
            goal[self.random.choice(["value", "bound"])] += self.random.choice([-1, 1])

    def another_goal(self) -> None:
        name = self.random.choice(["standby", "stability", "retest", "joint", "fill"])
        found = value(self.facts, name, self.facts.sessions_of(self.plan))
        self.plan["goals"].append({"id": name, "value": found, "bound": found})

    def misstate_finding(self) -> None:
        if self.plan["findings"]:
            self.random.choice(self.plan["findings"])["sessions"] = ["s0#1"]


_WAYS = [
    name
    for name in vars(_Corruption)
    if not name.startswith("_") and name not in ("session", "somebody", "seats")
]


def corrupted(facts: Facts, plan: dict, random: Random) -> tuple[dict, str]:
    """The plan spoilt in one way to three, and how; its lists are put in order half the times."""
    spoilt = deepcopy(plan)
    done = []
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        way = random.choice(_WAYS)
        if spoilt["sessions"] or way in (
            "misstate_goal",
            "another_goal",
            "list_another",
            "misstate_finding",
        ):
            getattr(_Corruption(facts, spoilt, random), way)()
            done.append(way)
    if random.random() < 0.5:
        put_in_order(facts, spoilt)
    names = set()
    spoilt["sessions"] = [
        s for s in spoilt["sessions"] if not (s["id"] in names or names.add(s["id"]))
    ]
    return spoilt, ", ".join(done)
