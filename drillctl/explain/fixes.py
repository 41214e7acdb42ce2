"""What would fill an empty seat: each change is solved for before it is suggested."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from drillctl.explain.difference import difference
from drillctl.explain.funnel import Funnel, only_missing
from drillctl.model import changes
from drillctl.model.pin import Pin
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem
from drillctl.model.roster import HeldCertification, Member, Span
from drillctl.model.scenario import Position
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

_OF_EACH = 2
"""Suggestions of one sort that are tried: of many alike, any will do."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of the files that might help; `text` says what to do, `member` is who would sit."""

    text: str
    change: changes.Change
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """A suggestion that helps. `gain`: of `fill`; `seats`: filled more in the position asked for;
    `moved`: sessions that change; `called`: people who must be told."""

    text: str
    gain: float
    seats: int
    moved: int
    called: int


def proven_fixes(
    problem: Problem,
    plan: Plan,
    funnel: Funnel,
    on_try: Callable[[str, int, int], None] = lambda *_: None,
) -> tuple[Fix, ...]:
    """The suggestions that fill the seat when planned again around `plan`, cheapest first.

    Cheapest: fewest sessions changed, then fewest people told, then the greatest gain. `on_try`
    hears each suggestion, its number and how many there are.
    """
    tried = list(suggestions(problem, plan, funnel))
    before = _reached(plan, Goal.FILL)
    found = []
    for number, suggestion in enumerate(tried, start=1):
        on_try(suggestion.text, number, len(tried))
        asked = suggestion.change(replace(problem, baseline=plan))
        if suggestion.member is not None:
            people = {funnel.position: (suggestion.member,)}
            asked = changes.pinned(asked, Pin(funnel.session, people=people))
        made = make_plan(asked, Options(Effort.QUICK))
        seats = _seated(made, funnel) - _seated(plan, funnel)
        demand = asked.scenarios[funnel.session.rpartition("#")[0]].position(funnel.position)
        satisfied = demand is not None and _seated(made, funnel) >= demand.count
        gain = _reached(made, Goal.FILL) - before
        if (gain > 0 and seats > 0) or (gain >= 0 and satisfied):
            changed = difference(plan, made)
            fix = Fix(suggestion.text, gain, seats, len(changed.sessions), len(changed.people))
            found.append(fix)
    return tuple(sorted(found, key=lambda f: (f.moved, f.called, -f.gain, f.text)))


def suggestions(problem: Problem, plan: Plan, funnel: Funnel) -> Iterator[Suggestion]:
    """What each narrow step of the funnel suggests, unproven."""
    session = next(s for s in plan.sessions if s.id == funnel.session)
    position = problem.scenarios[session.scenario].position(funnel.position)
    assert position is not None
    context = Context(problem, Timeline(problem))
    missing = only_missing(context, all_rules(), plan, session, position)
    ready = [problem.roster.members[m] for m in missing]
    ready.sort(key=lambda m: (_minutes(plan, m.id), m.id))
    away = [m for m in ready if missing[m.id] == "available"]
    lacking = [m for m in ready if missing[m.id] == "certified"]
    lapsed = [m for m in lacking if not _lacks(problem, m, position)]
    for member in lapsed[:_OF_EACH]:
        yield _renew(problem, member, position, session)
    for member in away[:_OF_EACH]:
        yield _free(member, session)
    teams = {m.team: m for m in reversed(lacking) if m not in lapsed}
    for member in sorted(teams.values(), key=lacking.index)[:_OF_EACH]:
        yield _certify(problem, member, position)
    filled = position.count - funnel.empty
    if filled > 0:
        yield _fewer(session.scenario, position, filled)


def _lacks(problem: Problem, member: Member, position: Position) -> list[str]:
    """What the position needs and the member never held."""
    held = [problem.roster.covers(held.id) for held in member.certifications]
    return [need for need in position.needs if not any(need in covered for covered in held)]


def _renew(
    problem: Problem, member: Member, position: Position, session: PlannedSession
) -> Suggestion:
    on = session.start.date()
    lacking = [need for need in position.needs if not _holds(problem, member, need, on)]
    text = f"renew {', '.join(lacking)} of {member.name} ({member.id}) by {on}"
    return Suggestion(text, lambda p: _certified(p, member.id, lacking), member.id)


def _certify(problem: Problem, member: Member, position: Position) -> Suggestion:
    lacking = _lacks(problem, member, position)
    team = problem.roster.teams[member.team].title or member.team
    text = (
        f"certify one more member of {team} as {', '.join(lacking)}, "
        f"such as {member.name} ({member.id})"
    )
    return Suggestion(text, lambda p: _certified(p, member.id, lacking), member.id)


def _free(member: Member, session: PlannedSession) -> Suggestion:
    start, end = (moment.replace(tzinfo=None) for moment in (session.start, session.end))

    def freed(problem: Problem) -> Problem:
        members = dict(problem.roster.members)
        old = members[member.id]
        busy = tuple(piece for span in old.busy for piece in _around(span, Span(start, end)))
        members[member.id] = replace(old, busy=busy, free=(*old.free, Span(start, end)))
        return replace(problem, roster=replace(problem.roster, members=members))

    text = f"free {member.name} ({member.id}) on {start:%a %Y-%m-%d %H:%M}-{end:%H:%M}"
    return Suggestion(text, freed, member.id)


def _around(span: Span, gone: Span) -> Iterator[Span]:
    """What is left of `span` without `gone`."""
    if span.start < gone.start:
        yield replace(span, end=min(span.end, gone.start))
    if gone.end < span.end:
        yield replace(span, start=max(span.start, gone.end))


def _fewer(scenario: str, position: Position, filled: int) -> Suggestion:
    def lowered(problem: Problem) -> Problem:
        scenarios = dict(problem.scenarios)
        positions = tuple(
            replace(p, count=filled, minimum=min(p.minimum, filled)) if p.id == position.id else p
            for p in scenarios[scenario].positions
        )
        scenarios[scenario] = replace(scenarios[scenario], positions=positions)
        return replace(problem, scenarios=scenarios)

    text = f"ask for {filled} {position.id} instead of {position.count} in {scenario}"
    return Suggestion(text, lowered)


def _certified(problem: Problem, member: str, needs: list[str]) -> Problem:
    for need in needs:
        problem = changes.with_certification(problem, member, need)
    return problem


def _holds(problem: Problem, member: Member, need: str, on: date) -> bool:
    def valid(held: HeldCertification) -> bool:
        since = held.issued is None or held.issued <= on
        return since and (held.expires is None or on <= held.expires)

    return any(need in problem.roster.covers(h.id) and valid(h) for h in member.certifications)


def _minutes(plan: Plan, member: str) -> float:
    """How busy the plan keeps a member: the least busy are the first to ask."""
    return sum(
        (session.end - session.start).total_seconds() / 60
        for session in plan.sessions
        if any(m == member for _, m in session.members())
    )


def _reached(plan: Plan, goal: Goal) -> float:
    return next((g.value for g in plan.goals if g.id is goal), 0)


def _seated(plan: Plan, funnel: Funnel) -> int:
    for session in plan.sessions:
        if session.id == funnel.session:
            return len(session.assigned.get(funnel.position, ()))
    return 0
