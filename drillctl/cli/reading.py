"""Reading a plan together with its files, for the commands that need both."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note
from drillctl.language import tr, trn

if TYPE_CHECKING:
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem
    from drillctl.model.roster import Roster


def read_both(
    plan_path: str, paths: list[str], context: Sequence[str] = ()
) -> "tuple[Loaded, Plan | None]":
    """The files and the plan; all that is wrong with either is printed on stderr.

    `context`: plans that stay as they are.
    """
    loaded, plan, _ = read_both_and_bytes(plan_path, paths, context)
    return loaded, plan


def read_both_and_bytes(
    plan_path: str, paths: list[str], context: Sequence[str] = ()
) -> "tuple[Loaded, Plan | None, bytes]":
    """Likewise, with the bytes of the plan."""
    from drillctl.files.loading import load
    from drillctl.files.plan_file import read_plan_and_bytes

    plan, data, problems = read_plan_and_bytes(plan_path)
    loaded = load(paths, plans=[plan] if plan is not None else [], context=context)
    for diagnostic in (*loaded.diagnostics, *problems):
        note(str(diagnostic))
    if plan is not None and loaded.problem is not None:
        note_clock(plan, loaded.problem.roster.timezone)
    return loaded, plan, data


def note_clock(plan: "Plan", zone: str) -> None:
    """Says where the local times of a plan are other instants than when it was made."""
    from drillctl.model.zone import data_version

    then, now = plan.made, data_version()
    if plan.retimed:
        note(
            trn(
                "note: {n} session keeps its local time, but {zone} has other clock rules since "
                "the plan was made (zone data {then}, now {now}); audit tells which",
                "note: {n} sessions keep their local time, but {zone} has other clock rules since "
                "the plan was made (zone data {then}, now {now}); audit tells which",
                len(plan.retimed),
                zone=then.timezone,
                then=then.tzdata or "?",
                now=now or "?",
            )
        )
    if then.timezone and then.timezone != zone:
        note(
            tr(
                "note: the plan was made in {then}, the roster is in {zone} now: sessions stay at "
                "the same moment, and so at another local time",
                then=then.timezone,
                zone=zone,
            )
        )


def note_newer_rules(problem: "Problem") -> None:
    """Says where this computer knows of newer rules for the roster's zone than drillctl has."""
    from drillctl.model.zone import data_version, newer_rules

    zone, period = problem.roster.timezone, problem.period
    newer = newer_rules(zone, period.first, period.last)
    if newer:
        note(
            tr(
                "note: this computer has newer clock rules for {zone} ({newer}) than drillctl "
                "({now}), and they differ in this period: pip install --upgrade tzdata",
                zone=zone,
                newer=newer,
                now=data_version(),
            )
        )


def note_context(loaded: "Loaded", plan: "Plan | None" = None) -> None:
    """Says what the plans of the context occupy, and which of them `plan` knew are not here."""
    from drillctl.model.problem import Problem

    for name, digest in (plan.made.context if plan else {}).items():
        if name not in loaded.context:
            note(
                tr(
                    "note: the plan was made around {name}: name it with --context, or its "
                    "sessions are not kept clear of",
                    name=name,
                )
            )
        elif loaded.context[name] != digest:
            note(tr("note: {name} has changed since the plan was made", name=name))
    problem = loaded.problem
    if problem is None:
        return
    asked = {str(s) for s in Problem(problem.roster, problem.scenarios).sessions()}
    for name, other in zip(loaded.context, problem.elsewhere, strict=True):
        ids = {member for s in other.sessions for _, member in (*s.members(), *s.standbys())}
        planned = sum(session in asked for session in other.listed())
        here = len(ids & problem.roster.members.keys())
        text = trn(
            "context {name}: {n} session, {here} of this roster's members",
            "context {name}: {n} sessions, {here} of this roster's members",
            len(other.sessions),
            name=name,
            here=here,
        )
        if planned:
            text += trn(
                ", {n} session of these files not planned again",
                ", {n} sessions of these files not planned again",
                planned,
            )
        note(text)


def read_matching(
    plan_path: str, paths: list[str], context: Sequence[str] = ()
) -> "tuple[Loaded, Plan] | None":
    """Likewise, where everything that the plan names must be in the files; None if it is not."""
    from drillctl.files.plan_matching import PLAN_AGAIN, missing_from_files

    loaded, plan = read_both(plan_path, paths, context)
    if plan is None or loaded.problem is None:
        return None
    missing = missing_from_files(loaded.problem, plan)
    for text in missing:
        note(tr("{plan}: {what}", plan=plan_path, what=text))
    if missing:
        note(PLAN_AGAIN)
        return None
    return loaded, plan


def read_planned(plan_path: str, paths: list[str]) -> "tuple[Problem, Plan] | None":
    """The problem and its plan, where all that it holds, or can't, is in the files; else None."""
    from drillctl.files.plan_matching import scenarios_missing

    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return None
    problem, plan = read[0].problem, read[1]
    lost = scenarios_missing(problem, plan)
    if lost is not None:
        note(tr("error: {what}", what=tr("{plan}: {what}", plan=plan_path, what=lost)))
        return None
    return problem, plan


def read_roster(paths: Sequence[str]) -> "Roster | None":
    """The roster in the files alone; None where anything is wrong with them, which is said."""
    from drillctl.files.limited import read_yaml
    from drillctl.files.loading import files_below
    from drillctl.files.rosters_alone import read_rosters

    missing = [path for path in paths if not Path(path).exists()]
    for path in missing:
        note(tr("error: {path}: no such file or folder", path=path))
    if missing:
        return None
    read = read_rosters({path.as_posix(): read_yaml(path) for path in files_below(paths)})
    for diagnostic in read.problems:
        note(str(diagnostic))
    return None if read.problems else read.roster


def no_folder_for(out: str) -> bool:
    """Whether the folder that `out` is to be written into is missing, which is said."""
    folder = Path(out).parent
    if folder.is_dir():
        return False
    note(
        tr(
            "error: there is no folder {folder} to write {file} into",
            folder=str(folder),
            file=out,
        )
    )
    return True
