"""A peer: the whole problem as one CP-SAT model, as one would write it at first.

The goals come in the policy's order: half the time for the first, the rest in equal shares, each
search starting from the solution of the one before. Standbys are not planned for, and neither is
the goal `standby`.
"""

import time
from typing import Any

from bench.peers.finished import Held, finish, loose_bound
from bench.peers.monolithic_goals import objective
from bench.peers.monolithic_model import MOST_PAIRS, Model, TooLarge, build
from ortools.sat.python import cp_model

from drillctl.model.plan import Plan
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem, SessionId
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

__all__ = ["MOST_PAIRS", "TooLarge", "plan"]


def plan(problem: Problem, seconds: float, workers: int = 2) -> Plan:
    """The best plan that the monolithic model finds in `seconds`, building included.

    Raises
    ------
    TooLarge
        More than `MOST_PAIRS` pairs of candidates and seats.
    """
    deadline = time.monotonic() + seconds
    context = Context(problem, Timeline(problem))
    model = build(context)
    held: dict[SessionId, Held] = {}
    bounds: dict[Goal, float] = {}
    goals = [goal for goal in problem.policy.goals if goal is not Goal.STANDBY]
    for place, goal in enumerate(goals):
        bounds[goal] = loose_bound(goal, problem)
        expression, unit = objective(model, goal)
        if isinstance(expression, int):
            continue
        (model.cp.maximize if goal.maximised else model.cp.minimize)(expression)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = problem.policy.seed
        shares = 2 if place == 0 and len(goals) > 1 else len(goals) - place
        left = (deadline - time.monotonic()) / shares
        solver.parameters.max_time_in_seconds = max(0.05, left)
        if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            continue
        proven = round(solver.best_objective_bound) * unit
        bounds[goal] = (min if goal.maximised else max)(bounds[goal], proven)
        held = _held(model, solver)
        reached = round(solver.objective_value)
        model.cp.add(expression >= reached if goal.maximised else expression <= reached)
        model.cp.clear_hints()
        for index, number in enumerate(solver.response_proto.solution):
            model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), number)
    return finish(context, "monolithic", held, bounds)


def _held(model: Model, solver: Any) -> dict[SessionId, Held]:
    return {
        name: Held(start + model.origin, venue, {
            position: tuple(m for m, seat in seats.items() if solver.boolean_value(seat))
            for position, seats in session.seats.items()
        })
        for name, session in model.sessions.items()
        for start, venue, chosen in session.places
        if solver.boolean_value(chosen)
    }  # fmt: skip
