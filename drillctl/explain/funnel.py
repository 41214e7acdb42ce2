"""Why a seat is empty: who is left after each rule, down to those with better things to do.

Asks the rules and knows none: first the eligibility rules, all members at once, then of whoever is
left, one by one, which rule the member would break by sitting there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import SessionId
from drillctl.model.roster import Member
from drillctl.model.scenario import Position
from drillctl.planning.candidates import permitted_starts
from drillctl.rules.rule import Breach, Context, Instants, Mask
from drillctl.rules.sessions import minute

SEATED = tr("not yet in this session")


@dataclass(frozen=True, slots=True)
class Stopped:
    """A member whom a step of the funnel stops, and why where a rule says so."""

    member: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it asks, who passes, who is stopped. `rule`: its id, empty for none."""

    title: str
    rule: str
    left: tuple[str, ...]
    stopped: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """All steps for one position of one held session, in order; `of`: members in all."""

    session: str
    position: str
    empty: int
    of: int
    steps: tuple[Step, ...]


def funnel(
    context: Context, rules: Sequence[Any], plan: Plan, session: PlannedSession, position: Position
) -> Funnel:
    """The funnel of `position` at the session's start."""
    members = list(context.problem.roster.members.values())
    steps = [*_eligible(context, rules, session, position, members)]
    left = [context.problem.roster.members[m] for m in steps[-1].left] if steps else members
    here = {m for _, m in session.members()}
    seat = tr("has a seat here")
    steps.append(_step(SEATED, "", left, lambda m: seat if m.id in here else None))
    others = [rule for rule in rules if not hasattr(rule, "seats")]
    stopped = {
        m: _first_breach(context, others, plan, session, position, m) for m in steps[-1].left
    }
    for rule in others:
        found = [context.problem.roster.members[m] for m in steps[-1].left]
        if any((b := stopped.get(m.id)) and b.rule == rule.ID for m in found):
            steps.append(
                _step(rule.TITLE.lower(), rule.ID, found, lambda m, r=rule: _why(stopped, m, r))
            )
    empty = position.count - len(session.assigned.get(position.id, ()))
    return Funnel(session.id, position.id, empty, len(members), tuple(steps))


def _why(stopped: dict[str, Breach | None], member: Member, rule: Any) -> str | None:
    breach = stopped.get(member.id)
    return breach.text if breach is not None and breach.rule == rule.ID else None


def _step(title: str, rule: str, members: Iterable[Member], why: Any) -> Step:
    left, stopped = [], []
    for member in members:
        reason = why(member)
        if reason is None:
            left.append(member.id)
        else:
            stopped.append(Stopped(member.id, reason))
    return Step(title, rule, tuple(left), tuple(stopped))


def _eligible(
    context: Context,
    rules: Sequence[Any],
    session: PlannedSession,
    position: Position,
    members: Sequence[Member],
) -> Iterator[Step]:
    """The steps of the eligibility rules: what holds for good, at any candidate, at this start."""
    scenario = context.problem.scenarios[session.scenario]
    this = np.array([minute(session.start)], dtype=np.int64)
    candidates, _ = permitted_starts(context, SessionId(session.scenario, session.number), rules)
    left = np.ones(len(members), dtype=bool)

    def able(rule: Any, starts: Instants) -> Mask:
        mask = rule.seats(context, scenario, position, members, starts, starts + scenario.duration)
        return left if mask is None else left & mask.any(axis=1)

    for rule in rules:
        if not hasattr(rule, "seats"):
            continue
        now = able(rule, this)
        if hasattr(rule, "pool"):
            pool = rule.pool(context, position)
            ever, when = left, tr("{rule} at any time", rule=rule.ID)
            if pool is not None:
                ever = left & np.isin(np.arange(len(members)), list(pool))
        else:
            ever = able(rule, candidates) | now
            when = tr("{rule} at any candidate", rule=rule.ID)
        if (ever & ~now).any() and (left & ~ever).any():
            yield _narrowed(when, rule.ID, members, left, ever)
            left = ever
        if (left & ~now).any():
            yield _narrowed(rule.TITLE.lower(), rule.ID, members, left, now)
        left = now


def _narrowed(title: str, rule: str, members: Sequence[Member], before: Mask, after: Mask) -> Step:
    left = tuple(members[int(k)].id for k in np.flatnonzero(after))
    stopped = tuple(Stopped(members[int(k)].id) for k in np.flatnonzero(before & ~after))
    return Step(title, rule, left, stopped)


def only_missing(
    context: Context,
    rules: Sequence[Any],
    plan: Plan,
    session: PlannedSession,
    position: Position,
    members: Sequence[Member],
    wanted: Callable[[Member, str], bool] = lambda *_: True,
) -> Iterator[tuple[Member, str]]:
    """Who of `members` could sit there but for one eligibility rule, and that rule's id.

    In their order. `wanted`: whether somebody is, for that rule; asked before the costly part.
    """
    scenario = context.problem.scenarios[session.scenario]
    starts = np.array([minute(session.start)], dtype=np.int64)
    missing: list[list[str]] = [[] for _ in members]
    for rule in rules:
        if hasattr(rule, "seats"):
            mask = rule.seats(
                context, scenario, position, members, starts, starts + scenario.duration
            )
            for row in np.flatnonzero(~mask[:, 0]) if mask is not None else ():
                missing[int(row)].append(rule.ID)
    here = {m for _, m in session.members()}
    others = [rule for rule in rules if not hasattr(rule, "seats")]
    for member, found in zip(members, missing, strict=True):
        if len(found) == 1 and member.id not in here and wanted(member, found[0]):
            breach = _first_breach(context, others, plan, session, position, member.id)
            if breach is None:
                yield member, found[0]


def _first_breach(
    context: Context,
    rules: Sequence[Any],
    plan: Plan,
    session: PlannedSession,
    position: Position,
    member: str,
) -> Breach | None:
    """The first rule that the member would break by sitting there, given all else in the plan."""
    seated = tuple(sorted((*session.assigned.get(position.id, ()), member)))
    empty = tuple(replace(e, seats=e.seats - (e.position == position.id)) for e in session.empty)
    there = replace(session, assigned={**session.assigned, position.id: seated}, empty=empty)
    others = [
        s
        for s in plan.sessions
        if s.id != session.id and member in {m for _, m in (*s.members(), *s.standbys())}
    ]
    without, trial = (replace(plan, sessions=(*others, s)) for s in (session, there))
    for rule in rules:
        # The other sessions of the plan are left out: what their absence breaks says nothing.
        known = {breach.text for breach in rule.breaches(context, without)}
        breaches: Iterable[Breach] = rule.breaches(context, trial)
        for breach in breaches:
            concerns = breach.member == member or breach.session == session.id
            if concerns and breach.text not in known:
                return breach
    return None
