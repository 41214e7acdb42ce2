"""From instance to a good schedule: construct, then improve part by part, by effort.

A generation cuts the plan into parts (communities of people, stretches of time), improves each
as a task of the executor, and takes the results over one by one where they still fit and the
goals are no worse. Generations and rounds are counted, and the parts depend on the instance
alone: the number and kind of workers never changes the outcome.
"""

import pickle
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from drillctl.model.plan import GoalValue
from drillctl.model.policy import Goal
from drillctl.planning.decomposition import (
    ALL_DAYS,
    communities,
    part_of,
    renumbered,
    stretches,
)
from drillctl.planning.ejection import hand_on
from drillctl.planning.executors import run_all
from drillctl.planning.improve import (
    advance,
    construct,
    construct_as_advised,
    construct_only,
    exchange,
    improve,
)
from drillctl.planning.insertion import expected_demand, insert
from drillctl.planning.interruption import elsewhere, never
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.repair import repair
from drillctl.planning.schedule import Held, Schedule
from drillctl.planning.search import Effort, Options, Phase, Progress, Stop
from drillctl.planning.staffing import FloatKeys
from drillctl.planning.standbys import standing_by

Tell = Callable[[Progress], None]


def _to_nobody(progress: Progress) -> None:
    """Where nobody looks on."""


EFFORTS = {Effort.QUICK: 400, Effort.NORMAL: 3_000, Effort.THOROUGH: 40_000}
"""Neighbourhoods tried for the whole plan at each effort; as many again for every so many"""
SESSIONS_MORE = 300
MOST_ROUNDS = 50
"""Neighbourhoods tried for each session and generation at most."""
SHOWN_EVERY = 0.2
"""Seconds between two states that are shown."""
_ADVISED = 3_000
"""Sessions up to which a plan is built as the relaxation advises."""
_SMALL = 40
"""Sessions below which a plan is improved at once, without tasks."""
_LARGE = 600
"""Sessions beyond which each community is built and improved on its own from the start."""


