"""The goals by their plain definition (design: Goals)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.policy import Goal, Weighting
from drillctl.model.record import latest_ratings
from drillctl.model.retest import answering, retest_demands
from drillctl.model.roster import Kind
from drillctl.model.scenario import Scenario
from drillctl.rules.rule import Context


def value(goal: Goal, context: Context, plan: Plan) -> float:
    """The goal's value: counts, days (earliness), hours (finish_early), hours squared (fairness).

    Whole numbers come as int.
    """
    found = _GOALS[goal](context, plan)
    return int(found) if found == int(found) else round(found, 4)


def _held(context: Context, plan: Plan) -> Iterator[tuple[PlannedSession, Scenario]]:
    for session in plan.sessions:
        scenario = context.problem.scenarios.get(session.scenario)
        if scenario is not None:
            yield session, scenario


def _minutes(session: PlannedSession) -> int:
    return int(session.end.timestamp() - session.start.timestamp()) // 60


def _fill(context: Context, plan: Plan) -> float:
    """Filled seats, each weighing its scenario's priority."""
    return sum(
        scenario.priority * sum(1 for _ in session.members())
        for session, scenario in _held(context, plan)
    )


def _joint(context: Context, plan: Plan) -> float:
    """Distinct (professional team, volunteer team) pairs with a member each in one session."""
    roster = context.problem.roster
    pairs = set()
    for session in plan.sessions:
        members = [roster.members[m] for _, m in session.members() if m in roster.members]
        for one in members:
            for other in members:
                if one.kind is Kind.PROFESSIONAL and other.kind is Kind.VOLUNTEER:
                    pairs.add((one.team, other.team))
    return len(pairs)


def _currency(context: Context, plan: Plan) -> float:
    """Due capabilities that a held session practises, and due members who take part in one.

    Due: named in the policy's `currency`, and no recorded practice keeps current to the end of
    the period. With `weighting: weak-first` a capability whose last rating is below P is due too;
    it and its members' practice weigh 2 (S), 3 (M) or 4 (U) instead of 1.
    """
    problem = context.problem
    weight: dict[str, int] = {}
    if problem.policy.weighting is Weighting.WEAK_FIRST:
        for capability, (_, rating) in latest_ratings(problem.records).items():
            weight[capability] = {"P": 1, "S": 2, "M": 3, "U": 4}[rating.value]
    current_to: dict[tuple[str, str | None], date] = {}
    for record in problem.records:
        for capability in record.practised:
            if capability in problem.policy.currency:
                until = problem.policy.currency[capability].after(record.start.date())
                for who in (None, *record.present):
                    key = (capability, who)
                    current_to[key] = max(until, current_to.get(key, until))

    practised: set[tuple[str, str | None]] = set()
    for session, scenario in _held(context, plan):
        for capability in scenario.capabilities:
            practised.add((capability, None))
            practised.update((capability, member) for _, member in session.members())

    asked_of = {c: problem.must_practise(c) for c in problem.policy.currency}

    def counts(capability: str, member: str | None) -> bool:
        if member is None and weight.get(capability, 1) > 1:
            return True
        return (
            capability in asked_of
            and (member is None or member in asked_of[capability])
            and current_to.get((capability, member), date.min) <= problem.period.last
        )

    return sum(weight.get(c, 1) for c, member in practised if counts(c, member))


def _retest(context: Context, plan: Plan) -> float:
    """Retests of open corrective actions that some session answers in time."""
    zone = context.timeline.zone
    return sum(bool(answering(d, plan.sessions, zone)) for d in retest_demands(context.problem))


def _stability(context: Context, plan: Plan) -> float:
    """Dates and assignments of the baseline that are kept.

    One for each session with the same start and venue, one for each assignment kept in such a
    session, and one for each assignment kept in any: who keeps a seat at another time is less
    disturbed than who is asked anew and who is released, and more than who hears of nothing.
    """
    baseline = context.problem.baseline
    if baseline is None:
        return 0
    now = {session.id: session for session in plan.sessions}
    kept = 0
    for was in baseline.sessions:
        session = now.get(was.id)
        if session is not None:
            stay = len(set(session.members()) & set(was.members()))
            unmoved = (session.start, session.venue) == (was.start, was.venue)
            kept += stay + (1 + stay if unmoved else 0)
    return kept


def _fairness(context: Context, plan: Plan) -> float:
    """Sum over members of their assigned hours squared."""
    minutes: dict[str, int] = defaultdict(int)
    for session in plan.sessions:
        for _, member in session.members():
            minutes[member] += _minutes(session)
    return sum(m * m for m in minutes.values()) / 3600


def _fewest_people(context: Context, plan: Plan) -> float:
    """Members with at least one assignment."""
    return len({member for session in plan.sessions for _, member in session.members()})


def _finish_early(context: Context, plan: Plan) -> float:
    """Hours from local midnight of the period's first day to the last session's end."""
    if not plan.sessions:
        return 0
    begin = context.timeline.day_start(context.problem.period.first.toordinal())
    end = max(session.end for session in plan.sessions)
    return (end.timestamp() / 60 - begin) / 60


def _earliness(context: Context, plan: Plan) -> float:
    """Days from the period's first to the local start date, summed over held sessions."""
    first: date = context.problem.period.first
    zone = context.timeline.zone
    return sum((s.start.astimezone(zone).date() - first).days for s in plan.sessions)


def _standby(context: Context, plan: Plan) -> float:
    """Standbys named, up to each position's wish, weighing their scenario's priority."""
    return sum(
        scenario.priority * min(position.standby, len(session.standby.get(position.id, ())))
        for session, scenario in _held(context, plan)
        for position in scenario.positions
        if not position.standby_auto
    )


_GOALS: dict[Goal, Callable[[Context, Plan], float]] = {
    Goal.FILL: _fill,
    Goal.JOINT: _joint,
    Goal.CURRENCY: _currency,
    Goal.RETEST: _retest,
    Goal.STABILITY: _stability,
    Goal.FAIRNESS: _fairness,
    Goal.FEWEST_PEOPLE: _fewest_people,
    Goal.FINISH_EARLY: _finish_early,
    Goal.EARLINESS: _earliness,
    Goal.STANDBY: _standby,
}
