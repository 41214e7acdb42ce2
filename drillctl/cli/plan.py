"""``drillctl plan``: the main job. Progress on stderr, the summary on stdout."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.changing import changing
from drillctl.cli.progress import Display
from drillctl.cli.reading import note_context
from drillctl.cli.terminal import note
from drillctl.language import tr, trn

if TYPE_CHECKING:
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.planning.search import Options
    from drillctl.readiness.standbys import Kept


@changing("drillctl plan", lambda given: [given["output"]])
def plan(
    paths: list[str],
    *,
    output: str,
    baseline: str | None,
    context: Sequence[str],
    as_of: str | None,
    effort: str,
    time_limit: float | None,
    workers: int,
    cluster: str | None = None,
    require_full: bool,
    format: str,
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Reads, plans, audits, writes, prints. Returns the exit status."""
    from drillctl.cli.replanning import bad_moment, now_there
    from drillctl.cli.saving import Act, save_plan
    from drillctl.files.loading import load
    from drillctl.files.values import parse_moment

    act = Act("plan", reason, by)
    if act.wrong(output):
        return 2
    if output != "-" and not Path(output).resolve().parent.is_dir():
        note(tr("error: no such folder: {folder}", folder=Path(output).parent))
        return 2
    if bad_moment("--as-of", as_of):
        return 2
    loaded = load(paths, baseline=Path(baseline) if baseline else None, context=context)
    for diagnostic in loaded.diagnostics:
        note(str(diagnostic))
    if loaded.problem is None:
        note(
            trn(
                "{n} problem found; no plan was made",
                "{n} problems found; no plan was made",
                len(loaded.diagnostics),
            )
        )
        return 1

    problem = loaded.problem
    note_context(loaded, problem.baseline)
    if problem.baseline is not None:
        problem = replace(problem, as_of=parse_moment(as_of) or now_there(problem))

    from drillctl.planning.executors import ClusterError
    from drillctl.planning.search import Effort, Options

    options = Options(Effort(effort), time_limit, workers, cluster)
    try:
        made = audited_plan(problem, options, loaded, keep_progress=True)
    except ClusterError as error:
        note(tr("error: {what}", what=str(error)))
        return 2
    if made is None:
        return 3
    save_plan(made, output, act)
    if made.made.note:
        note(made.made.note)
    if output != "-":
        _summary(problem, made, format)
        note(tr("written to {file}", file=output))
        if format != "json":
            _propose(made, output, paths)
    empty = sum(_empty_seats(problem, made))
    return 1 if require_full and empty else 0


def audited_plan(
    problem: "Problem",
    options: "Options",
    loaded: "Loaded",
    rules: tuple[object, ...] | None = None,
    *,
    keep_progress: bool = False,
) -> "Plan | None":
    """The plan, with progress shown; None where it breaks a rule, which is a defect: printed.

    `loaded`: the files that `problem` came from, whose hashes the plan keeps. `keep_progress`:
    on a terminal its last state stays.
    """
    from drillctl.audit.audit import audit
    from drillctl.planning.plan import make_plan

    problem = with_show_up(problem)
    with Display(problem.goals, keep=keep_progress) as show:
        made = make_plan(
            problem,
            replace(options, on_progress=show),
            inputs=loaded.inputs,
            around=loaded.context,
            upon=loaded.baseline,
            rules=rules,
        )
        show.settle(made.goals)
    breaches = audit(problem, made)
    for breach in breaches:
        note(
            tr(
                "{where}: {rule}: {what}",
                where=breach.session or "-",
                rule=breach.rule,
                what=breach.text,
            )
        )
    if breaches:
        note(tr("the plan breaks its own rules and was not written: a defect"))
        return None
    return made


def with_show_up(problem: "Problem") -> "Problem":
    """The problem with how likely each member is to appear, where some position asks for it."""
    if not _auto(problem):
        return problem
    from drillctl.readiness.show_up import show_up

    return replace(problem, show_up=show_up(problem, problem.today))


def short_of_standbys(problem: "Problem", made: "Plan") -> "list[Kept]":
    """The positions with standbys that are ``auto`` of which too few are to be had."""
    auto = _auto(problem)
    if not auto:
        return []
    from drillctl.readiness.known import known
    from drillctl.readiness.standbys import standbys

    return [
        kept
        for kept in standbys(known(problem, problem.today, made))
        if kept.below and (kept.session.rpartition("#")[0], kept.position) in auto
    ]


def _auto(problem: "Problem") -> set[tuple[str, str]]:
    """Scenario and id of the positions whose standbys are ``auto``."""
    return {
        (scenario.id, position.id)
        for scenario in problem.scenarios.values()
        for position in scenario.positions
        if position.standby_auto
    }


def _empty_seats(problem: "Problem", made: "Plan") -> tuple[int, int]:
    """Empty seats in held sessions, and seats of sessions that are not held."""
    in_held = sum(empty.seats for session in made.sessions for empty in session.empty)
    lost = sum(problem.scenarios[n.id.rpartition("#")[0]].seats for n in made.not_held)
    return in_held, lost


def _propose(made: "Plan", output: str, paths: "Sequence[str]") -> None:
    """What to ask next, as commands to copy. Files from standard input can't be asked again."""
    if "-" in paths:
        return
    note(tr("to look at it: {command}", command=shlex.join(["drillctl", "show", output, *paths])))
    empty = [f"{session.id}/{one.position}" for session in made.sessions for one in session.empty]
    asked = next(iter([*empty, *(absent.id for absent in made.not_held)]), None)
    if asked is not None:
        command = shlex.join(["drillctl", "explain", output, asked, *paths])
        note(tr("why, and what would mend it: {command}", command=command))


def _summary(problem: "Problem", made: "Plan", format: str) -> None:
    seats = sum(problem.scenarios[s.scenario].seats for s in problem.sessions())
    filled = seats - sum(_empty_seats(problem, made))
    if format == "json":
        from drillctl.files.plan_findings import finding_data

        print(
            json.dumps(
                {
                    "seats": seats,
                    "filled": filled,
                    "sessions": len(made.sessions) + len(made.not_held),
                    "held": len(made.sessions),
                    "goals": [
                        {"id": g.id, "value": g.value, "bound": g.bound, "gap": round(g.gap, 6)}
                        for g in made.goals
                    ],
                    "short_of_standbys": [
                        {
                            "session": kept.session,
                            "position": kept.position,
                            "probability": kept.exact,
                            "simulated": kept.simulated,
                            "asked": kept.asked,
                        }
                        for kept in short_of_standbys(problem, made)
                    ],
                    "findings": [finding_data(finding) for finding in made.findings],
                    "note": made.made.note,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    from drillctl.cli.tables import print_plan

    print_plan(problem, made, seats, filled, short_of_standbys(problem, made))