def solve(
    relaxation: Relaxation,
    executor: Executor,
    *,
    effort: int,
    stop: Stop = never,
    tell: Tell = _to_nobody,
) -> Schedule:
    """The best schedule found. `effort`: neighbourhoods for a small plan, more for a large one.

    `tell`: how the state is shown now and then; the work does not depend on it.
    """
    instance = relaxation.instance
    schedule = Schedule(instance)
    count = len(instance.choices)
    if any(choice.kept_start is not None for choice in instance.choices):
        repair(schedule, effort, stop=_showing(schedule, tell, stop))
        return schedule
    groups, reaching = communities(instance)
    if len(groups) > 1:
        _build_apart(schedule, groups, reaching, executor)
    construct(schedule)
    _polish(schedule)
    leading = _leading(schedule, relaxation, tell)
    built = list(schedule.held), schedule.worth()
    if leading == 1:
        schedule = _advised(relaxation) or schedule
    _show(schedule, tell)
    generations = 1 if count < _SMALL else 2
    if leading > 1 and 4 * count >= effort:
        generations = 0  # Large plans are good from the start where all seats are filled.
    tries = effort * (SESSIONS_MORE + count) // SESSIONS_MORE
    rounds = min(MOST_ROUNDS, max(1, tries // max(1, count * generations)))
    for generation in range(generations):
        if stop():
            break
        parts = []
        for group in groups:
            for days in stretches(schedule, group, generation % 2 == 1):
                mine = [s for s in group if _in(schedule, s, days)]
                if mine:
                    parts.append((mine, days))
        if count < _SMALL:
            shown = _showing(schedule, tell, stop)
            improve(schedule, rounds * count, instance.seed, leading=leading, stop=shown)
        elif len(parts) == 1:
            _try_twice(schedule, rounds * count, generation, executor, leading, stop)
        else:
            _run_parts(schedule, parts, rounds, generation, executor, leading, stop)
        _polish(schedule)
        _show(schedule, tell)
    if schedule.worth() < built[1]:
        schedule.restore(dict(enumerate(built[0])))
    hand_on(schedule, relaxation, stop=stop)
    return schedule


def _leading(schedule: Schedule, relaxation: Relaxation, tell: Tell) -> int:
    """How many goals there are up to the first that has not reached its bound."""
    known: dict[Goal, int] = {}
    for place, goal in enumerate(schedule.instance.goals, start=1):
        known[goal] = schedule.measure(goal)
        bound = relaxation.bound(goal, known)
        if goal is not Goal.STANDBY:
            value, best = _in_unit(goal, known[goal]), _in_unit(goal, bound)
            tell(Progress(Phase.IMPROVE, goal, value, best))
        if known[goal] != bound:
            return place
    return len(known)


def _show(schedule: Schedule, tell: Tell) -> None:
    """Tells what the goals have come to; standbys are named in the end."""
    for goal in schedule.instance.goals:
        if goal is not Goal.STANDBY:
            tell(Progress(Phase.IMPROVE, goal, _in_unit(goal, schedule.measure(goal))))


def _showing(schedule: Schedule, tell: Tell, stop: Stop) -> Stop:
    """The same wish to stop; whoever asks after it has the state shown now and then."""
    due = 0.0

    def asked() -> bool:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + SHOWN_EVERY
            _show(schedule, tell)
        return stop()

    return asked


def _in_unit(goal: Goal, reached: int) -> float:
    """What a schedule measures, in the goal's own unit."""
    unit = {Goal.FAIRNESS: 3600, Goal.FINISH_EARLY: 60}.get(goal, 1)
    return reached // unit if reached % unit == 0 else round(reached / unit, 4)


def _advised(relaxation: Relaxation) -> Schedule | None:
    """A schedule built as the relaxation advises where not all seats can be filled.

    At first it may be worse than one built without advice, but it comes further. None where that
    is no help: a plan that must keep to an earlier one, or one too large to be built whole.
    """
    instance = relaxation.instance
    if instance.goals[0] is not Goal.FILL or len(instance.choices) > _ADVISED:
        return None
    advised = [advice for advice in relaxation.advice() if advice.people]
    if not advised:
        return None
    schedule = Schedule(instance)
    construct_as_advised(schedule, advised)
    _polish(schedule)
    return schedule


def _in(schedule: Schedule, session: int, days: range) -> bool:
    choice, held = schedule.instance.choices[session], schedule.held[session]
    return len(choice.starts) > 0 and int(choice.days[held.at if held else 0]) in days


def refine(schedule: Schedule, effort: int, *, stop: Stop = never) -> None:
    """Improves a small schedule as a whole, in `effort` neighbourhoods at most."""
    count = max(1, len(schedule.held))
    improve(schedule, min(effort, MOST_ROUNDS * count), schedule.instance.seed, stop=stop)
    _polish(schedule)


def _polish(schedule: Schedule) -> None:
    for _ in range(10):
        if not exchange(schedule):
            break
    advance(schedule)


def _build_apart(
    schedule: Schedule, groups: list[list[int]], reaching: list[int], executor: Executor
) -> None:
    """Sessions that reach into another community first, then each community by itself."""
    if len(schedule.instance.choices) < _LARGE:
        return
    construct_only(schedule, reaching)
    parts = [(group, ALL_DAYS) for group in groups if any(schedule.held[s] is None for s in group)]
    _run_parts(schedule, parts, 0, 0, executor)


def _try_twice(
    schedule: Schedule, rounds: int, generation: int, executor: Executor, leading: int, stop: Stop
) -> None:
    """Improves a plan that is one part in two tasks, each by its own chance; the better stays."""
    instance, demand = schedule.instance, expected_demand(schedule)
    everything = len(schedule.held)
    arguments = []
    for index in range(2):
        seed = instance.seed * 1_000_003 + generation * 1_009 + index
        work = (instance, schedule.held, everything, demand, rounds, seed, leading, elsewhere(stop))
        arguments.append((pickle.dumps(work, protocol=5),))
    best = dict(enumerate(schedule.held)), schedule.worth()
    for result in run_all(executor, improve_part, arguments):
        schedule.restore(dict(enumerate(result)))
        if schedule.worth() > best[1]:
            best = dict(enumerate(result)), schedule.worth()
    schedule.restore(best[0])


def _run_parts(
    schedule: Schedule,
    parts: list[tuple[list[int], range]],
    rounds: int,
    generation: int,
    executor: Executor,
    leading: int | None = None,
    stop: Stop = never,
) -> None:
    """Improves each part as a task and takes the results over where they still fit."""
    instance = schedule.instance
    demand = expected_demand(schedule)
    users: dict[int, list[int]] = {}
    for session, held in enumerate(schedule.held):
        for member in held.people if held else ():
            users.setdefault(member, []).append(session)
    arguments, tables, offsets = [], [], []
    for index, (mine, within) in enumerate(parts):
        own = set(mine)
        people = np.unique(np.concatenate([instance.choices[s].who for s in mine])).tolist()
        around = {s for member in people for s in users.get(member, ())}
        around |= {link.other for s in mine for link in instance.choices[s].links}
        venues = {v for s in mine for v in instance.choices[s].venues}
        days = [
            d
            for s in mine
            for d in (instance.choices[s].days.min(), instance.choices[s].days.max())
        ]
        low, high = int(min(days)) - 29, int(max(days)) + 29
        around |= {
            s
            for s, held in enumerate(schedule.held)
            if held is not None
            and (held.venue in venues or instance.choices[s].uses)
            and low <= int(instance.choices[s].days[held.at]) <= high
            and len(parts) < 100
        }
        fixed = {s: h for s in sorted(around - own) if (h := schedule.held[s]) is not None}
        part, members = part_of(instance, mine, within, fixed)
        back = np.full(instance.members, -1, dtype=np.int64)
        back[members] = np.arange(len(members))
        now = [
            None if (h := schedule.held[s]) is None else renumbered(h, back)
            for s in [*mine, *fixed]
        ]
        now[len(mine) :] = [replace(h, at=0) for h in now[len(mine) :] if h is not None]
        firsts = [int(np.searchsorted(instance.choices[s].days, within.start)) for s in mine]
        now[: len(mine)] = _shifted(now[: len(mine)], [-first for first in firsts])
        offsets.append(firsts)
        tables.append(members)
        seed = instance.seed * 1_000_003 + generation * 1_009 + index
        demanded, tries = demand[members], rounds * len(mine)
        work = (part, now, len(mine), demanded, tries, seed, leading, elsewhere(stop))
        arguments.append((pickle.dumps(work, protocol=5),))
    results = run_all(executor, improve_part, arguments)
    for (mine, _), members, firsts, result in zip(parts, tables, offsets, results, strict=True):
        found = [None if h is None else renumbered(h, members) for h in _shifted(result, firsts)]
        _take_over(schedule, mine, found, demand)


def _shifted(held: list[Held | None], by: list[int]) -> list[Held | None]:
    """The same sessions with their starts numbered so much higher."""
    return [h and replace(h, at=h.at + n) for h, n in zip(held, by, strict=True)]


def improve_part(blob: bytes) -> list[Held | None]:
    """The task: the first so many sessions of a pickled part, better if possible."""
    part, held, mine, demand, rounds, seed, leading, stop = pickle.loads(blob)
    schedule = Schedule(part)
    for session, is_held in enumerate(held):
        if is_held is not None:
            schedule.place(session, is_held)
    own = list(range(mine))
    if rounds == 0:
        construct_only(schedule, own, demand)
    else:
        improve(schedule, rounds, seed, mine=own, demand=demand, leading=leading, stop=stop)
    exchange(schedule, own)
    return [schedule.held[s] for s in own]


def _take_over(
    schedule: Schedule, mine: list[int], result: list[Held | None], demand: FloatKeys
) -> None:
    """Replaces the part's sessions by the result, as far as that fits, unless that is worse."""
    changed = [s for s, new in zip(mine, result, strict=True) if new != schedule.held[s]]
    if not changed:
        return
    wanted = dict(zip(mine, result, strict=True))
    worth = schedule.worth()
    before = {s: schedule.remove(s) for s in changed}
    fits = True
    waiting = [s for s in changed if wanted[s] is not None]
    # A session that needs another waits for it.
    waiting.sort(key=lambda s: bool(schedule.instance.choices[s].requires))
    for session in waiting:
        new = wanted[session]
        assert new is not None
        if schedule.fits(session, new):
            schedule.place(session, new)
        else:
            old = before[session]
            starts = [new.at, *([old.at] if old else [])]
            insert(schedule, session, demand, prefer=starts, devoted=new.people)
    fits = not any(schedule.left_hanging(s) for s in changed)
    if not fits or schedule.worth() < worth:
        schedule.restore(before)


def bounded(
    schedule: Schedule,
    named: list[Held | None],
    relaxation: Relaxation,
    options: Options,
    wider: Mapping[Goal, int],
) -> list[GoalValue]:
    """Each goal's value with its bound from the relaxation, in the goal's own unit.

    `named`: the sessions with their standbys. `wider`: bounds of goals that count alone, where
    the relaxation is one of a part of the problem.
    """
    standbys = standing_by(schedule.instance, named)
    known: dict[Goal, int] = {}
    found = []
    for goal in schedule.instance.goals:
        reached = standbys if goal is Goal.STANDBY else schedule.measure(goal)
        known[goal] = reached
        bound = wider[goal] if goal in wider else relaxation.bound(goal, known)
        bound = max(bound, reached) if goal.maximised else min(bound, reached)
        value, best = _in_unit(goal, reached), _in_unit(goal, bound)
        found.append(GoalValue(goal, value, best))
        if options.on_progress is not None:
            options.on_progress(Progress(Phase.BOUND, goal, value, best))
    return found
