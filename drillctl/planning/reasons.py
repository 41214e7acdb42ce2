"""Why a seat is empty or a session is not held, counted rule by rule.

The funnel knows no rule: it asks each rule of the eligibility shape who is left after it, and
prints the rule's title with the count.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from drillctl.language import joined, tr
from drillctl.model.plan import PlannedSession
from drillctl.model.problem import SessionId
from drillctl.model.scenario import Position, Scenario
from drillctl.planning.candidates import Candidates, permitted_starts
from drillctl.rules.rule import Context, Instants

_NAMES_SHOWN = 3


def why_empty(
    context: Context,
    rules: Sequence[Any],
    sessions: Mapping[str, PlannedSession],
    session: PlannedSession,
    position: Position,
) -> tuple[str, ...]:
    """Reasons why `position` of a held session has empty seats, with names where few are left."""
    scenario = context.problem.scenarios[session.scenario]
    start = np.array([int(session.start.timestamp()) // 60], dtype=np.int64)
    steps, left = _funnel(context, rules, scenario, position, start)
    reasons: list[str] = [
        tr(
            "at this start, of {count} members: {steps}",
            count=len(context.problem.roster.members),
            steps=steps,
        )
    ]
    here = {member for _, member in session.members()}
    seated = [m for m in left if m in here]
    if seated:
        reasons.append(tr("seated in this session: {people}", people=_named(context, seated)))
    rest = [m for m in left if m not in here]
    elsewhere: dict[str, list[str]] = {}
    for member in rest:
        nearest = _nearest_commitment(sessions, session, member)
        if nearest is not None:
            elsewhere.setdefault(member, []).append(nearest)
    reasons += [
        tr(
            "{people}: also asked for {session}",
            people=_named(context, [member]),
            session=elsewhere[member][0],
        )
        for member in list(elsewhere)[:_NAMES_SHOWN]
    ]
    idle = [m for m in rest if m not in elsewhere]
    if idle:
        reasons.append(
            tr(
                "held back by the session's joint mix, a limit, or a seat worth more: {people}",
                people=_named(context, idle),
            )
        )
    return tuple(reasons)


def why_not_held(context: Context, rules: Sequence[Any], candidates: Candidates) -> tuple[str, ...]:
    """Reasons why a session is not held."""
    scenario, session = candidates.scenario, candidates.session
    starts, _ = permitted_starts(context, session, rules)
    if not len(starts):
        return _no_start(context, rules, session, scenario)
    reasons: list[str] = []
    for place, position in enumerate(scenario.positions):
        most = int(candidates.people(place).sum(axis=1).max(initial=0))
        if most < position.minimum:
            steps, _ = _funnel(context, rules, scenario, position, starts)
            reasons.append(
                tr(
                    "{position} needs at least {minimum}, but no permitted start has more than "
                    "{most}; over all starts: {steps}",
                    position=position.id,
                    minimum=position.minimum,
                    most=most,
                    steps=steps,
                )
            )
    if not reasons and not candidates.slots:
        reasons.append(tr("at no permitted start can all positions reach their minimum together"))
    if not reasons:
        others = [after.scenario for after in scenario.schedule.after]
        reasons.append(
            tr(
                "each position could be staffed by itself, but not together with the joint mix and "
                "the other sessions' people, venues and equipment"
            )
        )
        if others:
            reasons.append(tr("it comes after {scenarios}", scenarios=joined(", ", others)))
    return tuple(reasons)


def _no_start(
    context: Context, rules: Sequence[Any], session: SessionId, scenario: Scenario
) -> tuple[str, ...]:
    """Which rules leave no start, each counted alone."""
    window = context.problem.window(scenario)
    starts = context.timeline.grid(window.first, window.last)
    ends = starts + scenario.duration
    reasons: list[str] = [
        tr("no permitted start between {first} and {last}", first=window.first, last=window.last)
    ]
    venues = [None, *(context.problem.roster.venues if scenario.venue else ())]
    for rule in rules:
        if not hasattr(rule, "candidates"):
            continue
        for venue in venues:
            mask = rule.candidates(context, session, venue, starts, ends)
            if mask is not None and not mask.all():
                reasons.append(_leaves(rule.ID, int(mask.sum()), len(starts), venue))
    return tuple(reasons)


def _leaves(rule: str, left: int, of: int, venue: str | None) -> str:
    if venue:
        return tr(
            "'{rule}' leaves {left} of {of} at {venue}", rule=rule, left=left, of=of, venue=venue
        )
    return tr("'{rule}' leaves {left} of {of}", rule=rule, left=left, of=of)


def _funnel(
    context: Context,
    rules: Sequence[Any],
    scenario: Scenario,
    position: Position,
    starts: Instants,
) -> tuple[str, list[str]]:
    """Who is left after each eligibility rule, at any of `starts`."""
    members = list(context.problem.roster.members.values())
    left = np.ones((len(members), len(starts)), dtype=bool)
    steps = []
    for rule in rules:
        if not hasattr(rule, "seats"):
            continue
        mask = rule.seats(context, scenario, position, members, starts, starts + scenario.duration)
        if mask is None:
            continue
        before = int(left.any(axis=1).sum())
        left &= mask
        after = int(left.any(axis=1).sum())
        if after < before:
            steps.append(tr("{count} left by '{rule}'", count=after, rule=rule.ID))
    names = [members[int(row)].id for row in np.flatnonzero(left.any(axis=1))]
    return joined(", ", steps) if steps else tr("all eligible"), names


def _nearest_commitment(
    sessions: Mapping[str, PlannedSession], session: PlannedSession, member: str
) -> str | None:
    """The session of `member` nearest in time to `session`, if within a day of it."""
    found = [
        (abs((other.start - session.start).total_seconds()), other.id)
        for other in sessions.values()
        if other.id != session.id
        and member in {m for _, m in (*other.members(), *other.standbys())}
    ]
    distance, nearest = min(found, default=(0.0, None))
    return nearest if nearest is not None and distance <= 86_400 else None


def _named(context: Context, members: Sequence[str]) -> str:
    roster = context.problem.roster
    shown = joined(
        ", ",
        (
            tr("{name} ({member})", name=roster.members[m].name, member=m)
            for m in members[:_NAMES_SHOWN]
        ),
    )
    more = len(members) - _NAMES_SHOWN
    return tr("{names} and {count} more", names=shown, count=more) if more > 0 else shown
