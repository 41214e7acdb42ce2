"""What loosens the demands on people: fewer of them, one more certified, somebody freed."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from drillctl.explain.demands import Demand
from drillctl.explain.question import Question, Suggestion
from drillctl.language import joined, tr
from drillctl.language.dates import day_shown
from drillctl.model import changes
from drillctl.model.problem import Problem
from drillctl.model.roster import ALWAYS, Member, Roster, Span, Venue
from drillctl.model.scenario import Position

Who = TypeVar("Who", Member, Venue)
_ASKED = 8
"""People looked at for one suggestion."""


def minimum(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Run with fewer: as many as can be had. Of a session that is held the question is another."""
    name = demand.place[3]
    position = question.scenario.position(name)
    if position is None or question.was is not None:
        return
    scenario = question.scenario.id

    def possible(least: int) -> bool:
        return question.possible(changes.with_position(scenario, name, _at_least(least)))

    numbers = range(position.minimum)
    # Whoever can run with so many can run with fewer: the first of those that are too many.
    too_many = bisect_left(numbers, True, key=lambda least: not possible(least))
    if too_many:
        fewer = too_many - 1
        text = tr(
            "let {scenario} run with {fewer} {position} (min: {fewer})",
            scenario=scenario,
            fewer=fewer,
            position=name,
        )
        yield Suggestion(text, changes.with_position(scenario, name, _at_least(fewer)))


def _at_least(minimum: int) -> Callable[[Position], Position]:
    return lambda position: replace(position, minimum=minimum)


def joint(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A joint block that asks for the next lower number that can be met."""
    key = demand.place[3]
    field = {"professional": "professional_min", "volunteer": "volunteer_min"}
    field |= {"teams": "teams_min", "per_professional": "per_professional"}
    if key not in field:
        text = tr(
            "do not ask that {demand} in {scenario}",
            demand=demand.text,
            scenario=question.scenario.id,
        )
        yield Suggestion(text, demand.without)
        return
    now = int(getattr(question.scenario.joint, field[key]))
    numbers = range(now + 1, now + 20) if key == "per_professional" else range(now - 1, -1, -1)
    for number in numbers:
        change = changes.with_joint(question.scenario.id, **{field[key]: number})
        if question.possible(change):
            yield Suggestion(_other_mix(key, number, question.scenario.id, now), change)
            return


def _other_mix(key: str, number: int, scenario: str, now: int) -> str:
    values = {"number": number, "scenario": scenario, "now": now}
    match key:
        case "professional":
            return tr("ask for at least {number} professional in {scenario}, not {now}", **values)
        case "volunteer":
            return tr("ask for at least {number} volunteer in {scenario}, not {now}", **values)
        case "teams":
            return tr("ask for at least {number} teams in {scenario}, not {now}", **values)
        case _:
            return tr(
                "ask for at most {number} per professional in {scenario}, not {now}", **values
            )


def needs(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """One more of each of two teams, of those who would make it possible."""
    position = question.scenario.position(demand.place[3])
    if position is None:
        return
    roster = question.core.problem.roster
    teams: set[str] = set()
    asked = 0
    for member in sorted(roster.members.values(), key=lambda m: question.load(m.id)):
        covered = {c for held in member.certifications for c in roster.covers(held.id)}
        lacking = [need for need in position.needs if need not in covered]
        if not lacking or member.team in teams or asked >= _ASKED:
            continue
        asked += 1
        change = certified(member.id, lacking)
        if question.possible(change):
            teams.add(member.team)
            yield Suggestion(to_certify(roster, member, lacking), change)


def to_certify(roster: Roster, member: Member, lacking: list[str]) -> str:
    """The advice to certify the member, or somebody else of the team."""
    return tr(
        "certify one more member of {team} as {certifications}, such as {name} ({member})",
        team=roster.teams[member.team].title or member.team,
        certifications=joined(", ", lacking),
        name=member.name,
        member=member.id,
    )


def dates(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Certificates renewed."""
    for member in _least_busy(question, demand):
        change = changes.with_members([member.id], changes.undated)
        found = question.nearest(change)
        if found is not None:
            text = tr(
                "renew the certificates of {name} ({member}) by {day}",
                name=member.name,
                member=member.id,
                day=found[1].date(),
            )
            yield question.here_or_there(text, found, change)


def freeing(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Somebody freed for the one session."""
    for member in _least_busy(question, demand):
        found = question.nearest(_always_free(member.id))
        if found is None:
            continue
        span = question.span(found[0])
        yield question.here_or_there(to_free(member, span), found, free(member.id, span))


def to_free(member: Member, span: Span) -> str:
    """The advice to free the member for all of `span`."""
    return tr(
        "free {name} ({member}) on {day} {hours}",
        name=member.name,
        member=member.id,
        day=day_shown(span.start),
        hours=from_to(span),
    )


def _least_busy(question: Question, demand: Demand) -> list[Member]:
    """Who of the demand is looked at: the least busy first."""
    members = question.core.problem.roster.members
    ids = [part.place[1] for part in demand.parts] or list(demand.place[1:2])
    return [members[m] for m in sorted(ids, key=question.load)[:_ASKED]]


def free(member: str, span: Span) -> changes.Change:
    """The member free for all of `span`."""
    return changes.with_members([member], lambda m: freed(m, span))


def freed(who: Who, span: Span) -> Who:
    """A member or venue free for all of `span`, whatever pattern and busy times say."""
    busy = tuple(piece for old in who.busy for piece in _around(old, span))
    return replace(who, busy=busy, free=(*who.free, span))


def _around(span: Span, gone: Span) -> Iterator[Span]:
    """What is left of `span` without `gone`."""
    if span.start < gone.start:
        yield replace(span, end=min(span.end, gone.start))
    if gone.end < span.end:
        yield replace(span, start=max(span.start, gone.end))


def _always_free(member: str) -> changes.Change:
    return changes.with_members([member], lambda m: replace(m, busy=(), availability=ALWAYS))


def certified(member: str, needs: list[str]) -> changes.Change:
    """The member certified for all these needs."""

    def changed(problem: Problem) -> Problem:
        for need in needs:
            problem = changes.with_certification(problem, member, need)
        return problem

    return changed


def from_to(span: Span) -> str:
    """Its hours."""
    return f"{span.start:%H:%M}-{span.end:%H:%M}"
