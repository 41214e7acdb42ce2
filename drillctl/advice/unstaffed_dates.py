"""Part of a scenario's window in which one of its positions can't be staffed.

On none of the permitted starts of those dates are as many certified people free as the position
must at least have. Single days are no advice: a stretch of at least a week is.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from drillctl.advice.subject import Found, Subject
from drillctl.files.places import Place
from drillctl.language import joined, tr, trn
from drillctl.model.problem import SessionId
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules import all_rules
from drillctl.rules.rule import Context, Instants, candidate_checks, pool_checks, seat_checks

CODE = "W004"
TITLE = tr("Part of a window in which a position can't be staffed")
_STRETCH = 7
_SHOWN = 4
_CHUNK = 16
"""Members looked at first; four times as many each time that these are not enough."""


def found(subject: Subject) -> Found:
    """Each such position with the dates, at the position."""
    context = subject.context
    members = list(subject.problem.roster.members.values())
    pools: dict[tuple[object, ...], list[Member]] = {}
    for scenario in subject.problem.scenarios.values():
        starts = _starts(context, scenario)
        if not len(starts):
            continue
        days = context.timeline.days(starts)
        every, first_of = np.unique(days, return_index=True)
        # A few starts a day settle most days; only on the rest all are tried.
        middle = (first_of + np.append(first_of[1:], len(days)) - 1) // 2
        few = np.unique(np.concatenate([first_of, middle]))
        for position in scenario.positions:
            who = (position.needs, position.kind, position.lead)
            if who not in pools:
                pools[who] = _pool(context, position, members)
            pool = pools[who]
            short = _short(context, scenario, position, pool, starts[few], days[few])
            if len(short):
                left = np.isin(days, short)
                short = _short(context, scenario, position, pool, starts[left], days[left])
            stretches = _stretches(every, set(short.tolist()))
            if stretches:
                yield _said(subject, scenario, position, stretches, len(short) == len(every))


def _said(
    subject: Subject,
    scenario: Scenario,
    position: Position,
    stretches: list[tuple[date, date]],
    everywhere: bool,
) -> tuple[Place | None, str, str]:
    least = max(1, position.minimum)
    if everywhere:
        message = trn(
            "{position!r} can't be staffed on any permitted date: {n} member is never free then",
            "{position!r} can't be staffed on any permitted date: "
            "{n} members are never free at once",
            least,
            position=position.id,
        )
    else:
        spans = [tr("{first} to {last}", first=first, last=last) for first, last in stretches]
        more = len(spans) - _SHOWN
        if more > 0:
            spans[_SHOWN:] = [tr("{n} stretches more", n=more)]
        message = tr(
            "{position!r} can't be staffed from {spans}",
            position=position.id,
            spans=joined(", ", spans),
        )
    hint = tr("certify or free somebody, or leave these dates out of the window")
    return subject.places.of_scenario(scenario.id, "position", position.id), message, hint


def _starts(context: Context, scenario: Scenario) -> Instants:
    """The starts that the schedule permits, wherever."""
    window = context.problem.window(scenario)
    starts = context.timeline.grid(window.first, window.last)
    last = SessionId(scenario.id, scenario.schedule.sessions)
    for check in candidate_checks(all_rules()):
        mask = check(context, last, None, starts, starts + scenario.duration)
        if mask is not None:
            starts = starts[mask]
    return starts


def _pool(context: Context, position: Position, members: list[Member]) -> list[Member]:
    """Who may ever be seated there."""
    found: frozenset[int] | None = None
    for check in pool_checks(all_rules()):
        allowed = check(context, position)
        if allowed is not None:
            found = allowed if found is None else found & allowed
    return members if found is None else [members[n] for n in sorted(found)]


def _short(
    context: Context,
    scenario: Scenario,
    position: Position,
    pool: Sequence[Member],
    starts: Instants,
    days: Instants,
) -> Instants:
    """The days on which at no start enough of the pool can be seated."""
    least = max(1, position.minimum)
    enough = np.zeros(len(starts), dtype=np.int64)
    open_ = np.arange(len(starts))
    at, chunk = 0, _CHUNK
    while at < len(pool):
        some = pool[at : at + chunk]
        at, chunk = at + chunk, 4 * chunk
        able = np.ones((len(some), len(open_)), dtype=bool)
        for check in seat_checks(all_rules()):
            mask = check(
                context, scenario, position, some, starts[open_], starts[open_] + scenario.duration
            )
            if mask is not None:
                able &= mask
        enough[open_] += able.sum(axis=0)
        done = np.unique(days[enough >= least])
        open_ = np.flatnonzero(~np.isin(days, done))
        if not len(open_):
            break
    return np.unique(days[open_])


def _stretches(days: Instants, short: set[int]) -> list[tuple[date, date]]:
    """First and last dates of permitted dates in a row that are all short, a week or more."""
    found: list[list[int]] = []
    going = False
    for day in days.tolist():
        if day in short and going:
            found[-1].append(day)
        elif day in short:
            found.append([day])
        going = day in short
    return [
        (date.fromordinal(run[0]), date.fromordinal(run[-1]))
        for run in found
        if run[-1] - run[0] >= _STRETCH - 1 or len(run) == len(days)
    ]
