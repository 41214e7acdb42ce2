"""The problem as arrays of numbers, for searches that weigh thousands of moves a second.

Compiled once from candidates and the shapes of the rules; holds no domain object, so that it
travels to another process or machine cheaply. Members, sessions and venues are numbered in the
order of the problem; instants are minutes since the epoch, days are date ordinals.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drillctl.model.policy import Goal
from drillctl.model.problem import SessionId
from drillctl.model.retest import retest_demands
from drillctl.model.roster import Kind
from drillctl.model.show_up import UNKNOWN
from drillctl.planning.candidates import Candidates
from drillctl.planning.due import due
from drillctl.rules.rule import (
    Context,
    DistinctQuota,
    Gap,
    InstantQuota,
    Keep,
    Order,
    Requires,
    SeatQuota,
    SessionQuota,
    WindowQuota,
    conflicts,
    quotas,
)

Numbers = NDArray[np.int64]
FloatNumbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
UNLIMITED = 1 << 40


@dataclass
class Places:
    """One position: how many must, may, and should stand by.

    `enough` above 0: instead of `standby` at most `ready`, until with that probability `minimum`
    of all of them appear.
    """

    minimum: int
    count: int
    standby: int
    ready: int = 0
    enough: float = 0.0


@dataclass
class Weighed:
    """A sum over the people of one session, within bounds; `venue` None: wherever it is held."""

    weights: Numbers
    low: int
    high: int
    venue: int | None


@dataclass
class Link:
    """This session and `other`: start >= other's start (or end) + lag where `after`, else <=."""

    other: int
    lag: int
    nominal: bool
    from_end: bool
    after: bool


