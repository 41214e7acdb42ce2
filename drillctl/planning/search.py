"""Goal after goal, each with its proven bound, deterministically.

Lexicographic optimisation: each goal is optimised under the values reached for those before it.
Work is counted in the solver's deterministic time, and its workers are interleaved in a fixed
order (OR-Tools `SatParameters.interleave_search`), so that the same input gives the same plan
with any number of workers; a wall-clock limit gives that up.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ortools.sat.python import cp_model

from drillctl.model.plan import GoalValue
from drillctl.model.policy import Goal
from drillctl.planning.objectives import Objective, objective
from drillctl.planning.program import Program
from drillctl.planning.relaxation import Relaxation

Stop = Callable[[], bool]


class Effort(StrEnum):
    """How much deterministic work is spent on each goal."""

    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"


DETERMINISTIC_TIME = {Effort.QUICK: 0.3, Effort.NORMAL: 1.0, Effort.THOROUGH: 20.0}
"""Units of `max_deterministic_time` for each goal; roughly a second each on one 2025 core."""

THREADS = 4
"""Of the solver, on every machine: with one alone it searches in another order than with more."""
FEW_OPEN = 3
"""Sessions with an open date, among many without, up to which one thread without presolve is
quicker, and goals are improved with the dates open from the start."""

SHARE = {
    Goal.FINISH_EARLY: 40.0,
    Goal.FEWEST_PEOPLE: 40.0,
    Goal.FILL: 8.0,
    Goal.CURRENCY: 5.0,
}
"""Goals that get so many times the work: a scheduling problem of their own."""


STAFFING_GOALS = (
    Goal.JOINT,
    Goal.CURRENCY,
    Goal.FAIRNESS,
    Goal.FEWEST_PEOPLE,
    Goal.STANDBY,
)
"""Goals that people decide more than dates: they are first improved with the dates fixed."""


class Phase(StrEnum):
    """What the search is at, in order; STOP: it ends early, with what it has."""

    BUILD = "build"
    IMPROVE = "improve"
    BOUND = "bound"
    PROVE = "prove"
    STOP = "stop"


@dataclass(frozen=True)
class Progress:
    """The state of the search, for display: a goal's value and bound so far, where they are known.

    Both in the goal's own unit. `goal` None: the phase begins, and no more.
    """

    phase: Phase
    goal: Goal | None = None
    value: float | None = None
    bound: float | None = None


@dataclass
class Options:
    """How to search. `time_limit` in wall-clock seconds for all goals; None: deterministic.

    `workers`: processes; `cluster`: address of a Dask scheduler.
    """

    effort: Effort = Effort.NORMAL
    time_limit: float | None = None
    workers: int = 1
    cluster: str | None = None
    on_progress: Callable[[Progress], None] | None = None


@dataclass
class Outcome:
    """The best solution found: every variable's value, and the goals with bounds.

    `interrupted`: the person stopped the search before it ended.
    """

    values: list[int]
    goals: list[GoalValue] = field(default_factory=list)
    interrupted: bool = False

    def take(self, aim: Objective, solved: "_Solved") -> None:
        """Keeps the solution of a solve unless it is worse than the one at hand."""
        self.interrupted = solved.interrupted
        if solved.values:
            change = aim.measure(solved.values) - aim.measure(self.values)
            if (change >= 0) == aim.goal.maximised or change == 0:
                self.values = solved.values


def search(
    program: Program,
    goals: tuple[Goal, ...],
    seed: int,
    options: Options,
    begin: list[int],
    relaxation: Relaxation,
    interrupted: Stop = lambda: False,
    refine: Callable[[list[int]], list[int]] = lambda values: values,
) -> Outcome:
    """The best solution for `goals` in their order, from `begin` (values of the decisions) on.

    `interrupted`: whether the person wishes the search to end with what it has. `refine` makes
    of a new solution one that is no worse.
    """
    deadline = None if options.time_limit is None else time.monotonic() + options.time_limit
    outcome = Outcome(begin)
    bounds: list[tuple[Objective, int]] = []
    known: dict[Goal, int] = {}
    open_dates = sum(s.candidates.first < s.candidates.last for s in program.sessions.values())
    light = open_dates <= FEW_OPEN < len(program.sessions)
    for position, goal in enumerate(goals):
        aim = objective(goal, program)
        outcome.values += [0] * (len(program.model.proto.variables) - len(outcome.values))
        reached = aim.measure(outcome.values)
        known[goal] = reached * aim.numerator
        bound = aim.tighter(relaxation.bound(goal, known))
        if options.on_progress is not None:
            options.on_progress(Progress(Phase.PROVE, goal, aim.value(reached), aim.value(bound)))
        work = DETERMINISTIC_TIME[options.effort] * SHARE.get(goal, 1.0)
        left = None
        if deadline is not None:
            left = max(0.05, (deadline - time.monotonic()) / (len(goals) - position))
        outcome.interrupted |= interrupted()
        apart = goal in STAFFING_GOALS and position and open_dates and not light
        if apart and reached != bound and not outcome.interrupted:
            _hint(program, outcome.values)
            with _dates_fixed(program, outcome.values):
                staffed = _optimise(
                    program,
                    aim,
                    bound,
                    seed,
                    options,
                    left and left / 3,
                    work,
                    light,
                    interrupted,
                    settled=True,
                )
            outcome.take(aim, staffed)
        if aim.measure(outcome.values) != bound and not outcome.interrupted:
            _hint(program, outcome.values)
            solved = _optimise(program, aim, bound, seed, options, left, work, light, interrupted)
            before = outcome.values
            outcome.take(aim, solved)
            bound = solved.bound
            unproven = aim.measure(outcome.values) != bound
            if unproven and outcome.values is not before and goal != goals[-1]:
                outcome.values = refine(outcome.values)
        reached = aim.measure(outcome.values)
        bounds.append((aim, bound))
        known[goal] = reached * aim.numerator
        if goal.maximised:
            program.model.add(aim.expression >= reached)
        else:
            program.model.add(aim.expression <= reached)
    for aim, bound in bounds:
        reached = aim.measure(outcome.values)
        bound = max(reached, bound) if aim.goal.maximised else min(reached, bound)
        outcome.goals.append(GoalValue(aim.goal, aim.value(reached), aim.value(bound)))
    return outcome


@dataclass
class _Solved:
    values: list[int]
    bound: int
    interrupted: bool


def _optimise(
    program: Program,
    aim: Objective,
    bound: int,
    seed: int,
    options: Options,
    seconds: float | None,
    work: float,
    light: bool,
    interrupted: Stop,
    *,
    settled: bool = False,
) -> _Solved:
    """`settled`: dates are fixed for this while, so that what is proven holds for them alone."""
    model = program.model
    model.clear_objective()
    maximised = aim.goal.maximised
    if maximised:
        model.add(aim.expression <= bound)
        model.maximize(aim.expression)
    else:
        model.add(aim.expression >= bound)
        model.minimize(aim.expression)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1 if light else THREADS
    solver.parameters.cp_model_presolve = not light
    solver.parameters.interleave_search = not light
    solver.parameters.interleave_batch_size = THREADS
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = work
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = 1e9
    callback = _Watcher(aim, bound, options.on_progress)
    if options.on_progress is not None and not settled:
        solver.best_bound_callback = callback.on_bound
    status = _solve_interruptibly(solver, model, callback, interrupted)
    values = []
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        values = list(solver.response_proto.solution)
    proven = round(solver.best_objective_bound) if values else bound
    proven = min(proven, bound) if maximised else max(proven, bound)
    return _Solved(values, proven, interrupted())


def _solve_interruptibly(solver: Any, model: Any, callback: Any, interrupted: Stop) -> Any:
    """The status after solving in a thread, which ends with its best solution on a wish to stop."""
    result: list[Any] = []
    done = threading.Event()

    def solve() -> None:
        try:
            result.append(solver.solve(model, callback))
        finally:
            done.set()

    threading.Thread(target=solve, daemon=True).start()
    while not done.wait(0.1):
        if interrupted():
            solver.stop_search()
    return result[0] if result else cp_model.UNKNOWN


class _Watcher(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Passes each new solution's value, and each new bound, on to the display.

    `bound`: what is proven before the solver begins.
    """

    def __init__(self, aim: Objective, bound: int, tell: Callable[[Progress], None] | None) -> None:
        super().__init__()
        self._aim = aim
        self._proven = bound
        self._reached: int | None = None
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._reached = round(self.objective_value)
        self._show()

    def on_bound(self, bound: float) -> None:
        best = min if self._aim.goal.maximised else max
        self._proven = best(self._proven, round(bound))
        self._show()

    def _show(self) -> None:
        if self._tell is not None:
            value = None if self._reached is None else self._aim.value(self._reached)
            proven = self._aim.value(self._proven)
            self._tell(Progress(Phase.PROVE, self._aim.goal, value, proven))


@contextmanager
def _dates_fixed(program: Program, values: list[int]) -> Iterator[None]:
    """Narrows every session's slot, start and venue to those of `values` for a while."""
    variables = program.model.proto.variables
    narrowed: list[tuple[int, list[int]]] = []
    for session in program.sessions.values():
        for literal in (session.start, session.held, *session.slots, *session.venues.values()):
            domain = variables[literal.index].domain
            narrowed.append((literal.index, list(domain)))
            domain.clear()
            domain.extend([values[literal.index]] * 2)
    try:
        yield
    finally:
        for index, bounds in reversed(narrowed):
            domain = variables[index].domain
            domain.clear()
            domain.extend(bounds)


def _hint(program: Program, values: list[int]) -> None:
    """Starts the next goal from the solution at hand."""
    program.model.clear_hints()
    for index, value in enumerate(values):
        program.model.add_hint(program.model.get_int_var_from_proto_index(index), value)
