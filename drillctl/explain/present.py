"""What would fill an empty seat of a held session on its very date: the funnel's narrow steps."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from drillctl.explain.funnel import Funnel, only_missing
from drillctl.explain.people import certified, free, to_certify, to_free
from drillctl.explain.question import Suggestion, minutes_of
from drillctl.language import joined, tr
from drillctl.model import changes
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.roster import HeldCertification, Member, Span
from drillctl.model.scenario import Position
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

_OF_EACH = 2
"""Suggestions of one sort that are made: of many alike, any will do."""


def at_present(problem: Problem, plan: Plan, funnel: Funnel) -> Iterator[Suggestion]:
    """Renew, free, certify, ask for fewer: each for who lacks but one thing, yet unproven."""
    session = next(s for s in plan.sessions if s.id == funnel.session)
    position = problem.scenarios[session.scenario].position(funnel.position)
    assert position is not None
    context = Context(problem, Timeline(problem))
    minutes = minutes_of(plan.sessions)
    ready = sorted(problem.roster.members.values(), key=lambda m: (minutes[m.id], m.id))
    made: Counter[str] = Counter()
    teams: set[str] = set()

    def sort_of(member: Member, rule: str) -> str:
        lapsed = rule == "certified" and not _lacks(problem, member, position)
        return "renew" if lapsed else {"available": "free", "certified": "certify"}.get(rule, "")

    def wanted(member: Member, rule: str) -> bool:
        sort = sort_of(member, rule)
        again = sort == "certify" and member.team in teams
        return bool(sort) and made[sort] < _OF_EACH and not again

    rules = all_rules()
    for member, rule in only_missing(context, rules, plan, session, position, ready, wanted):
        sort = sort_of(member, rule)
        made[sort] += 1
        match sort:
            case "renew":
                yield _renew(problem, member, position, session)
            case "free":
                yield _free(member, session)
            case _:
                teams.add(member.team)
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
    text = tr(
        "renew {certifications} of {name} ({member}) by {day}",
        certifications=joined(", ", lacking),
        name=member.name,
        member=member.id,
        day=on,
    )
    return Suggestion(text, certified(member.id, lacking))


def _certify(problem: Problem, member: Member, position: Position) -> Suggestion:
    lacking = _lacks(problem, member, position)
    text = to_certify(problem.roster, member, lacking)
    return Suggestion(text, certified(member.id, lacking))


def _free(member: Member, session: PlannedSession) -> Suggestion:
    start, end = (moment.replace(tzinfo=None) for moment in (session.start, session.end))
    span = Span(start, end)
    return Suggestion(to_free(member, span), free(member.id, span))


def _fewer(scenario: str, position: Position, filled: int) -> Suggestion:
    def lowered(old: Position) -> Position:
        return replace(old, count=filled, minimum=min(old.minimum, filled))

    text = tr(
        "ask for {filled} {position} instead of {count} in {scenario}",
        filled=filled,
        position=position.id,
        count=position.count,
        scenario=scenario,
    )
    return Suggestion(text, changes.with_position(scenario, position.id, lowered))


def _holds(problem: Problem, member: Member, need: str, on: date) -> bool:
    def valid(held: HeldCertification) -> bool:
        since = held.issued is None or held.issued <= on
        return since and (held.expires is None or on <= held.expires)

    return any(need in problem.roster.covers(h.id) and valid(h) for h in member.certifications)