@dataclass
class Choice:
    """One session's choices. Arrays over its starts, and over `who`, the members it may seat.

    `packed[row, position]`: may ``who[k]`` sit there at a start of that people's row, as bits.
    `roomy`: the starts (from, until) that leave all sessions before and after it their place.
    `hosts[start, k]`: may ``venues[k]`` host it then; a session without venue has venue -1.
    `group`: starts of one slot share a number. `keep`: held wherever it can be.
    """

    name: str
    duration: int
    priority: int
    positions: list[Places]
    starts: Numbers
    days: Numbers
    offsets: Numbers
    rows: Numbers
    group: Numbers
    venues: list[int]
    hosts: Mask
    who: Numbers
    packed: NDArray[np.uint8]
    most: Numbers
    sums: list[Weighed] = field(default_factory=list)
    distinct: list[tuple[Numbers, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    requires: list[list[int]] = field(default_factory=list)
    uses: list[tuple[int, int, int | None]] = field(default_factory=list)
    spends: list[int] = field(default_factory=list)
    capabilities: list[int] = field(default_factory=list)
    retests: list[tuple[int, int, int]] = field(default_factory=list)
    roomy: tuple[int, int] = (0, 0)
    keep: bool = False
    kept_start: int | None = None
    kept_venue: int | None = None
    kept_people: set[tuple[int, int]] = field(default_factory=set)
    kept_standbys: set[tuple[int, int]] = field(default_factory=set)

    def able(self, row: int) -> Mask:
        """Positions x `who`: who may sit where at the starts of this people's row."""
        return np.unpackbits(self.packed[row], axis=-1, count=len(self.who)).astype(bool)


@dataclass
class Instance:
    """All of it. `windows[k]`: (days or None, limit of each member) of the k-th rolling sum.

    `given[k]`: member to (day, amount) that counts there in any case; `taken[k]`: (start, end,
    amount) that is in use in any case of the k-th of `instants`.
    """

    members: int
    choices: list[Choice]
    gap: int
    standby_gap: int
    windows: list[tuple[int | None, Numbers]]
    given: list[dict[int, tuple[tuple[int, int], ...]]]
    instants: list[int]
    taken: list[tuple[tuple[int, int, int], ...]]
    team: Numbers
    professional: Mask
    show_up: FloatNumbers
    due_members: dict[tuple[int, int], int]
    due_capabilities: dict[int, int]
    goals: tuple[Goal, ...]
    first_day: int
    first_instant: int
    seed: int

    @property
    def seats(self) -> int:
        """How many (session, position, member) there are to choose from."""
        return sum(
            int(np.unpackbits(np.bitwise_or.reduce(c.packed, axis=0)).sum())
            for c in self.choices
            if len(c.starts)
        )

    @property
    def horizon(self) -> tuple[int, int]:
        """First and last day on which any session may start."""
        days = [(int(c.days.min()), int(c.days.max())) for c in self.choices if len(c.days)]
        return min((d for d, _ in days), default=0), max((d for _, d in days), default=0)


def compile_instance(
    context: Context, candidates: Mapping[SessionId, Candidates], rules: tuple[Any, ...]
) -> Instance:
    """Numbers for everything that `rules` say about this problem."""
    problem = context.problem
    member_of = {member: index for index, member in enumerate(problem.roster.members)}
    venue_of = {venue: index for index, venue in enumerate(problem.roster.venues)}
    team_of = {team: index for index, team in enumerate(problem.roster.teams)}
    capability_of: dict[str, int] = {}
    number_of = {session: index for index, session in enumerate(candidates)}
    choices = [
        _choice(session, found, venue_of, capability_of, problem.policy.show_up)
        for session, found in candidates.items()
    ]
    capabilities, members = due(problem)
    members_by_id = problem.roster.members.values()
    period = problem.period.first.toordinal()
    instance = Instance(
        members=len(member_of),
        choices=choices,
        gap=-1,
        standby_gap=-1,
        windows=[],
        given=[],
        instants=[],
        taken=[],
        team=np.array([team_of[m.team] for m in members_by_id], dtype=np.int64),
        professional=np.array([m.kind is Kind.PROFESSIONAL for m in members_by_id], dtype=bool),
        show_up=np.array([problem.show_up.get(m, UNKNOWN) for m in member_of], dtype=np.float64),
        due_members={
            (member_of[m], capability_of[c]): weight
            for (m, c), weight in members.items()
            if c in capability_of
        },
        due_capabilities={
            capability_of[c]: weight for c, weight in capabilities.items() if c in capability_of
        },
        goals=problem.goals,
        first_day=period,
        first_instant=context.timeline.day_start(period),
        seed=problem.policy.seed,
    )
    _compile_conflicts(instance, number_of, context, rules)
    _compile_quotas(instance, number_of, member_of, venue_of, context, rules)
    _leave_room(instance)
    for index, demand in enumerate(retest_demands(problem)):
        days = (demand.since.toordinal() + 1, demand.last.toordinal())
        for session, choice in zip(candidates, choices, strict=True):
            if session.scenario in demand.scenarios:
                choice.retests.append((index, *days))
    if problem.baseline is not None:
        for planned in problem.baseline.sessions:
            number = number_of.get(SessionId(planned.scenario, planned.number))
            if number is None:
                continue
            choice, session = choices[number], SessionId(planned.scenario, planned.number)
            choice.kept_start = int(planned.start.timestamp()) // 60
            choice.kept_venue = -1 if planned.venue is None else venue_of.get(planned.venue)
            order = [p.id for p in candidates[session].scenario.positions]
            choice.kept_people, choice.kept_standbys = (
                {
                    (order.index(position), member_of[member])
                    for position, member in people
                    if position in order and member in member_of
                }
                for people in (planned.members(), planned.standbys())
            )
    return instance


def _choice(
    session: SessionId,
    found: Candidates,
    venue_of: Mapping[str, int],
    capability_of: dict[str, int],
    show_up: float,
) -> Choice:
    scenario, slots = found.scenario, found.slots
    group = np.repeat(np.arange(len(slots)), [len(slot.starts) for slot in slots])
    starts = np.concatenate([s.starts for s in slots]) if slots else np.empty(0, dtype=np.int64)
    order = np.argsort(starts, kind="stable")
    group, starts = group[order], starts[order]
    names = list(dict.fromkeys(venue for slot in slots for venue in slot.venues))
    hosting = np.array([[v in slot.venues for v in names] for slot in slots], dtype=bool)
    rows = np.array([slot.row for slot in slots], dtype=np.int64)
    most = np.zeros(len(found.packed), dtype=np.int64)
    for slot in slots:
        most[slot.row] = slot.most
    return Choice(
        name=str(session),
        duration=scenario.duration,
        priority=scenario.priority,
        positions=[
            Places(p.minimum, p.count, 0, p.standby, show_up)
            if p.standby_auto
            else Places(p.minimum, p.count, p.standby)
            for p in scenario.positions
        ],
        starts=starts,
        days=np.array([slot.day for slot in slots], dtype=np.int64)[group],
        offsets=np.array([slot.offset for slot in slots], dtype=np.int64)[group],
        rows=rows[group],
        group=group,
        venues=[-1 if name is None else venue_of[name] for name in names],
        hosts=hosting[group] if len(slots) else np.empty((0, 0), dtype=bool),
        who=found.who,
        packed=found.packed,
        most=most,
        capabilities=[capability_of.setdefault(c, len(capability_of))
                      for c in scenario.capabilities],
    )  # fmt: skip


def _compile_conflicts(
    instance: Instance, number_of: Mapping[SessionId, int], context: Context, rules: tuple[Any, ...]
) -> None:
    for conflict in conflicts(rules, context):
        match conflict:
            case Gap():
                instance.gap = max(instance.gap, conflict.minutes)
                if conflict.standby:
                    instance.standby_gap = max(instance.standby_gap, conflict.minutes)
            case Order():
                first, second = number_of[conflict.first], number_of[conflict.second]
                lag, nominal = conflict.lag.elapsed_minutes, conflict.lag.nominal
                link = Link(first, lag, nominal, conflict.from_end, after=True)
                instance.choices[second].links.append(link)
                link = Link(second, lag, nominal, conflict.from_end, after=False)
                instance.choices[first].links.append(link)
            case Keep():
                instance.choices[number_of[conflict.session]].keep = True
            case Requires():
                others = [number_of[s] for s in conflict.any_of]
                instance.choices[number_of[conflict.session]].requires.append(others)


def _leave_room(instance: Instance) -> None:
    """Earliest and latest starts if every session is held, along the links (longest paths)."""
    choices = instance.choices
    early = [int(c.starts[0]) if len(c.starts) else 0 for c in choices]
    late = [int(c.starts[-1]) if len(c.starts) else 0 for c in choices]
    for _ in range(len(choices)):
        changed = False
        for number, choice in enumerate(choices):
            for link in choice.links if len(choice.starts) else ():
                if not link.after or not len(choices[link.other].starts):
                    continue
                lag = link.lag + (choices[link.other].duration if link.from_end else 0)
                lag -= 120 if link.nominal else 0  # clocks may change in between
                if early[link.other] + lag > early[number]:
                    early[number], changed = early[link.other] + lag, True
                if late[number] - lag < late[link.other]:
                    late[link.other], changed = late[number] - lag, True
        if not changed:
            break
    for number, choice in enumerate(choices):
        if len(choice.starts):
            first = int(np.searchsorted(choice.starts, early[number], side="left"))
            last = int(np.searchsorted(choice.starts, late[number], side="right"))
            choice.roomy = (first, last) if first < last else (0, len(choice.starts))


def _compile_quotas(
    instance: Instance,
    number_of: Mapping[SessionId, int],
    member_of: Mapping[str, int],
    venue_of: Mapping[str, int],
    context: Context,
    rules: tuple[Any, ...],
) -> None:
    sessions_of: dict[str, list[int]] = defaultdict(list)
    for session, number in number_of.items():
        sessions_of[session.scenario].append(number)
    windows: dict[tuple[int | None, int], int] = {}
    hosted: dict[int, list[int]] = defaultdict(list)
    for number, choice in enumerate(instance.choices):
        for host in choice.venues:
            hosted[host].append(number)
    scenario_of = [session.scenario for session in number_of]
    shared: dict[int, Any] = {}
    spread: dict[int, Numbers] = {}
    groups: dict[int, Numbers] = {}

    def over_members(weights: Mapping[str, int]) -> Numbers:
        if id(weights) not in spread:
            shared[id(weights)] = weights
            spread[id(weights)] = np.zeros(instance.members, dtype=np.int64)
            for member, weight in weights.items():
                spread[id(weights)][member_of[member]] = weight
        return spread[id(weights)]

    for quota in quotas(rules, context):
        match quota:
            case SeatQuota():
                choice = instance.choices[number_of[quota.session]]
                order = context.problem.scenarios[quota.session.scenario].positions
                place = choice.positions[[p.id for p in order].index(quota.position)]
                place.minimum = max(place.minimum, quota.low)
                place.count = min(place.count, quota.high)
            case SessionQuota():
                choice = instance.choices[number_of[quota.session]]
                venue = None if quota.venue is None else venue_of[quota.venue]
                low = -UNLIMITED if quota.low is None else quota.low
                high = UNLIMITED if quota.high is None else quota.high
                weights = over_members(quota.weights)[choice.who]
                choice.sums.append(Weighed(weights, low, high, venue))
            case DistinctQuota():
                choice = instance.choices[number_of[quota.session]]
                if id(quota.groups) not in groups:
                    shared[id(quota.groups)] = quota.groups
                    names = {g: i for i, g in enumerate(dict.fromkeys(quota.groups.values()))}
                    numbers = np.full(instance.members, -1, dtype=np.int64)
                    for who, group in quota.groups.items():
                        numbers[member_of[who]] = names[group]
                    groups[id(quota.groups)] = numbers
                choice.distinct.append((groups[id(quota.groups)][choice.who], quota.low))
            case WindowQuota():
                key = (quota.days, id(quota.weights))
                if key not in windows:
                    shared[id(quota.weights)] = quota.weights
                    windows[key] = len(instance.windows)
                    limits = np.full(instance.members, UNLIMITED, dtype=np.int64)
                    instance.windows.append((quota.days, limits))
                    instance.given.append({})
                    for scenario, numbers_of in sessions_of.items():
                        for number in numbers_of:
                            spent = quota.weights.get(scenario, 0)
                            instance.choices[number].spends.append(spent)
                limits = instance.windows[windows[key]][1]
                member = member_of[quota.member]
                limits[member] = min(limits[member], quota.high)
                if quota.given:
                    instance.given[windows[key]][member] = quota.given
            case InstantQuota():
                venue = None if quota.venue is None else venue_of[quota.venue]
                users = (
                    [n for scenario in quota.uses for n in sessions_of[scenario]]
                    if venue is None
                    else hosted[venue]
                )
                for number in users:
                    if amount := quota.uses.get(scenario_of[number], 0):
                        use = (len(instance.instants), amount, venue)
                        instance.choices[number].uses.append(use)
                instance.instants.append(quota.high)
                instance.taken.append(quota.given)
