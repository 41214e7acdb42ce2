"""The planner's front door: a problem in, a plan out, always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from drillctl import __version__
from drillctl.language import joined, tr
from drillctl.model.plan import (
    Cancelled,
    EmptySeats,
    GoalValue,
    Made,
    NotHeld,
    Plan,
    PlannedSession,
)
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem, SessionId
from drillctl.planning.candidates import Candidates, find_candidates, narrowed
from drillctl.planning.engine import (
    EFFORTS,
    bounded,
    refine,
    solve,
)
from drillctl.planning.executors import open_executor
from drillctl.planning.findings import findings
from drillctl.planning.instance import Choice, Instance, compile_instance
from drillctl.planning.interruption import Interrupt
from drillctl.planning.program import Program, build
from drillctl.planning.reasons import why_empty, why_not_held
from drillctl.planning.relaxation import Relaxation
from drillctl.planning.repair import lost, repair
from drillctl.planning.schedule import Held, Schedule, Seats
from drillctl.planning.search import Effort, Options, Phase, Progress, search
from drillctl.planning.standbys import name_standbys, standing_by
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

INTERRUPTED = tr("interrupted: the best plan found so far; the bounds are what was proven by then")
EXACT = 40_000
"""Largest number of (session, position, member) triples that the exact program is built for."""
EXACT_FIXED = 150_000
"""Likewise, where every session has but one start."""
EXACT_SETTLED = 4_000
"""Likewise, where most sessions stay as they were: beyond it relaxations answer sooner."""
TIME_LIMIT = tr("made under a wall-clock limit: another run may give another plan")


@dataclass(frozen=True)
class _Earlier:
    """What the baseline says of one session: uid, sequence, and the session if it was held."""

    uid: str
    sequence: int
    session: PlannedSession | None


def make_plan(
    problem: Problem,
    options: Options | None = None,
    *,
    inputs: Mapping[str, str] | None = None,
    around: Mapping[str, str] | None = None,
    upon: str = "",
    rules: tuple[Any, ...] | None = None,
) -> Plan:
    """The best plan that the effort finds; every wish that can't be met costs seats only.

    `inputs` and `around` (the plans elsewhere), file name to ``sha256:...``, and the baseline's
    hash `upon`, are written into the plan. `rules`: the rules to keep, all of `drillctl.rules`
    where left out.
    """
    options = options or Options()
    rules = all_rules() if rules is None else rules
    context = Context(problem, Timeline(problem))
    candidates = find_candidates(context, rules)
    found = _find(context, candidates, rules, options)
    earlier = _earlier(problem)
    domain = _uid_domain(problem, earlier)
    held = {
        str(session): _planned(context, session, choice, is_held)
        for session, choice, is_held in zip(
            candidates, found.instance.choices, found.held, strict=True
        )
        if is_held is not None
    }
    sessions = [
        _revised(replace(session, empty=_empty(context, rules, held, session)), earlier, domain)
        for session in held.values()
    ]
    in_order = tuple(sorted(sessions, key=lambda s: (s.start, s.id)))
    notes = [INTERRUPTED] if found.interrupted else []
    if options.time_limit is not None:
        notes.append(TIME_LIMIT)
    return Plan(
        made=Made(
            f"drillctl {__version__}",
            problem.policy.seed,
            dict(inputs or {}),
            dict(around or {}),
            joined("; ", notes),
            effort=options.effort.value,
            baseline=upon,
            as_of=problem.as_of if upon else None,
        ),
        revision=problem.baseline.revision + 1 if problem.baseline else 1,
        goals=tuple(found.goals),
        sessions=in_order,
        not_held=_not_held(context, rules, candidates, held),
        cancelled=_cancelled(problem, held, earlier),
        pins=problem.baseline.pins if problem.baseline else (),
        away=problem.baseline.away if problem.baseline else (),
        findings=findings(problem, in_order),
    )


def mended(
    context: Context, candidates: dict[SessionId, Candidates], rules: tuple[Any, ...]
) -> Plan:
    """The baseline mended for the problem of `context`: a plan without bounds, reasons or uids.

    For questions of what would be, at a fraction of the time; `make_plan` can only do better.
    """
    instance = compile_instance(context, candidates, rules)
    schedule = Schedule(instance)
    repair(schedule, EFFORTS[Effort.QUICK])
    return plan_of(context, candidates, instance, name_standbys(schedule))


def plan_of(
    context: Context,
    candidates: Mapping[SessionId, Candidates],
    instance: Instance,
    held: Sequence[Held | None],
) -> Plan:
    """These sessions as a plan without bounds, reasons or uids; the others are not held."""
    sessions = [
        _planned(context, session, choice, is_held)
        for session, choice, is_held in zip(candidates, instance.choices, held, strict=True)
        if is_held is not None
    ]
    here = {session.id for session in sessions}
    return Plan(
        made=Made("", context.problem.policy.seed),
        sessions=tuple(sorted(sessions, key=lambda s: (s.start, s.id))),
        not_held=tuple(NotHeld(str(s)) for s in candidates if str(s) not in here),
    )


@dataclass(frozen=True)
class _Found:
    """What the layers of the search agreed upon."""

    instance: Instance
    held: list[Held | None]
    goals: list[GoalValue]
    interrupted: bool


def _find(
    context: Context,
    candidates: dict[SessionId, Candidates],
    rules: tuple[Any, ...],
    options: Options,
) -> _Found:
    """Construct and improve; then, where the problem is small enough, optimise exactly."""
    problem = context.problem
    instance = compile_instance(context, candidates, rules)
    relaxation = Relaxation(instance)
    tell = options.on_progress or (lambda progress: None)
    stop = Interrupt(options.time_limit, lambda: tell(Progress(Phase.STOP)))
    with stop:
        with open_executor(options.workers, options.cluster) as executor:
            effort = EFFORTS[options.effort]
            schedule = solve(relaxation, executor, effort=effort, stop=stop, tell=tell)
        tell(Progress(Phase.BOUND))
        whole = instance
        named = name_standbys(schedule)
        # What a replan's fill is bounded by, where most of the plan is then held fast.
        earlier: dict[Goal, int] = {}
        if problem.baseline is not None:
            settled = _settled(context, candidates, rules, schedule, relaxation)
            if settled is not None:
                filled = schedule.measure(Goal.FILL)
                earlier = {Goal.FILL: relaxation.bound(Goal.FILL, {Goal.FILL: filled})}
                candidates, schedule = settled
                instance = schedule.instance
        fixed = all(len(choice.starts) <= 1 for choice in instance.choices)
        large = instance.seats > (EXACT_FIXED if fixed else EXACT)
        if instance is not whole:
            large = large or instance.seats > EXACT_SETTLED
            # The little that is left open is proven sooner by the program than by relaxations.
            relaxation = Relaxation(instance, linear=large, filled=earlier[Goal.FILL])
        quiet = replace(options, on_progress=None)
        shown = options if instance is whole or large else quiet
        goals = bounded(schedule, named, relaxation, shown, earlier)
        proven = all(goal.value == goal.bound for goal in goals)
        if proven or large or stop.interrupted:
            return _Found(whole, named, goals, stop.interrupted)
        tell(Progress(Phase.PROVE))
        program = build(context, candidates, rules, numbered=_numbered(problem, schedule))
        for choice, session, held in zip(instance.choices, candidates, schedule.held, strict=True):
            if choice.keep and held is not None:
                program.model.add(program.sessions[session].held == 1)
        outcome = search(
            program,
            problem.goals,
            problem.policy.seed,
            replace(options, time_limit=stop.left()),
            program.values_of(schedule),
            relaxation,
            lambda: stop.interrupted,
            lambda values: _refined(program, instance, values, options, stop),
        )
        solved = program.schedule_of(outcome.values, instance)
        found = _with_standbys(whole, _in_terms_of(whole, instance, solved))
        goals = [replace(g, bound=max(g.bound, earlier.get(g.id, g.bound))) for g in outcome.goals]
        if instance is not whole and any(goal.value != goal.bound for goal in goals):
            last = bounded(_placed(instance, solved), found, Relaxation(instance), quiet, earlier)
            goals = [_tighter(one, other) for one, other in zip(goals, last, strict=True)]
        return _Found(whole, found, goals, outcome.interrupted)


def _tighter(one: GoalValue, other: GoalValue) -> GoalValue:
    """The same goal with the better of two bounds."""
    best = min if one.id.maximised else max
    return replace(one, bound=best(one.bound, other.bound))


def _with_standbys(instance: Instance, held: list[Held | None]) -> list[Held | None]:
    """The sessions with standbys: the exact program's only where they are a goal it alone meets."""
    schedule = _placed(instance, held)
    named = name_standbys(schedule)
    as_many = standing_by(instance, named) == standing_by(instance, held)
    if as_many or Goal.STANDBY not in instance.goals:
        return named
    return name_standbys(schedule, held)


