"""An oracle for tiny problems: tries every plan. Shares no code with rules/ or planning/.

Works on the plain data of `tiny.Tiny`, not on the model. Local times of a zone without a clock
change in the period are plain minutes from the period's first midnight.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

DAY = 1440


def _hours(text: str) -> int:
    return DAY * int(text[:-1]) if text.endswith("d") else 60 * int(text[:-1])


def _minute(text: str, first: date) -> int:
    day, _, clock = text.partition("T")
    hours = int(clock[:2]) * 60 if clock else 0
    return (date.fromisoformat(day) - first).days * DAY + hours


class Oracle:
    """All plans of one tiny problem."""

    def __init__(self, data) -> None:
        self.first = date.fromisoformat(data.policy["period"]["from"])
        self.policy = data.policy
        self.roster = data.roster
        self.scenarios = {s["id"]: s for s in data.scenarios}
        self.kind = {t["id"]: t["kind"] for t in data.roster["teams"]}
        self.members = {m["id"]: m for m in data.roster["members"]}
        self.sessions = [
            (s["id"], n)
            for s in data.scenarios
            for n in range(1, s["schedule"].get("sessions", 1) + 1)
        ]
        self.elsewhere = data.elsewhere
        self.records = data.records
        listed = {s["id"] for s in self.elsewhere}
        self.sessions = [(s, n) for s, n in self.sessions if f"{s}#{n}" not in listed]

    def holds(self, member, need: str, day: int) -> bool:
        includes = self.roster["certifications"]
        return any(
            need in {c["id"], *includes[c["id"]].get("includes", [])}
            and ("expires" not in c or day * DAY <= _minute(c["expires"], self.first))
            for c in member["certifications"]
        )

    def eligible(self, position, member_id: str, start: int, end: int) -> bool:
        member = self.members[member_id]
        kind = self.kind[member["team"]]
        if position.get("kind", kind) != kind:
            return False
        if position.get("lead") and "kind" not in position and kind != "professional":
            return False
        for busy in member.get("busy", ()):
            if start < _minute(busy["to"], self.first) and _minute(busy["from"], self.first) < end:
                return False
        return all(self.holds(member, need, start // DAY) for need in position.get("needs", ()))

    def starts(self, scenario, number: int) -> list[int]:
        schedule, duration = scenario["schedule"], _hours(scenario["duration"])
        last = _minute(schedule["window"]["to"], self.first) // DAY
        close = int(schedule["hours"]["to"][:2]) * 60
        found = [
            d * DAY + c for d in range(last + 1) for c in (480, 720, 960) if c + duration <= close
        ]
        fixed = schedule.get("fixed", [])
        if number <= len(fixed):
            found = [s for s in found if s == _minute(fixed[number - 1], self.first)]
        return found

    def timings(self) -> Iterator[dict]:
        """Every choice of held sessions, starts and venues that keeps the session rules."""
        options = []
        for name, number in self.sessions:
            scenario = self.scenarios[name]
            venues = ["x", "y"] if "venue" in scenario else [None]
            starts = self.starts(scenario, number)
            options.append(
                [None, *[(s, v) for s in starts for v in venues if v != "y" or s >= DAY]]
            )
        for choice in product(*options):
            timing = {k: c for k, c in zip(self.sessions, choice, strict=True) if c is not None}
            if self.in_order(timing) and self.room(timing):
                yield timing

    def in_order(self, timing) -> bool:
        times = {
            k: (s, s + _hours(self.scenarios[k[0]]["duration"])) for k, (s, _) in timing.items()
        }
        for other in self.elsewhere:
            name, _, number = other["id"].partition("#")
            if name in self.scenarios:
                times[name, int(number)] = other["from"], other["to"]
        for (name, number), (start, _) in times.items():
            schedule = self.scenarios[name]["schedule"]
            for (other, n), (begin, _) in times.items():
                if (
                    other == name
                    and n > number
                    and begin < start + _hours(schedule.get("spacing", "0h"))
                ):
                    return False
            for after in schedule.get("after", ()):
                ends = {k: end for k, (_, end) in times.items() if k[0] == after["scenario"]}
                if (name, number) in timing and not ends:
                    return False
                for other, end in ends.items():
                    ours = (name, number) in timing or other in timing
                    if ours and start < end + _hours(after["gap"]):
                        return False
        return True

    def room(self, timing) -> bool:
        placed = [
            (s, s + _hours(self.scenarios[k[0]]["duration"]), v, self.scenarios[k[0]])
            for k, (s, v) in timing.items()
        ]
        for (s, e, v, a), (t, f, w, b) in combinations(placed, 2):
            overlap = s < f and t < e
            if overlap and ((v is not None and v == w) or ("equipment" in a and "equipment" in b)):
                return False
        for (s, e, v, a), other in product(placed, self.elsewhere):
            if s < other["to"] and other["from"] < e:
                if v is not None and v == other["venue"]:
                    return False
                if "equipment" in a and other["equipment"]:
                    return False
        return True

    def rosters(self, scenario, start: int, venue) -> list[tuple]:
        """Every staffing of one session: (seats, standbys) as tuples of (position, member)."""
        end = start + _hours(scenario["duration"])
        positions = {p["id"]: p for p in scenario["positions"]}
        choices = []
        for member in self.members:
            mine = [None]
            for p in positions.values():
                if self.eligible(p, member, start, end):
                    mine.append((p["id"], member, True))
                    if p.get("standby"):
                        mine.append((p["id"], member, False))
            choices.append(mine)
        found = []
        for chosen in product(*choices):
            seats = [c for c in chosen if c and c[2]]
            spare = [c for c in chosen if c and not c[2]]
            count = {p: sum(c[0] == p for c in seats) for p in positions}
            free = {p: sum(c[0] == p for c in spare) for p in positions}
            if any(
                not p["min"] <= count[i] <= p["count"] or free[i] > p.get("standby", 0)
                for i, p in positions.items()
            ):
                continue
            if venue == "x" and len(seats) > self.roster["venues"][0]["capacity"]:
                continue
            teams = [self.members[c[1]]["team"] for c in seats]
            professionals = sum(self.kind[t] == "professional" for t in teams)
            volunteers = len(teams) - professionals
            joint = scenario.get("joint", {})
            if (
                "per_professional" in joint
                and volunteers > joint["per_professional"] * professionals
            ):
                continue
            if len(set(teams)) < joint.get("teams", {}).get("min", 0):
                continue
            if volunteers < joint.get("volunteer", {}).get("min", 0):
                continue
            found.append((tuple(seats), tuple(spare)))
        return found

    def best(self) -> list[float]:
        """The goals' values, lexicographically best over all plans.

        Fill is the first goal of them all, so plans are left out where, at some session, even the
        fullest staffing of those that follow fills less than a plan that is known.
        """
        goals = self.policy["goals"]
        assert goals[0] == "fill"
        known: dict[tuple, list] = {}
        best: tuple[list, list] | None = None
        least = [0]
        for timing in self.timings():
            keys = list(timing)
            staffings = []
            for name, number in keys:
                here = name, *timing[name, number]
                if here not in known:
                    known[here] = self.rosters(self.scenarios[name], *here[1:])
                    known[here].sort(key=lambda staffing: -len(staffing[0]))
                staffings.append(known[here])
            # Within a timing too, the least worth having rises with what is found.
            for staffing in self.combined(timing, keys, staffings, least):
                values = [self.value(goal, timing, staffing) for goal in goals]
                signed = [v if self.more(g) else -v for g, v in zip(goals, values, strict=True)]
                if best is None or signed > best[0]:
                    best = (signed, values)
                    least[0] = values[0]
        return best[1]

    def combined(self, timing, keys, staffings, least: list[int]) -> Iterator[dict]:
        """The staffings of all sessions together that fill no less than ``least[0]`` by then."""
        worth = [self.scenarios[name]["priority"] for name, _ in keys]
        most = [w * max((len(s) for s, _ in ways), default=0)
                for w, ways in zip(worth, staffings, strict=True)]  # fmt: skip

        def extend(index: int, chosen: dict, fill: int) -> Iterator[dict]:
            if index == len(keys):
                yield dict(chosen)
                return
            for staffing in staffings[index]:
                reached = fill + worth[index] * len(staffing[0])
                if reached + sum(most[index + 1 :]) < least[0]:
                    return  # the fullest come first
                chosen[keys[index]] = staffing
                if self.people_fit(timing, chosen):
                    yield from extend(index + 1, chosen, reached)
                del chosen[keys[index]]

        yield from extend(0, {}, 0)

    def people_fit(self, timing, chosen) -> bool:
        rest = _hours(self.policy["rest"])
        for member_id, member in self.members.items():
            times = []
            for key, (seats, spare) in chosen.items():
                start, length = timing[key][0], _hours(self.scenarios[key[0]]["duration"])
                mine = [c for c in (*seats, *spare) if c[1] == member_id]
                times += [(start, start + length, c[2]) for c in mine]
            times.sort()
            for (s, e, seated), (t, f, also) in combinations(times, 2):
                gap = rest if seated and also else 0
                if t < e + gap and s < f + gap:
                    return False
            away = [
                (other["from"], other["to"], member_id in other["assigned"]["p0"])
                for other in self.elsewhere
                if member_id in other["assigned"]["p0"] + other["standby"]["p0"]
            ]
            for (s, e, _), (t, f, seated) in product(times, away):
                gap = rest if seated else 0
                if t < e + gap and s < f + gap:
                    return False
            limits = member.get("limits", {})
            worked = [(s // DAY, e - s) for s, e, seated in times if seated]
            others = [(s // DAY, e - s) for s, e, seated in away if seated]
            for days, limit, counted in (
                (28, limits.get("sessions_per_28d", 99), lambda _: 1),
                (7, limits.get("hours_per_7d", 999) * 60, lambda minutes: minutes),
            ):
                for last, _ in worked + others:
                    ours = [n for d, n in worked if last - days < d <= last]
                    more = [n for d, n in others if last - days < d <= last]
                    if ours and sum(map(counted, ours + more)) > limit:
                        return False
        return True

    @staticmethod
    def more(goal: str) -> bool:
        return goal in ("fill", "joint", "currency", "standby", "retest")

    def value(self, goal: str, timing, staffing) -> float:
        scenario = {k: self.scenarios[k[0]] for k in timing}
        hours: dict[str, int] = {}
        for key, (seats, _) in staffing.items():
            for _, member, _ in seats:
                hours[member] = hours.get(member, 0) + _hours(scenario[key]["duration"]) // 60
        match goal:
            case "fill":
                return sum(scenario[k]["priority"] * len(s) for k, (s, _) in staffing.items())
            case "standby":
                return sum(scenario[k]["priority"] * len(s) for k, (_, s) in staffing.items())
            case "joint":
                pairs = set()
                for seats, _ in staffing.values():
                    teams = {self.members[m]["team"] for _, m, _ in seats}
                    pairs |= {
                        (a, b)
                        for a in teams
                        for b in teams
                        if self.kind[a] == "professional" != self.kind[b]
                    }
                return len(pairs)
            case "fairness":
                return sum(h * h for h in hours.values())
            case "fewest_people":
                return len(hours)
            case "finish_early":
                return (
                    max(
                        (s + _hours(scenario[k]["duration"]) for k, (s, _) in timing.items()),
                        default=0,
                    )
                    / 60
                )
            case "earliness":
                return sum(s // DAY for s, _ in timing.values())
            case "currency":
                return sum(
                    self.weight(c, who)
                    for c in ("c", "d")
                    for who in self.practising(c, scenario, staffing)
                    if self.is_due(c, who)
                )
            case "retest":
                return sum(
                    self.answers(record, action, timing)
                    for record in self.records
                    for action in record["actions"]
                )
        raise AssertionError(goal)

    @staticmethod
    def practising(capability: str, scenario, staffing) -> set:
        """Who practises it in the plan; None is the capability itself."""
        here = [k for k in scenario if capability in scenario[k]["capabilities"]]
        return {m for k in here for _, m, _ in staffing[k][0]} | ({None} if here else set())

    def rating(self, capability: str) -> str:
        """The last one; of one day's, the worst; P where there is none."""
        found = [
            (r["start"][:10], "PSMU".index(o["rating"]), o["rating"])
            for r in self.records
            for o in r["ratings"].values()
            if o["capability"] == capability
        ]
        return max(found)[2] if found else "P"

    def weight(self, capability: str, who) -> int:
        weak_first = self.policy.get("weighting") == "weak-first"
        return 1 + "PSMU".index(self.rating(capability)) if weak_first else 1

    def is_due(self, capability: str, who) -> bool:
        """Nothing within 12 months of the period's end, and only `c` lapses at all."""
        if who is None and self.weight(capability, None) > 1:
            return True
        asked = self.policy["currency"]["c"]
        if who is not None and isinstance(asked, dict):
            includes = self.roster["certifications"]
            held = [c["id"] for c in self.members[who]["certifications"]]
            covered = {i for h in held for i in (h, *includes[h].get("includes", []))}
            if not covered.intersection(asked["holders"]):
                return False
        return capability == "c" and not any(
            who is None or record["attendance"][who] == "present"
            for record in self.records
            if (self.first - date.fromisoformat(record["start"][:10])).days < 300
        )

    def answers(self, record, action, timing) -> bool:
        """Whether some session held after the action was last seen open retests it in time."""
        history = action.get("history", [])
        if any(line["state"] == "closed" for line in history):
            return False
        retest = action["retest"]
        if isinstance(retest, str):
            wanted, by = None, retest.removeprefix("by ")
        else:
            wanted, by = retest["scenario"], retest["by"]
        last = _minute(by, self.first) // DAY
        for (name, _), (start, _) in timing.items():
            fits = (
                name == wanted
                if wanted
                else action["capability"] in self.scenarios[name]["capabilities"]
            )
            if fits and (start // DAY <= last or last < 0):
                return True
        return False
