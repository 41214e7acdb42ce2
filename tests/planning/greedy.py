"""The planner that a person would be: first come, first served. A baseline to beat.

Sessions in the order of their windows; each takes its earliest start and first venue at which
every position reaches its minimum with the first eligible members by id, then fills up. Keeps
every rule by asking the audit's rules after each session.
"""

from dataclasses import replace
from datetime import timedelta

from drillctl.model.plan import EmptySeats, Made, NotHeld, Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.planning.candidates import find_candidates
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

STANDING = ("run-or-not", "joint")


def greedy(problem: Problem) -> Plan:
    """A plan that keeps every rule."""
    context = Context(problem, Timeline(problem))
    candidates = find_candidates(context, all_rules())
    plan = Plan(Made("greedy", 0))
    order = sorted(
        candidates, key=lambda s: (problem.window(problem.scenarios[s.scenario]).first, s)
    )
    for session in order:
        placed = next(
            filter(
                None,
                (
                    attempt(context, plan, candidates[session], slot)
                    for slot in candidates[session].slots
                ),
            ),
            None,
        )
        if placed is None:
            plan = replace(
                plan,
                not_held=(*plan.not_held, NotHeld(str(session), ("first come, first served",))),
            )
        else:
            plan = replace(plan, sessions=(*plan.sessions, placed))
    return plan


def broken(context: Context, plan: Plan, session: PlannedSession, skip: tuple[str, ...]) -> bool:
    """Whether adding `session` breaks a rule other than those in `skip`."""
    trial = replace(plan, sessions=(*plan.sessions, session))
    return any(
        b for rule in all_rules() if rule.ID not in skip for b in rule.breaches(context, trial)
    )


def attempt(context: Context, plan: Plan, choice, slot) -> PlannedSession | None:
    """The session at the slot's first start, or None where it can't be held there."""
    scenario = choice.scenario
    start = context.timeline.local(int(slot.starts[0]))
    end = start + timedelta(minutes=scenario.duration)
    members = list(context.problem.roster.members)
    for venue in slot.venues:
        session = PlannedSession(
            str(choice.session),
            f"{choice.session}@greedy",
            0,
            start,
            end,
            venue,
            {p.id: () for p in scenario.positions},
        )
        if broken(context, plan, session, STANDING):
            continue
        for target in ("minimum", "count"):
            for place, position in enumerate(scenario.positions):
                for index, member in enumerate(members[i] for i in choice.who):
                    seated = session.assigned[position.id]
                    if len(seated) >= getattr(position, target):
                        break
                    if (
                        member in {m for _, m in session.members()}
                        or not choice.people(place)[slot.row][index]
                    ):
                        continue
                    trial = replace(
                        session,
                        assigned={
                            **session.assigned,
                            position.id: tuple(sorted((*seated, member))),
                        },
                    )
                    strict = ("run-or-not",) if target == "count" else STANDING
                    if not broken(context, plan, trial, strict):
                        session = trial
        short = any(len(session.assigned[p.id]) < p.minimum for p in scenario.positions)
        if short or broken(context, plan, session, ("run-or-not",)):
            continue
        empty = tuple(
            EmptySeats(p.id, p.count - len(session.assigned[p.id]))
            for p in scenario.positions
            if len(session.assigned[p.id]) < p.count
        )
        return replace(session, empty=empty)
    return None
