"""Reading a plan together with its files, for the commands that need both."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan


def read_both(
    plan_path: str, paths: list[str], context: Sequence[str] = ()
) -> "tuple[Loaded, Plan | None]":
    """The files and the plan; all that is wrong with either is printed on stderr.

    `context`: plans that stay as they are.
    """
    from drillctl.files.loading import load
    from drillctl.files.plan_file import read_plan

    plan, problems = read_plan(plan_path)
    loaded = load(paths, plans=[plan] if plan is not None else [], context=context)
    for diagnostic in (*loaded.diagnostics, *problems):
        print(diagnostic, file=sys.stderr)
    return loaded, plan


def note_context(loaded: "Loaded", plan: "Plan | None" = None) -> None:
    """Says what the plans of the context occupy, and which of them `plan` knew are not here."""
    from drillctl.model.problem import Problem

    for name, digest in (plan.made.context if plan else {}).items():
        if name not in loaded.context:
            text = f"the plan was made around {name}: name it with --context, or its sessions are "
            print(f"note: {text}not kept clear of", file=sys.stderr)
        elif loaded.context[name] != digest:
            print(f"note: {name} has changed since the plan was made", file=sys.stderr)
    problem = loaded.problem
    if problem is None:
        return
    asked = {str(s) for s in Problem(problem.roster, problem.scenarios).sessions()}
    for name, other in zip(loaded.context, problem.elsewhere, strict=True):
        ids = {member for s in other.sessions for _, member in (*s.members(), *s.standbys())}
        planned = sum(session in asked for session in other.listed())
        here = len(ids & problem.roster.members.keys())
        text = f"context {name}: {len(other.sessions)} session(s), {here} of this roster's members"
        text += f", {planned} session(s) of these files not planned again" if planned else ""
        print(text, file=sys.stderr)


def read_matching(
    plan_path: str, paths: list[str], context: Sequence[str] = ()
) -> "tuple[Loaded, Plan] | None":
    """Likewise, where everything that the plan names must be in the files; None if it is not."""
    loaded, plan = read_both(plan_path, paths, context)
    if plan is None or loaded.problem is None:
        return None
    roster, scenarios = loaded.problem.roster, loaded.problem.scenarios
    missing: list[str] = []
    for session in plan.sessions:
        scenario = scenarios.get(session.scenario)
        if scenario is None:
            missing.append(f"{session.id}: no scenario {session.scenario!r} in the files")
            continue
        if session.venue is not None and session.venue not in roster.venues:
            missing.append(f"{session.id}: no venue {session.venue!r} in the files")
        for position, member in (*session.members(), *session.standbys()):
            if scenario.position(position) is None:
                missing.append(f"{session.id}: no position {position!r} in its scenario")
            if member not in roster.members:
                missing.append(f"{session.id}: no member {member!r} in the files")
    for text in dict.fromkeys(missing):
        print(f"{plan_path}: {text}", file=sys.stderr)
    if missing:
        print("the plan does not belong to these files: plan again", file=sys.stderr)
        return None
    return loaded, plan