def _settled(
    context: Context,
    candidates: dict[SessionId, Candidates],
    rules: tuple[Any, ...],
    schedule: Schedule,
    relaxation: Relaxation,
) -> tuple[dict[SessionId, Candidates], Schedule] | None:
    """The problem with what stays as it was held fast; None where more could stay.

    Where each session keeps as much as it could by itself, whatever is kept whole is so in every
    plan that is as stable, and need not be chosen again. None too where a retest is unanswered
    that some session could answer: it may have to move.
    """
    for goal in (Goal.STABILITY, Goal.RETEST):
        if schedule.measure(goal) != relaxation.bound(goal, {}):
            return None
    instance, venues = schedule.instance, list(context.problem.roster.venues)
    kept: list[Held | None] = [
        held and replace(held, seats=_kept(choice, held))
        for choice, held in zip(instance.choices, schedule.held, strict=True)
    ]
    kept = [None if lost(schedule, number) else held for number, held in enumerate(kept)]
    staying = _placed(instance, kept)
    standbys = Goal.STANDBY in instance.goals
    fewer = {}
    for number, (session, found) in enumerate(candidates.items()):
        held, choice = kept[number], instance.choices[number]
        if held is None:
            fewer[session] = found
            continue
        venue = None if held.venue < 0 else venues[held.venue]
        start, free = int(choice.starts[held.at]), staying.free(number, held.at)
        fewer[session] = narrowed(found, start, venue, held.seats, free, standbys=standbys)
    again = compile_instance(context, fewer, rules)
    return fewer, _placed(again, _in_terms_of(again, schedule.instance, schedule.held))


