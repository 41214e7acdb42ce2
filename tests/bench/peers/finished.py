"""From a peer's decisions to a finished plan: goal values, bounds, and repair.

Shared by the peers, so that they differ in nothing but how they decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from drillctl.audit.audit import audit
from drillctl.audit.goals import value
from drillctl.model.plan import EmptySeats, GoalValue, Made, NotHeld, Plan, PlannedSession
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem, SessionId
from drillctl.model.roster import Kind
from drillctl.rules.rule import Context


@dataclass(frozen=True)
class Held:
    """A peer's decision on one session: start (minutes since the epoch), venue, people."""

    start: int
    venue: str | None
    seated: Mapping[str, tuple[str, ...]]


def finish(
    context: Context, by: str, held: Mapping[SessionId, Held], bounds: Mapping[Goal, float]
) -> Plan:
    """The plan of these decisions, its goals those of `bounds`, in the goals' own units."""
    sessions = [_planned(context, by, session, choice) for session, choice in held.items()]
    plan = Plan(
        Made(by, context.problem.policy.seed),
        sessions=tuple(sorted(sessions, key=lambda s: (s.start, s.id))),
        not_held=tuple(
            NotHeld(str(session), (f"{by} does not hold it",))
            for session in context.problem.sessions()
            if session not in held
        ),
    )
    return replace(plan, goals=tuple(_stated(context, plan, g, b) for g, b in bounds.items()))


def repaired(
    context: Context, by: str, held: Mapping[SessionId, Held], bounds: Mapping[Goal, float]
) -> Plan:
    """The plan without what breaks a rule: seats where a member does, else whole sessions."""
    left = dict(held)
    while True:
        plan = finish(context, by, left, bounds)
        breaches = audit(context.problem, plan)
        if not breaches:
            return plan
        breach = next((b for b in breaches if b.member is not None), breaches[0])
        name, _, number = (breach.session or "").rpartition("#")
        session = SessionId(name, int(number))
        if breach.member is None:
            del left[session]
        else:
            seated = {
                position: tuple(m for m in members if m != breach.member)
                for position, members in left[session].seated.items()
            }
            left[session] = replace(left[session], seated=seated)


def _planned(context: Context, by: str, session: SessionId, choice: Held) -> PlannedSession:
    scenario = context.problem.scenarios[session.scenario]
    assigned = {p.id: tuple(sorted(choice.seated.get(p.id, ()))) for p in scenario.positions}
    return PlannedSession(
        str(session),
        f"{session}@{by}",
        0,
        context.timeline.local(choice.start),
        context.timeline.local(choice.start + scenario.duration),
        choice.venue,
        assigned,
        empty=tuple(
            EmptySeats(p.id, p.count - len(assigned[p.id]))
            for p in scenario.positions
            if len(assigned[p.id]) < p.count
        ),
    )


def _stated(context: Context, plan: Plan, goal: Goal, bound: float) -> GoalValue:
    reached = value(goal, context, plan)
    return GoalValue(goal, reached, (max if goal.maximised else min)(reached, bound))


def loose_bound(goal: Goal, problem: Problem) -> float:
    """A bound that holds without any solving."""
    kinds = [team.kind for team in problem.roster.teams.values()]
    scenarios = problem.scenarios.values()
    match goal:
        case Goal.FILL:
            return sum(s.priority * s.seats * s.schedule.sessions for s in scenarios)
        case Goal.JOINT:
            return kinds.count(Kind.PROFESSIONAL) * kinds.count(Kind.VOLUNTEER)
        case Goal.CURRENCY:
            return len(due(problem))
        case Goal.STABILITY:
            known = problem.baseline.sessions if problem.baseline else ()
            return sum(1 + 2 * sum(1 for _ in session.members()) for session in known)
        case Goal.STANDBY:
            return sum(
                s.priority * p.standby * s.schedule.sessions for s in scenarios for p in s.positions
            )
        case _:
            return 0


def due(problem: Problem) -> set[tuple[str, str | None]]:
    """(capability, member or None for anybody) that no record keeps current to the end."""
    current: dict[tuple[str, str | None], date] = {}
    for record in problem.records:
        for capability in problem.policy.currency.keys() & set(record.practised):
            until = problem.policy.currency[capability].after(record.start.date())
            for who in (None, *record.present):
                current[capability, who] = max(until, current.get((capability, who), until))
    return {
        (capability, who)
        for capability in problem.policy.currency
        for who in (None, *problem.must_practise(capability))
        if current.get((capability, who), date.min) <= problem.period.last
    }
