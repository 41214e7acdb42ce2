"""The goals as design.md states them, on plain data: what a set of held sessions is worth."""

from collections import Counter
from collections.abc import Sequence

from oracle.documents import Facts, Held, months_later

DEFAULT = ["fill", "joint", "currency", "stability", "fairness", "earliness"]


def maximised(goal: str) -> bool:
    """Whether more of it is better."""
    return goal in {"fill", "joint", "retest", "currency", "stability", "standby"}


def effective_goals(facts: Facts) -> list[str]:
    """The policy's; retests, where owed, and a replan's stability come right after `fill`."""
    goals = list(facts.policy.get("goals", DEFAULT))
    if "retest" not in goals and facts.retests():
        goals.insert(goals.index("fill") + 1 if "fill" in goals else 0, "retest")
    if facts.asked.baseline is not None:
        goals = [goal for goal in goals if goal != "stability"]
        place = goals.index("fill") + 1 if "fill" in goals else 0
        place += goals[place : place + 1] == ["retest"]
        goals.insert(place, "stability")
    return goals


def value(facts: Facts, goal: str, held: Sequence[Held]) -> float:
    """What `held` reaches, in the goal's own unit."""
    return _GOALS[goal](facts, list(held))


def _known(facts: Facts, held: list[Held]) -> list[Held]:
    return [h for h in held if h.scenario in facts.scenarios]


def _priority(facts: Facts, session: Held) -> int:
    return facts.scenarios[session.scenario].get("priority", 5)


def _fill(facts: Facts, held: list[Held]) -> float:
    return sum(_priority(facts, h) * len(h.seats) for h in _known(facts, held))


def _standby(facts: Facts, held: list[Held]) -> float:
    total = 0
    for session in _known(facts, held):
        named = Counter(p for p, _ in session.standbys)
        for name, position in facts.positions(session.scenario).items():
            total += _priority(facts, session) * min(named[name], position.get("standby", 0))
    return total


def _joint(facts: Facts, held: list[Held]) -> float:
    pairs = set()
    for session in held:
        teams = {facts.team(m) for _, m in session.seats if m in facts.members}
        pairs |= {
            (one, other)
            for one in teams
            for other in teams
            if facts.kind_of_team[one] == "professional"
            and facts.kind_of_team[other] == "volunteer"
        }
    return len(pairs)


def _retest(facts: Facts, held: list[Held]) -> float:
    return sum(any(facts.answers(d, h) for h in held) for d in facts.retests().values())


def _currency(facts: Facts, held: list[Held]) -> float:
    practised = set()
    for session in _known(facts, held):
        for capability in facts.scenarios[session.scenario].get("capabilities", ()):
            practised.add((capability, None))
            practised |= {(capability, member) for _, member in session.seats}
    return sum(_due(facts).get(pair, 0) for pair in practised)


def _due(facts: Facts) -> dict[tuple[str, str | None], int]:
    """Weights of (capability, None) and (capability, member) that want practice."""
    if "due" in facts.__dict__:
        return facts.__dict__["due"]
    ratings = facts.ratings() if facts.policy.get("weighting") == "weak-first" else {}
    weight = {c: 1 + "PSMU".index(rating) for c, rating in ratings.items()}
    found = {(c, None): w for c, w in weight.items() if w > 1}
    for capability, asked in facts.policy.get("currency", {}).items():
        within = asked["within"] if isinstance(asked, dict) else asked
        holders = asked.get("holders") if isinstance(asked, dict) else None
        for who in (None, *facts.members):
            if who is not None and holders:
                held = facts.certificates(who)
                if not any(facts.includes(h["id"]) & set(holders) for h in held):
                    continue
            current = any(
                capability in record["capabilities"]
                and (who is None or who in facts.practised_by(record))
                and months_later(facts.record_day(record), int(within[:-2])) > facts.last
                for record in facts.taken_place()
            )
            if not current:
                found[capability, who] = weight.get(capability, 1)
    facts.__dict__["due"] = found
    return found


def _stability(facts: Facts, held: list[Held]) -> float:
    now, kept = {h.id: h for h in held}, 0
    for was in facts.baseline:
        session = now.get(was.id)
        if session is not None:
            stay = len(set(was.seats) & set(session.seats))
            kept += stay
            if (was.start, was.venue) == (session.start, session.venue):
                kept += 1 + stay
    return kept


def _hours(held: list[Held]) -> Counter:
    minutes: Counter[str] = Counter()
    for session in held:
        for _, member in session.seats:
            minutes[member] += session.end - session.start
    return minutes


def _fairness(facts: Facts, held: list[Held]) -> float:
    return sum(m * m for m in _hours(held).values()) / 3600


def _fewest_people(facts: Facts, held: list[Held]) -> float:
    return len(_hours(held))


def _finish_early(facts: Facts, held: list[Held]) -> float:
    begin = facts.instant(f"{facts.first}T00:00")
    return (max(h.end for h in held) - begin) / 60 if held else 0


def _earliness(facts: Facts, held: list[Held]) -> float:
    return sum((facts.day(h.start) - facts.first).days for h in held)


_GOALS = {
    "fill": _fill,
    "standby": _standby,
    "joint": _joint,
    "retest": _retest,
    "currency": _currency,
    "stability": _stability,
    "fairness": _fairness,
    "fewest_people": _fewest_people,
    "finish_early": _finish_early,
    "earliness": _earliness,
}