def _kept(choice: Choice, held: Held) -> Seats:
    """Who of the baseline's people still sits there."""
    return tuple(
        tuple(m for m in people if (place, m) in choice.kept_people)
        for place, people in enumerate(held.seats)
    )


def _placed(instance: Instance, sessions: Sequence[Held | None]) -> Schedule:
    """The schedule of these sessions, without standbys."""
    schedule = Schedule(instance)
    for number, held in enumerate(sessions):
        if held is not None:
            schedule.place(number, replace(held, standbys=()))
    return schedule


def _in_terms_of(
    instance: Instance, other: Instance, held: Sequence[Held | None]
) -> list[Held | None]:
    """The sessions as `other` numbers their starts, by the numbers of `instance`."""
    return [
        h and replace(h, at=int(np.searchsorted(here.starts, there.starts[h.at])))
        for here, there, h in zip(instance.choices, other.choices, held, strict=True)
    ]


def _refined(
    program: Program, instance: Instance, values: list[int], options: Options, stop: Interrupt
) -> list[int]:
    """The solution of the program improved by neighbourhoods for the goals still to come."""
    if Goal.STANDBY in instance.goals:
        return values  # a schedule carries no standbys
    schedule = _placed(instance, program.schedule_of(values, instance))
    worth = schedule.worth()
    refine(schedule, EFFORTS[options.effort], stop=stop)
    if schedule.worth() > worth and _numbered(program.context.problem, schedule):
        return program.values_of(schedule)
    return values


