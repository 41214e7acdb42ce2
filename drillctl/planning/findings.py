"""Which sessions of a plan answer which finding of earlier ones, and what is in the way."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from drillctl.language import joined, tr
from drillctl.model.plan import Answered, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.record import latest_ratings
from drillctl.model.retest import RetestDemand, answering, retest_demands
from drillctl.model.zone import zone_of


def findings(problem: Problem, sessions: Sequence[PlannedSession]) -> tuple[Answered, ...]:
    """Retests owed by action id, then capabilities last rated below P or lapsing, worst first."""
    zone = zone_of(problem.roster.timezone)
    found = [_retest(problem, demand, sessions, zone) for demand in retest_demands(problem)]
    return (*found, *_capabilities(problem, sessions, zone))


def _retest(
    problem: Problem, demand: RetestDemand, sessions: Sequence[PlannedSession], zone: ZoneInfo
) -> Answered:
    action = demand.owed.action
    assert action.retest is not None
    answers = answering(demand, tuple(sessions), zone)
    why = () if answers else tuple(_in_the_way(problem, demand, sessions, zone))
    by = action.retest.by
    return Answered(demand.owed.id, action.capability, by=by, sessions=tuple(answers), why=why)


def _in_the_way(
    problem: Problem, demand: RetestDemand, sessions: Sequence[PlannedSession], zone: ZoneInfo
) -> Iterator[str]:
    retest = demand.owed.action.retest
    assert retest is not None
    if not demand.scenarios:
        if retest.scenario is not None:
            yield tr("no scenario {scenario!r} is in the files", scenario=retest.scenario)
        else:
            capability = demand.owed.action.capability
            yield tr("no scenario practises {capability}", capability=capability)
        return
    held: dict[str, list[PlannedSession]] = {scenario: [] for scenario in sorted(demand.scenarios)}
    for session in sessions:
        if session.scenario in held:
            held[session.scenario].append(session)
    for scenario, its in held.items():
        window = problem.window(problem.scenarios[scenario])
        after = [s for s in its if s.start.astimezone(zone).date() > demand.last]
        if window.first > demand.last:
            yield tr(
                "the window of {scenario} begins on {first}, after {last}",
                scenario=scenario,
                first=window.first,
                last=demand.last,
            )
        elif after:
            first = min(after, key=lambda s: s.start)
            day = first.start.astimezone(zone).date()
            yield tr(
                "{session} is held on {day}, after {last}",
                session=first.id,
                day=day,
                last=demand.last,
            )
        elif its:
            yield tr(
                "every session of {scenario} is on or before {since}, when it was found",
                scenario=scenario,
                since=demand.since,
            )
        else:
            yield tr("no session of {scenario} is held", scenario=scenario)


def _capabilities(
    problem: Problem, sessions: Sequence[PlannedSession], zone: ZoneInfo
) -> Iterator[Answered]:
    last: dict[str, date] = {}
    for record in problem.records:
        for capability in record.practised:
            last[capability] = max(record.start.date(), last.get(capability, date.min))
    rated = {c: r for c, r in latest_ratings(problem.records).items() if r[1].weakness}
    lapses = {
        c: until
        for c, keep in problem.policy.currency.items()
        if c in last and (until := keep.after(last[c])) <= problem.period.last
    }
    for capability in sorted(
        {*rated, *lapses}, key=lambda c: (-rated[c][1].weakness if c in rated else 0, c)
    ):
        on, rating = rated.get(capability, (None, None))
        known = max(on or date.min, last.get(capability, date.min))
        answers = [
            (session.start, session.id)
            for session in sessions
            if (scenario := problem.scenarios.get(session.scenario)) is not None
            and capability in scenario.capabilities
            and session.start.astimezone(zone).date() > known
        ]
        practising = [s.id for s in problem.scenarios.values() if capability in s.capabilities]
        why = () if answers else _not_practised(capability, practising)
        ids = tuple(session for _, session in sorted(answers))
        yield Answered(
            capability=capability,
            rated=rating,
            rated_on=on,
            by=lapses.get(capability),
            sessions=ids,
            why=why,
        )


def _not_practised(capability: str, practising: Sequence[str]) -> tuple[str, ...]:
    if not practising:
        return (tr("no scenario practises {capability}", capability=capability),)
    scenarios = joined(", ", practising)
    return (tr("no later session of {scenarios} is held", scenarios=scenarios),)
