"""``drillctl audit``: an independent re-check of a plan."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note, say
from drillctl.language import Message, tr, trn

if TYPE_CHECKING:
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem


def audit_plan(
    plan_path: str,
    paths: list[str],
    *,
    context: Sequence[str],
    was: Sequence[str] = (),
    require_same: bool = False,
    format: str = "text",
) -> int:
    """Prints every breach, the goals as recomputed, and how the files stand to the plan.

    Returns 1 where there is a breach, or, if `require_same`, where the plan was not made from
    these very files. `was`: where copies of earlier files lie.

    The stability of a replan is recomputed only where the plan of the revision before it is
    among `paths`.
    """
    from drillctl.cli.reading import note_context, read_both

    loaded, plan = read_both(plan_path, paths, context)
    if plan is None or loaded.problem is None:
        return 1
    from drillctl.audit.audit import audit, checkable
    from drillctl.audit.goals import value
    from drillctl.cli.audit_inputs import inputs_data, inputs_of, say_inputs
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    problem = replace(loaded.problem, baseline=_before(plan, loaded))
    breaches = audit(problem, plan)
    about = Context(problem, Timeline(problem))
    wanted = dict.fromkeys((*problem.policy.goals, *(goal.id for goal in plan.goals)))
    goals = {
        goal: value(goal, about, plan) if checkable(goal, problem, plan) else None
        for goal in wanted
    }
    note_context(loaded, plan)
    inputs = inputs_of(plan, loaded, paths, was)
    other = require_same and not (plan.made.inputs and inputs.same)
    if None in goals.values():
        note(
            tr(
                "note: stability is not checked; name the plan of revision {revision} too",
                revision=plan.revision - 1,
            )
        )
    if format == "json":
        data = {
            "breaches": [
                {"rule": b.rule, "session": b.session, "member": b.member, "text": b.text}
                for b in breaches
            ],
            "goals": goals,
            **inputs_data(plan, inputs),
        }
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return 1 if breaches or other else 0
    for breach in breaches:
        where = " ".join(name for name in (breach.session, breach.member) if name)
        say(f"{where or '-'}: {breach.rule}: " + breach.text)
    for goal, found in goals.items():
        if found is None:
            say(tr("goal {goal}: not checked", goal=goal))
        else:
            say(tr("goal {goal}: {value:,}", goal=goal, value=found))
    counted = trn("{n} breach", "{n} breaches", len(breaches))
    say(tr("{breaches} in {checked}", breaches=counted, checked=_counted(problem, plan)))
    say_inputs(plan, inputs, len(breaches))
    return 1 if breaches or other else 0


def _before(plan: "Plan", loaded: "Loaded") -> "Plan | None":
    """The one plan among the files that has the revision before `plan`'s."""
    found = [earlier for earlier in loaded.plans if earlier.revision == plan.revision - 1]
    return found[0] if len(found) == 1 else None


def _counted(problem: "Problem", plan: "Plan") -> Message:
    seats = sum(1 for session in plan.sessions for _ in session.members())
    asked = sum(1 for _ in problem.sessions())
    return tr(
        "{held} held sessions of {asked}, {seats} assignments",
        held=len(plan.sessions),
        asked=asked,
        seats=seats,
    )