def _numbered(problem: Problem, schedule: Schedule) -> bool:
    """Whether of each scenario's sessions the lower numbers are held."""
    held: dict[str, bool] = {}
    for session, is_held in zip(problem.sessions(), schedule.held, strict=True):
        if is_held is not None and not held.get(session.scenario, True):
            return False
        held[session.scenario] = is_held is not None
    return True


def _planned(context: Context, session: SessionId, choice: Choice, held: Held) -> PlannedSession:
    members = context.cached("member ids", lambda: list(context.problem.roster.members))
    venues = context.cached("venue ids", lambda: list(context.problem.roster.venues))
    positions = context.problem.scenarios[session.scenario].positions
    start = int(choice.starts[held.at])

    def named(seats: Seats) -> dict[str, tuple[str, ...]]:
        return {
            position.id: tuple(sorted(members[m] for m in people))
            for position, people in zip(positions, seats, strict=False)
        }

    return PlannedSession(
        id=str(session),
        uid="",
        sequence=0,
        start=context.timeline.local(start),
        end=context.timeline.local(start + choice.duration),
        venue=None if held.venue < 0 else venues[held.venue],
        assigned=named(held.seats),
        standby={p: people for p, people in named(held.standbys).items() if people},
        equipment=context.problem.scenarios[session.scenario].equipment,
    )


def _empty(
    context: Context,
    rules: tuple[Any, ...],
    held: Mapping[str, PlannedSession],
    session: PlannedSession,
) -> tuple[EmptySeats, ...]:
    positions = context.problem.scenarios[session.scenario].positions
    return tuple(
        EmptySeats(position.id, missing, why_empty(context, rules, held, session, position))
        for position in positions
        if (missing := position.count - len(session.assigned[position.id])) > 0
    )


def _not_held(
    context: Context,
    rules: tuple[Any, ...],
    candidates: Mapping[SessionId, Candidates],
    held: Mapping[str, PlannedSession],
) -> tuple[NotHeld, ...]:
    return tuple(
        NotHeld(str(session), why_not_held(context, rules, choice))
        for session, choice in candidates.items()
        if str(session) not in held
    )


def _earlier(problem: Problem) -> dict[str, _Earlier]:
    if problem.baseline is None:
        return {}
    found = {c.id: _Earlier(c.uid, c.sequence, None) for c in problem.baseline.cancelled}
    for session in problem.baseline.sessions:
        found[session.id] = _Earlier(session.uid, session.sequence, session)
    return found


def _uid_domain(problem: Problem, earlier: Mapping[str, _Earlier]) -> str:
    """The roster's; a replan keeps the baseline's, so that calendars recognise its sessions."""
    for known in earlier.values():
        return known.uid.rpartition("@")[2]
    return problem.roster.uid_domain


def _revised(
    session: PlannedSession, earlier: Mapping[str, _Earlier], domain: str
) -> PlannedSession:
    """`session` with its uid, and its sequence number one up where something changed.

    Answers are kept where nothing did: they were to an invitation of that number.
    """
    known = earlier.get(session.id)
    if known is None:
        return replace(session, uid=f"{session.id.replace('#', '-')}@{domain}")
    was = known.session
    if was is None or session.changed_from(was):
        return replace(session, uid=known.uid, sequence=known.sequence + 1)
    return replace(session, uid=known.uid, sequence=known.sequence, answers=was.answers)


def _cancelled(
    problem: Problem, held: Mapping[str, PlannedSession], earlier: Mapping[str, _Earlier]
) -> tuple[Cancelled, ...]:
    """Sessions of the baseline that fell away now, and those that had before and stay away.

    What a plan elsewhere has taken over, uid and all, is not cancelled.
    """
    taken_over = {session.uid for session in problem.held_elsewhere()}
    return tuple(
        Cancelled(session, known.uid, known.sequence + (1 if known.session else 0))
        for session, known in sorted(earlier.items())
        if session not in held and known.uid not in taken_over
    )
