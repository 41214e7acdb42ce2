"""The rules as design.md states them, on plain data: the oracle's own audit.

`breaches` names each breach as far as it can be told without knowing how the product words it:
(rule, session, member) of those about one person in one session, (rule, member) of those about a
person's sessions, (rule, session) of those about a session, (rule,) of those about several.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from oracle.documents import Facts, Held, length
from oracle.goal_book import effective_goals, maximised, value

Breach = tuple[str, ...]


def breaches(facts: Facts, plan: dict) -> set[Breach]:
    """Every breach of a plan document."""
    held = facts.sessions_of(plan)
    known = [h for h in held if h.scenario in facts.scenarios]
    found: set[Breach] = set()
    for session in known:
        found |= set(of_people(facts, session))
        found |= set(of_place(facts, session))
        found |= set(of_joint(facts, session))
        found |= set(of_time(facts, session))
        found |= set(of_agreement(facts, session))
        asked = tuple(sorted(facts.scenarios[session.scenario].get("equipment", {}).items()))
        if session.equipment not in ((), asked):
            found.add(("equipment",))
    found |= set(of_sharing(facts, known))
    found |= set(of_order(facts, known))
    found |= set(of_lists(facts, plan))
    for member in facts.members:
        found |= set(of_calendar(facts, member, known))
    found |= set(of_goals(facts, plan, held))
    return found


def commitments(facts: Facts, session: Held) -> Iterator[tuple[dict, str, bool]]:
    """(position, member, whether it is a seat) of known members in known positions."""
    positions = facts.positions(session.scenario)
    for people, seated in ((session.seats, True), (session.standbys, False)):
        for position, member in people:
            if position in positions and member in facts.members:
                yield positions[position], member, seated


def last_day(facts: Facts, session: Held) -> date:
    """An end at midnight belongs to the day before."""
    return facts.day(session.end - 1)


def may_take(facts: Facts, position: dict, member: str, session: Held) -> Iterator[str]:
    """The rules that keep a member from a position of a session at its time."""
    first, last = facts.day(session.start), last_day(facts, session)
    if not all(facts.certified(member, n, first, last) for n in position.get("needs", ())):
        yield "certified"
    if not facts.free(member, session.start, session.end):
        yield "available"
    kind = facts.kind(member)
    if position.get("kind", kind) != kind:
        yield "kind"
    if position.get("lead") and "kind" not in position and kind != "professional":
        yield "lead"
    rest, _ = length(facts.policy.get("rest", "11h"))
    for other in facts.elsewhere:
        for people, apart in ((other.seats, rest), (other.standbys, 0)):
            here = any(m == member for _, m in people)
            if here and session.start < other.end + apart and other.start < session.end + apart:
                yield "elsewhere"


def of_people(facts: Facts, session: Held) -> Iterator[Breach]:
    for position, member, _ in commitments(facts, session):
        for rule in may_take(facts, position, member, session):
            yield rule, session.id, member


def of_place(facts: Facts, session: Held) -> Iterator[Breach]:
    wish = facts.scenarios[session.scenario].get("venue")
    place = facts.venues.get(session.venue or "")
    if wish is None or place is None:
        right = wish is None and session.venue is None
    else:
        right = (
            set(wish.get("features", ())) <= set(place.get("features", ()))
            and wish.get("id", place["id"]) == place["id"]
            and len(session.seats) <= place.get("capacity", len(session.seats))
            and facts.free(place["id"], session.start, session.end, venue=True)
        )
    if not right:
        yield ("venue",)


def of_joint(facts: Facts, session: Held) -> Iterator[Breach]:
    joint = facts.scenarios[session.scenario].get("joint", {})
    people = [m for _, m in session.seats if m in facts.members]
    kinds = Counter(facts.kind(m) for m in people)
    teams = {facts.team(m) for m in people}
    pairs = [team for pair in joint.get("meet", ()) for team in pair]
    most = joint.get("per_professional", len(people)) * kinds["professional"]
    if (
        kinds["professional"] < joint.get("professional", {}).get("min", 0)
        or kinds["volunteer"] < joint.get("volunteer", {}).get("min", 0)
        or len(teams) < joint.get("teams", {}).get("min", 0)
        or not teams.issuperset(pairs)
        or ("per_professional" in joint and kinds["volunteer"] > most)
    ):
        yield "joint", session.id


def of_time(facts: Facts, session: Held) -> Iterator[Breach]:
    scenario = facts.scenarios[session.scenario]
    schedule = scenario.get("schedule", {})
    begin, end = facts.wall(session.start), facts.wall(session.end - 1) + timedelta(minutes=1)
    first, last = facts.day(session.start), last_day(facts, session)
    opens, closes = facts.window(scenario)
    grid, _ = length(facts.policy.get("granularity", "30m"))
    fixed = schedule.get("fixed", [])[session.number - 1 : session.number]
    hours = schedule.get("hours", {"from": "00:00", "to": "24:00"})
    least, most = (60 * int(hours[k][:2]) + int(hours[k][3:]) for k in ("from", "to"))
    until = end.hour * 60 + end.minute or 1440
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[begin.weekday()]
    if (
        session.end - session.start != length(scenario["duration"])[0]
        or (begin.hour * 60 + begin.minute) % grid
        or not opens <= first <= last <= closes
        or weekday not in schedule.get("days", [weekday])
        or (
            "hours" in schedule
            and (first != last or begin.hour * 60 + begin.minute < least or until > most)
        )
        or any(session.start != facts.instant(at) for at in fixed)
        or any(
            first <= day <= last
            for code in facts.policy.get("holidays", ())
            for day in facts.holidays(code)
        )
    ):
        yield ("schedule",)


def of_agreement(facts: Facts, session: Held) -> Iterator[Breach]:
    """Frozen sessions and pins; see `agreed` for what of them the oracle knows."""
    for was in agreed(facts):
        if was.id == session.id:
            counts, before = (Counter(p for p, _ in set(h.seats)) for h in (session, was))
            if (
                (was.start, was.venue) != (session.start, session.venue)
                or not set(was.seats) <= set(session.seats)
                or any(counts[p] > before[p] for p in facts.positions(session.scenario))
            ):
                yield "frozen", session.id
    for pin in partial_pins(facts):
        if pin["session"] == session.id and (
            ("start" in pin and facts.instant(pin["start"]) != session.start)
            or ("venue" in pin and pin["venue"] != session.venue)
            or any(
                (position, member) not in session.seats
                for position, people in pin.get("people", {}).items()
                for member in people
            )
        ):
            yield "frozen", session.id


def agreed(facts: Facts) -> Iterator[Held]:
    """Sessions of the baseline that stay whole: begun, within the notice, or pinned.

    Of a baseline that keeps all rules; what broken rules release is beyond the oracle.
    """
    pins = [pin for pin in facts.policy.get("pin", ()) if isinstance(pin, str)]
    until = notice_ends(facts)
    for was in facts.baseline:
        near = until is not None and was.start < until
        if was.id in facts.wanted() and (near or was.id in pins):
            yield was


def partial_pins(facts: Facts) -> list[dict]:
    return [pin for pin in facts.policy.get("pin", ()) if not isinstance(pin, str)]


def notice_ends(facts: Facts) -> int | None:
    """Days of notice count on the local clock."""
    if facts.asked.as_of is None:
        return None
    moment = facts.wall(facts.instant(facts.asked.as_of))
    notice, _ = length(facts.policy.get("notice", "7d"))
    return facts.instant((moment + timedelta(minutes=notice)).isoformat())


def of_sharing(facts: Facts, held: Sequence[Held]) -> Iterator[Breach]:
    """Venues and equipment, wherever a session of the plan begins or another within it."""
    everyone = [*held, *facts.elsewhere]
    for moment in {h.start for h in everyone}:
        running = [h for h in everyone if h.start <= moment < h.end]
        ours = [h for h in running if h in held]
        for venue in {h.venue for h in ours if facts.scenarios[h.scenario].get("venue")}:
            at_once = facts.venues.get(venue or "", {}).get("at_once", 1)
            if venue in facts.venues and sum(h.venue == venue for h in running) > at_once:
                yield ("venue",)
        in_use: Counter[str] = Counter()
        for session in running:
            in_use.update(
                facts.scenarios[session.scenario].get("equipment", {})
                if session in held
                else dict(session.equipment)
            )
        mine = {i for h in ours for i in facts.scenarios[h.scenario].get("equipment", {})}
        if any(in_use[item] > facts.items.get(item, 0) for item in mine):
            yield ("equipment",)


def of_order(facts: Facts, held: Sequence[Held], *, whole: bool = True) -> Iterator[Breach]:
    """Spacing and `after`; `whole` False: sessions may be added, so that one may be there yet."""
    everyone = [*held, *facts.elsewhere]
    for scenario in facts.scenarios.values():
        schedule = scenario.get("schedule", {})
        mine = [h for h in everyone if h.scenario == scenario["id"]]
        for one, other in combinations(sorted(mine, key=lambda h: h.number), 2):
            if one not in held and other not in held:
                continue
            if not facts.later(one.start, schedule.get("spacing", "0h"), other.start):
                yield ("schedule",)
        for after in schedule.get("after", ()):
            others = [h for h in everyone if h.scenario == after["scenario"]]
            for session in mine:
                if whole and session in held and not others:
                    yield ("schedule",)
                for other in others:
                    if session not in held and other not in held:
                        continue
                    if not facts.later(other.end, after.get("gap", "0h"), session.start):
                        yield ("schedule",)


def of_lists(facts: Facts, plan: dict) -> Iterator[Breach]:
    """Every session asked for is listed once, with its minimum or not at all; see rule 12."""
    listed = Counter(s["id"] for part in ("sessions", "not_held") for s in plan.get(part, ()))
    wanted = facts.wanted()
    for name in {*listed, *wanted}:
        if listed[name] != 1 or name not in wanted:
            yield "run-or-not", name
    for session in plan["sessions"]:
        scenario = session["id"].rpartition("#")[0]
        if scenario not in facts.scenarios:
            continue
        positions = facts.positions(scenario)
        empty: Counter[str] = Counter()
        for entry in session.get("empty", ()):
            empty[entry["position"]] += entry["seats"]
        assigned, standby = session["assigned"], session.get("standby", {})
        right = {*assigned, *standby, *empty} <= positions.keys()
        for name, position in positions.items():
            filled, count = len(assigned.get(name, ())), position["count"]
            right &= position.get("min", count) <= filled <= count
            right &= empty[name] == max(0, count - filled)
            right &= len(standby.get(name, ())) <= position.get("standby", 0)
        people = [m for part in (assigned, standby) for them in part.values() for m in them]
        if not right or not facts.members.keys() >= set(people):
            yield "run-or-not", session["id"]


def of_calendar(facts: Facts, member: str, held: Sequence[Held]) -> Iterator[Breach]:
    """One member's sessions: one seat at a time, rest, hours."""
    taken = [
        (session, seated)
        for session in held
        for _, who, seated in commitments(facts, session)
        if who == member
    ]
    rest, _ = length(facts.policy.get("rest", "11h"))
    for (one, seated), (other, also) in combinations(taken, 2):
        if one.id == other.id or (one.start < other.end and other.start < one.end):
            yield "one-seat", member
        if one.id != other.id and seated and also and rest:
            early, late = sorted((one, other), key=lambda h: (h.start, h.end))
            if late.start - early.end < rest:
                yield "rest", member
    worked = [(facts.day(h.start), h.end - h.start, True) for h, seated in taken if seated]
    worked += [
        (facts.day(h.start), h.end - h.start, False)
        for h in facts.elsewhere
        for _, who in h.seats
        if who == member
    ]
    for key, days, timed in (
        ("hours_per_7d", 7, True),
        ("hours_per_28d", 28, True),
        ("sessions_per_7d", 7, False),
        ("sessions_per_28d", 28, False),
    ):
        limit = facts.members[member].get("limits", {}).get(key)
        limit = facts.policy.get("limits", {}).get(key) if limit is None else limit
        if limit is None:
            continue
        for begin in {day for day, _, _ in worked}:
            within = [w for w in worked if 0 <= (w[0] - begin).days < days]
            spent = sum(minutes / 60 if timed else 1 for _, minutes, _ in within)
            if spent > limit and any(ours for _, _, ours in within):
                yield "limits", member


def of_goals(facts: Facts, plan: dict, held: list[Held]) -> Iterator[Breach]:
    """What the plan states of its goals, and of the retests that its sessions answer."""
    allowed = {*effective_goals(facts), "standby"}
    if plan.get("revision", 1) > 1:
        allowed.add("stability")
    seen = set()
    for goal in plan.get("goals", ()):
        name = goal["id"]
        beyond = goal["value"] - goal["bound"]
        if (
            name not in allowed
            or name in seen
            or abs(value(facts, name, held) - goal["value"]) > 1e-4
            or (beyond if maximised(name) else -beyond) > 1e-4
        ):
            yield ("goals",)
        seen.add(name)
    demands = facts.retests()
    for finding in plan.get("findings", ()):
        if finding.get("action") in demands:
            demand = demands[finding["action"]]
            real = {h.id for h in held if facts.answers(demand, h)}
            if sorted(real) != sorted(finding.get("sessions", ())):
                yield ("findings",)
