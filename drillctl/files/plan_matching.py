"""Whether a plan and the files belong together: everything that it names must be in them."""

from collections.abc import Iterator

from drillctl.language import Message, tr
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem

PLAN_AGAIN = tr("the plan does not belong to these files: plan again")


def missing_from_files(problem: Problem, plan: Plan) -> tuple[Message, ...]:
    """What the plan's sessions name and the files do not have, each once."""
    return tuple(dict.fromkeys(_missing(problem, plan)))


def scenarios_missing(problem: Problem, plan: Plan) -> Message | None:
    """Which sessions that the plan could not hold are of no scenario in the files."""
    lost = [a.id for a in plan.not_held if a.id.rpartition("#")[0] not in problem.scenarios]
    return tr("no scenario of {session} in the files", session=", ".join(lost)) if lost else None


def _missing(problem: Problem, plan: Plan) -> Iterator[Message]:
    roster = problem.roster
    for session in plan.sessions:
        scenario = problem.scenarios.get(session.scenario)
        if scenario is None:
            yield tr(
                "{session}: no scenario {name!r} in the files",
                session=session.id,
                name=session.scenario,
            )
            continue
        if session.venue is not None and session.venue not in roster.venues:
            yield tr(
                "{session}: no venue {name!r} in the files", session=session.id, name=session.venue
            )
        for position, member in (*session.members(), *session.standbys()):
            if scenario.position(position) is None:
                yield tr(
                    "{session}: no position {name!r} in its scenario",
                    session=session.id,
                    name=position,
                )
            if member not in roster.members:
                yield tr(
                    "{session}: no member {name!r} in the files", session=session.id, name=member
                )
