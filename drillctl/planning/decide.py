"""Whether any plan at all meets a demand: a plan that does, a proof that none does, or neither.

A search that finds no such plan proves nothing. This asks for feasibility alone: first of each
session by itself, all others gone, then of the whole constraint program, goals left out.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.planning.alone import alone, spot_of
from drillctl.planning.candidates import find_candidates
from drillctl.planning.instance import compile_instance
from drillctl.planning.plan import EXACT, plan_of
from drillctl.planning.program import Program, build
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

WORK = 20.0
"""Units of the solver's deterministic time, after which the question stays open."""


@dataclass(frozen=True, slots=True)
class MustHold:
    """At least `number` of these sessions are held."""

    sessions: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class MustFill:
    """At least `number` seats of these sessions are filled; `positions` None: in any of them."""

    sessions: tuple[str, ...]
    positions: tuple[str, ...] | None
    number: int


Demand = MustHold | MustFill


@dataclass(frozen=True, slots=True)
class Decision:
    """`plan`: one that meets all demands. Else `proven`: none does; both missing: undecided.

    `session`: one that can't be held even where no other is, which proves it.
    """

    plan: Plan | None = None
    proven: bool = False
    session: str | None = None


def impossible(problem: Problem, sessions: Iterable[str], rules: tuple[Any, ...]) -> str | None:
    """The first of these sessions that can't be held, were it the only one."""
    problem = _freed(problem)
    for session in sessions:
        if spot_of(alone(problem, session, ()), rules) is None:
            return session
    return None


def decide(problem: Problem, demands: Iterable[Demand], rules: tuple[Any, ...]) -> Decision:
    """A plan of the problem that meets all demands, a proof that there is none, or neither."""
    context = Context(problem, Timeline(problem))
    candidates = find_candidates(context, rules)
    instance = compile_instance(context, candidates, rules)
    if instance.seats > EXACT:
        return Decision()
    program = build(context, candidates, rules, numbered=False)
    for demand in demands:
        if not _add(program, demand):
            return Decision(proven=True)
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = problem.policy.seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = WORK
    status = _solved(solver, program.model)
    if status == cp_model.INFEASIBLE:
        return Decision(proven=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Decision()
    held = program.schedule_of(list(solver.response_proto.solution), instance)
    return Decision(plan_of(context, candidates, instance, held))


def _solved(solver: Any, model: Any) -> Any:
    """The status after solving in a thread: the one that waits can be interrupted."""
    found: list[Any] = []
    solving = threading.Thread(target=lambda: found.append(solver.solve(model)), daemon=True)
    solving.start()
    while solving.is_alive():
        solving.join(0.1)
    return found[0]


def _add(program: Program, demand: Demand) -> bool:
    """Adds the demand to the program; False where it can't be met, whatever is decided."""
    sessions = [s for name, s in program.sessions.items() if str(name) in demand.sessions]
    if isinstance(demand, MustHold):
        literals = [session.held for session in sessions]
    else:
        literals = [
            seat
            for session in sessions
            for position, seats in session.seats.items()
            if demand.positions is None or position in demand.positions
            for seat in seats.values()
        ]
    if len(literals) < demand.number:
        return False
    if demand.number > 0:
        program.model.add(sum(literals) >= demand.number)
    return True


def _freed(problem: Problem) -> Problem:
    """The problem without what orders sessions among each other or needs another to be held."""
    scenarios = {
        name: replace(scenario, schedule=replace(scenario.schedule, after=()))
        for name, scenario in problem.scenarios.items()
    }
    return replace(problem, scenarios=scenarios)
