"""A peer: the problem as a Timefold model of constraint streams, as its documentation recommends.

Timefold searches locally, so nothing is proven and the bounds are those that hold anyway. First
it sketches dates in a part of the time (begun with no session held, the search would hold hardly
any: each lacks its people at first), then it decides on everything. What still breaks a rule in
the end is left out of the plan. Not considered: the goals `stability` and `standby`.

Needs the package `timefold` (1.24) and a JVM 17; the module imports without.
"""

import time
from collections import defaultdict
from typing import Any

from bench.peers.finished import Held, loose_bound, repaired

from drillctl.model.plan import Plan
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

SKETCH = 0.15
"""Share of the time in which only dates are decided."""


def plan(problem: Problem, seconds: float) -> Plan:
    """The best plan that Timefold finds in `seconds`, its translation to Java included."""
    deadline = time.monotonic() + seconds
    from bench.peers.timefold_problem import exercise
    from bench.peers.timefold_rules import everything, only_dates

    context = Context(problem, Timeline(problem))
    made, ids = exercise(context)
    if ids:
        seats, made.seats = made.seats, []
        begin = time.monotonic()
        made = _solve(made, only_dates, SKETCH * seconds, problem.policy.seed)
        # Carrying the objects to Java and back is not in Timefold's own limit; it takes as long
        # the second time.
        carrying = time.monotonic() - begin - SKETCH * seconds
        made.seats = seats
        provider = everything(problem.policy.goals)
        left = deadline - time.monotonic() - carrying
        made = _solve(made, provider, left, problem.policy.seed)
    seated: dict[tuple[int, int], list[str]] = defaultdict(list)
    members = list(problem.roster.members)
    for seat in made.seats:
        if seat.person is not None:
            seated[seat.session, seat.position].append(members[seat.person.id])
    midnight = context.timeline.day_start(problem.period.first.toordinal())
    venues = [*problem.roster.venues, None]
    held = {}
    for session in made.sessions:
        if session.candidate is not None:
            name = ids[session.id]
            positions = problem.scenarios[name.scenario].positions
            held[name] = Held(
                session.candidate.at.start + midnight,
                venues[session.candidate.place.venue],
                {p.id: tuple(seated[session.id, k]) for k, p in enumerate(positions)},
            )
    goals = [g for g in problem.policy.goals if g not in (Goal.STABILITY, Goal.STANDBY)]
    bounds = {goal: loose_bound(goal, problem) for goal in goals}
    return repaired(context, "timefold", held, bounds)


def _solve(exercise: Any, provider: Any, seconds: float, seed: int) -> Any:
    """`exercise` with its planning variables filled in; `seconds` are the search's own."""
    from bench.peers.timefold_domain import Exercise, Seat, Session
    from timefold.solver import SolverFactory
    from timefold.solver.config import (
        Duration,
        EnvironmentMode,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        SolverConfigOverride,
        TerminationConfig,
    )

    config = SolverConfig(
        solution_class=Exercise,
        entity_class_list=[Session, Seat],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=provider
        ),
    )
    factory = SolverFactory.create(config)
    termination = TerminationConfig(
        spent_limit=Duration(milliseconds=max(100, int(1000 * seconds)))
    )
    solver = factory.build_solver(SolverConfigOverride(termination_config=termination))
    return solver.solve(exercise)
